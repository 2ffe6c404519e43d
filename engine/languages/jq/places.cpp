// Assignments in jq, and the places that they change.
#include "engine/languages/jq/run.h"

namespace kamel::languages::jq_lang {

using Kind = Node::Kind;

Error Run::assign(const Node& node, const Value& in, const Scope* scope, List& out) {
  Places places;
  if (Error error = find(*node.parts[0], {List(), in}, scope, places)) return error;
  if (node.text == "|=") return update(node, places, in, scope, out);
  return for_each(*node.parts[1], in, scope, [&](const Value& value) -> Error {
    Value made = in;
    for (const Place& place : places) {
      Result<Value> by = node.text == "=" ? Result<Value>(value) : node.text == "//=" ? Result<Value>(is_truth(place.value) ? place.value : value) : arithmetic(node.text[0], place.value, value);
      if (!by) return by.error();
      Result<Value> next = replaced(made, place.path, 0, *by);
      if (!next) return next.error();
      made = std::move(*next);
    }
    return give(std::move(made), out);
  });
}

Error Run::update(const Node& node, const Places& places, const Value& in, const Scope* scope, List& out) {
  Value made = in;
  for (const Place& place : places) {
    List values;
    if (Error error = all(*node.parts[1], place.value, scope, values)) return error;
    if (values.empty()) return undefined();
    Result<Value> next = replaced(made, place.path, 0, values[0]);
    if (!next) return next.error();
    made = std::move(*next);
  }
  return give(std::move(made), out);
}

Error Run::find(const Node& node, const Place& in, const Scope* scope, Places& out) {
  switch (node.kind) {
    case Kind::Index:
      return then(*node.parts[0], in, scope, [&](const Place& of) {
        return for_each(*node.parts[1], in.value, scope, [&](const Value& key) -> Error {
          Result<Value> found = jq_lang::index(of.value, key);
          if (!found) return node.optional ? Error() : found.error();
          out.push_back(inside(of, key, std::move(*found)));
          return {};
        });
      });
    case Kind::Each:
      return then(*node.parts[0], in, scope, [&](const Place& of) { return find_each(of, out); });
    case Kind::Pipe:
      return then(*node.parts[0], in, scope, [&](const Place& of) { return find(*node.parts[1], of, scope, out); });
    case Kind::Comma:
      if (Error error = find(*node.parts[0], in, scope, out)) return error;
      return find(*node.parts[1], in, scope, out);
    case Kind::If:
      return for_each(*node.parts[0], in.value, scope, [&](const Value& test) { return find(*node.parts[is_truth(test) ? 1 : 2], in, scope, out); });
    case Kind::Recurse:
      return find_all(in, out);
    case Kind::Call:
      if (node.text == "select") {
        return for_each(*node.parts[0], in.value, scope, [&](const Value& test) {
          if (is_truth(test)) out.push_back(in);
          return Error();
        });
      }
      return node.text == "recurse" ? find_all(in, out) : Error();
    default:
      out.push_back(in);
      return {};
  }
}

Error Run::find_each(const Place& of, Places& out) {
  if (!of.value.is_list() && !of.value.is_map()) return failure("Cannot iterate over " + std::string(kind_of(of.value)));
  if (of.value.is_map()) {
    for (const Map::Entry& entry : of.value.map()) out.push_back(inside(of, Value(entry.key), entry.value));
    return {};
  }
  for (std::size_t i = 0; i < of.value.list().size(); ++i) out.push_back(inside(of, Value::integer(static_cast<std::int64_t>(i)), of.value.list()[i]));
  return {};
}

Error Run::find_all(const Place& of, Places& out) {
  out.push_back(of);
  if (!of.value.is_list() && !of.value.is_map()) return {};
  Places below;
  find_each(of, below);
  for (const Place& place : below) find_all(place, out);
  return {};
}

}  // namespace kamel::languages::jq_lang
