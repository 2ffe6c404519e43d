// jq's functions that run an argument again and again: until, while, recurse(f), walk, range; and outputs one by one.
#include "engine/languages/jq/run.h"

namespace kamel::languages::jq_lang {

namespace {

constexpr std::size_t kMostSteps = 1'000'000;  // jackson-jq's stack ends long before

}  // namespace

Error Run::stream(const Node& node, const Value& in, const Scope* scope, const Then& then) {
  if (node.kind == Node::Kind::Pipe) {
    return for_each(*node.parts[0], in, scope, [&](const Value& value) { return for_each(*node.parts[1], value, scope, then); });
  }
  if (node.kind == Node::Kind::Comma) {
    if (Error error = for_each(*node.parts[0], in, scope, then)) return error;
    return for_each(*node.parts[1], in, scope, then);
  }
  std::vector<Value> arguments(node.parts.size());
  return range(node, in, scope, node.parts.size(), arguments, then);
}

/// With every combination of its arguments' values; the first argument changes fastest.
Error Run::range(const Node& node, const Value& in, const Scope* scope, std::size_t left, std::vector<Value>& arguments, const Then& then) {
  if (left == 0) return count(arguments, then);
  return for_each(*node.parts[left - 1], in, scope, [&](const Value& value) {
    arguments[left - 1] = value;
    return range(node, in, scope, left - 1, arguments, then);
  });
}

Error Run::count(const std::vector<Value>& bounds, const Then& then) {
  if (!std::ranges::all_of(bounds, [](const Value& bound) { return bound.is_number(); })) return failure("Range bounds must be numeric");
  const double from = bounds.size() > 1 ? bounds[0].number() : 0, to = bounds.size() > 1 ? bounds[1].number() : bounds[0].number();
  const double step = bounds.size() > 2 ? bounds[2].number() : 1;
  if (step == 0) return {};
  std::size_t made = 0;
  for (double at = from; step > 0 ? at < to : at > to; at += step) {
    if (++made > kMost) return failure("a range of more than 10,000,000 numbers");
    if (Error error = then(number_of(at))) return error;
    if (is_full()) return stop();
  }
  return {};
}

Error Run::up_to(std::size_t most, const Node& node, const Value& in, const Scope* scope, List& values) {
  const Cap cap{&values, most};
  const Cap* const outer = std::exchange(cap_, &cap);
  Error error = all(node, in, scope, values);
  cap_ = outer;
  return std::exchange(stopped_, false) ? Error() : error;
}

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
    if (is_full()) return stop();
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
