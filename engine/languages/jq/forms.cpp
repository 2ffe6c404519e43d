// jq's functions that run an argument themselves: map, select, sort_by …
#include "engine/languages/jq/run.h"

namespace kamel::languages::jq_lang {

Error Run::form(const Node& node, const Value& in, const Scope* scope, List& out) {
  const std::string_view name = node.text;
  if (name == "body") return give(outside_("body", ""), out);
  if (name == "paths") return paths(in, out);
  if (name == "recurse" && node.parts.empty()) return recurse(in, false, out);
  if (name == "recurse" || name == "until" || name == "while") return loop(node, in, scope, out);
  if (name == "error") return node.parts.empty() ? thrown(in) : for_each(*node.parts[0], in, scope, [&](const Value& value) { return thrown(value); });
  if (name == "limit") return limit(node, in, scope, out);
  const Node& argument = *node.parts[0];
  if (name == "walk") return walk(argument, in, scope, out);
  if (name == "select") {
    return for_each(argument, in, scope, [&](const Value& test) {
      return is_truth(test) ? give(in, out) : Error();
    });
  }
  if (name == "map") return map(argument, in, scope, out);
  if (name == "map_values") return map_values(argument, in, scope, out);
  if (name == "with_entries") return with_entries(argument, in, scope, out);
  if (name == "any" || name == "all") return quantify(argument, in, scope, name == "any", out);
  if (name == "del") return erase(argument, in, scope, out);
  if (name == "first" || name == "last") {
    List values;
    Error error = name == "first" ? up_to(1, argument, in, scope, values) : all(argument, in, scope, values);
    if (error && (values.empty() || name == "last")) return error;  // first() does not come to what fails later
    return values.empty() ? Error() : give(values[name == "first" ? 0 : values.size() - 1], out);
  }
  return by_keys(argument, in, scope, name, out);
}

Error Run::limit(const Node& node, const Value& in, const Scope* scope, List& out) {
  return for_each(*node.parts[0], in, scope, [&](const Value& count) -> Error {
    List values;
    const double most = !count.is_number() ? 0 : count.number() < 0 || count.number() > static_cast<double>(kMost) ? static_cast<double>(kMost) : count.number();
    // jackson-jq's does not stop at the last one wanted but at the next
    if (Error error = up_to(static_cast<std::size_t>(most) + 1, *node.parts[1], in, scope, values)) return error;
    for (std::size_t i = 0; i < values.size() && static_cast<double>(i) < most; ++i) {
      if (Error full = give(values[i], out)) return full;
    }
    return {};
  });
}

Error Run::map(const Node& argument, const Value& in, const Scope* scope, List& out) {
  Result<List> items = elements(in);
  if (!items) return items.error();
  List made;
  for (const Value& item : *items) {
    if (Error error = all(argument, item, scope, made)) return error;
  }
  return give(Value(std::move(made)), out);
}

Error Run::map_values(const Node& argument, const Value& in, const Scope* scope, List& out) {
  if (!in.is_map()) {
    return in.is_list() ? map_first(argument, in.list(), scope, out) : failure("Cannot iterate over " + std::string(kind_of(in)));
  }
  Map made;
  for (const Map::Entry& entry : in.map()) {
    List values;
    if (Error error = all(argument, entry.value, scope, values)) return error;
    if (values.empty()) return undefined();
    made.set(entry.key, values[0]);
  }
  return give(Value(std::move(made)), out);
}

Error Run::map_first(const Node& argument, const List& items, const Scope* scope, List& out) {
  List made;
  for (const Value& item : items) {
    List values;
    if (Error error = all(argument, item, scope, values)) return error;
    if (values.empty()) return undefined();
    made.push_back(values[0]);
  }
  return give(Value(std::move(made)), out);
}

Error Run::with_entries(const Node& argument, const Value& in, const Scope* scope, List& out) {
  List entries, changed;
  if (Error error = find_function("to_entries", 0)(in, {}, entries)) return error;
  if (Error error = map(argument, entries[0], scope, changed)) return error;
  return find_function("from_entries", 0)(changed[0], {}, out);
}

Error Run::quantify(const Node& argument, const Value& in, const Scope* scope, bool wanted, List& out) {
  Result<List> items = elements(in);
  if (!items) return items.error();
  for (const Value& item : *items) {
    List tests;
    if (Error error = all(argument, item, scope, tests)) return error;
    if (std::ranges::any_of(tests.items(), [&](const Value& test) { return is_truth(test) == wanted; })) return give(wanted, out);
  }
  return give(!wanted, out);
}

Error Run::erase(const Node& argument, const Value& in, const Scope* scope, List& out) {
  Places places;
  if (Error error = find(argument, {List(), in}, scope, places)) return error;
  // The last ones first, so that the indexes of the others stay right.
  std::ranges::sort(places, [](const Place& a, const Place& b) { return compare(Value(a.path), Value(b.path)) > 0; });
  Value made = in;
  for (const Place& place : places) {
    Result<Value> next = removed(made, place.path, 0);
    if (!next) return next.error();
    made = std::move(*next);
  }
  return give(std::move(made), out);
}

Error Run::by_keys(const Node& argument, const Value& in, const Scope* scope, std::string_view name, List& out) {
  if (!in.is_list()) return failure("Cannot index " + std::string(kind_of(in)) + " with number");
  List items(in.list()), keys;
  for (const Value& item : items) {
    List key;
    if (Error error = all(argument, item, scope, key)) return error;
    keys.push_back(Value(std::move(key)));
  }
  sort_by_keys(items, keys);
  if (name == "sort_by") return give(Value(std::move(items)), out);
  if (name == "min_by" || name == "max_by") return give(items.empty() ? Value() : items[name == "min_by" ? 0 : items.size() - 1], out);
  List groups;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const bool fresh = i == 0 || compare(keys[i - 1], keys[i]) != 0;
    if (name == "unique_by") {
      if (fresh) groups.push_back(items[i]);
    } else if (fresh) {
      groups.push_back(Value(List{items[i]}));
    } else {
      groups[groups.size() - 1].list().push_back(items[i]);
    }
  }
  return give(Value(std::move(groups)), out);
}

}  // namespace kamel::languages::jq_lang
