// jq's functions that run an argument again and again: until, while, recurse(f), walk.
#include "engine/languages/jq/run.h"

namespace kamel::languages::jq_lang {

namespace {

constexpr std::size_t kMostSteps = 1'000'000;  // jackson-jq's stack ends long before

}  // namespace

Error Run::too_many() { return failure("more than 10,000,000 values"); }

/// What is still to be looked at, the next on top: no recursion, however long it goes on.
Error Run::loop(const Node& node, const Value& in, const Scope* scope, List& out) {
  const bool is_recurse = node.text == "recurse", is_until = node.text == "until";
  const Node& again = *node.parts[is_recurse ? 0 : 1];
  const Node* test = is_recurse ? (node.parts.size() > 1 ? node.parts[1].get() : nullptr) : node.parts[0].get();
  List waiting{in};
  for (std::size_t step = 0; !waiting.empty(); ++step) {
    if (step >= kMostSteps) return failure(node.text + " has taken more than 1,000,000 steps");
    if (waiting.size() >= kMost) return too_many();
    const Value here = std::move(waiting.items().back());
    waiting.items().pop_back();
    List tests;
    if (Error error = test != nullptr ? all(*test, here, scope, tests) : give(true, tests)) return error;
    List next;
    for (const Value& one : tests) {
      if (is_truth(one) || !is_until) {
        if (is_truth(one)) out.push_back(here);
        if (is_until || !is_truth(one)) continue;
      }
      if (Error error = all(again, here, scope, next)) return error;
    }
    for (std::size_t i = next.size(); i-- > 0;) waiting.push_back(std::move(next[i]));
  }
  return {};
}

/// The parts first, then the whole; the keys of an object in order.
Error Run::walk(const Node& argument, const Value& in, const Scope* scope, List& out) {
  if (in.is_list()) {
    List items;
    for (const Value& item : in.list()) {
      if (Error error = walk(argument, item, scope, items)) return error;
    }
    return all(argument, Value(std::move(items)), scope, out);
  }
  if (!in.is_map()) return all(argument, in, scope, out);
  std::vector<Slice> keys;
  for (const Map::Entry& entry : in.map()) keys.push_back(entry.key);
  std::ranges::sort(keys, {}, [](const Slice& key) { return key.view(); });
  Map made;
  for (const Slice& key : keys) {
    List values;
    if (Error error = walk(argument, *in.map().find(key), scope, values)) return error;
    if (!values.empty()) made.set(key, values[values.size() - 1]);
  }
  return all(argument, Value(std::move(made)), scope, out);
}

/// The paths of all parts but the whole and, as jackson-jq has it, the nulls.
Error Run::paths(const Value& in, List& out) {
  Places places;
  find_all({List(), in}, places);
  for (const Place& place : places) {
    if (!place.path.empty() && !place.value.is_null()) out.push_back(Value(place.path));
  }
  return {};
}

}  // namespace kamel::languages::jq_lang
