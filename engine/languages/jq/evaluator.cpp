// Running jq trees.
#include "engine/languages/jq/run.h"

namespace kamel::languages::jq_lang {
namespace {

using Kind = Node::Kind;

/// Functions that run an argument themselves, rather than take its value.
constexpr std::array<std::pair<std::string_view, std::size_t>, 25> kForms = {{{"map", 1}, {"select", 1}, {"map_values", 1}, {"with_entries", 1}, {"sort_by", 1}, {"group_by", 1},
                                                                             {"unique_by", 1}, {"min_by", 1}, {"max_by", 1}, {"any", 1}, {"all", 1}, {"first", 1},
                                                                             {"last", 1}, {"del", 1}, {"error", 0}, {"error", 1}, {"recurse", 0}, {"body", 0}, {"limit", 2}, {"recurse", 1},
                                                                             {"recurse", 2}, {"until", 2}, {"while", 2}, {"walk", 1}, {"paths", 0}}};
constexpr std::array<std::string_view, 3> kOutside = {"header", "property", "variable"};

}  // namespace

Error Run::all(const Node& node, const Value& in, const Scope* scope, List& out) {
  switch (node.kind) {
    case Kind::Identity:
      return give(in, out);
    case Kind::Literal:
      return give(node.value, out);
    case Kind::Variable:
      return variable(node, scope, out);
    case Kind::Recurse:
      return recurse(in, true, out);
    case Kind::Index:
      return index(node, in, scope, out);
    case Kind::Slice:
      return slice(node, in, scope, out);
    case Kind::Each:
      return each(node, in, scope, out);
    case Kind::Text:
      return text(node, in, scope, 0, {}, out);
    case Kind::Array:
      return array(node, in, scope, out);
    case Kind::Object:
      return object(node, in, scope, 0, Map(), out);
    case Kind::Negate:
      return negate(node, in, scope, out);
    case Kind::Pipe:
      return for_each(*node.parts[0], in, scope, [&](const Value& value) { return all(*node.parts[1], value, scope, out); });
    case Kind::Comma:
      if (Error error = all(*node.parts[0], in, scope, out)) return error;
      return is_full() ? stop() : all(*node.parts[1], in, scope, out);
    case Kind::And:
    case Kind::Or:
      return logic(node, in, scope, out);
    case Kind::Alternative:
      return alternative(node, in, scope, out);
    case Kind::Binary:
      return binary(node, in, scope, out);
    case Kind::Assign:
      return assign(node, in, scope, out);
    case Kind::If:
      return for_each(*node.parts[0], in, scope, [&](const Value& test) { return all(*node.parts[is_truth(test) ? 1 : 2], in, scope, out); });
    case Kind::Try:
      return attempt(node, in, scope, out);
    case Kind::Reduce:
      return reduce(node, in, scope, out);
    case Kind::Bind:
      return for_each(*node.parts[0], in, scope, [&](const Value& value) {
        const Scope inner{node.text, value, scope};
        return all(*node.parts[1], in, &inner, out);
      });
    case Kind::Call:
      return call(node, in, scope, out);
  }
  return {};
}

Error Run::variable(const Node& node, const Scope* scope, List& out) {
  while (scope != nullptr && scope->name != node.text) scope = scope->around;
  if (scope == nullptr && node.optional) return give(Value(), out);
  return scope != nullptr ? give(scope->value, out) : failure("$" + node.text + " is not defined");
}

Error Run::recurse(const Value& in, bool nulls, List& out) {
  if (Error error = give(in, out)) return error;
  if (!in.is_list() && !in.is_map()) return {};
  for (const Value& item : *elements(in)) {
    if (!nulls && item.is_null()) continue;
    if (Error error = recurse(item, nulls, out)) return error;
  }
  return {};
}

Error Run::index(const Node& node, const Value& in, const Scope* scope, List& out) {
  return for_each(*node.parts[0], in, scope, [&](const Value& of) {
    return for_each(*node.parts[1], in, scope, [&](const Value& key) {
      Result<Value> found = jq_lang::index(of, key);
      return !found && node.optional ? Error() : give(std::move(found), out);
    });
  });
}

Error Run::slice(const Node& node, const Value& in, const Scope* scope, List& out) {
  return for_each(*node.parts[0], in, scope, [&](const Value& of) {
    return for_each(*node.parts[2], in, scope, [&](const Value& to) {
      return for_each(*node.parts[1], in, scope, [&](const Value& from) { return give(jq_lang::slice(of, from, to), out); });
    });
  });
}

Error Run::each(const Node& node, const Value& in, const Scope* scope, List& out) {
  return for_each(*node.parts[0], in, scope, [&](const Value& of) -> Error {
    Result<List> items = elements(of);
    if (!items) return items.error();
    if (out.size() + items->size() > kMost) return too_many();
    for (Value& item : items->items()) out.push_back(std::move(item));
    return {};
  });
}

Error Run::text(const Node& node, const Value& in, const Scope* scope, std::size_t part, const std::string& so_far, List& out) {
  if (part == node.parts.size()) return give(Value(so_far), out);
  return for_each(*node.parts[part], in, scope, [&](const Value& value) -> Error {
    const bool literal = part % 2 == 0 || node.text.empty();  // a text and an expression by turns
    Result<Value> piece = literal ? Result<Value>(Value(text_of(value))) : formatted(node.text, value);
    return piece ? text(node, in, scope, part + 1, so_far + piece->slice().str(), out) : piece.error();
  });
}

Error Run::array(const Node& node, const Value& in, const Scope* scope, List& out) {
  List items;
  if (!node.parts.empty()) {
    if (Error error = all(*node.parts[0], in, scope, items)) return error;
  }
  return give(Value(std::move(items)), out);
}

Error Run::object(const Node& node, const Value& in, const Scope* scope, std::size_t part, const Map& so_far, List& out) {
  if (part == node.parts.size()) return give(Value(so_far), out);
  return for_each(*node.parts[part], in, scope, [&](const Value& key) -> Error {
    if (!key.is_text()) return failure("Cannot use " + std::string(kind_of(key)) + " (" + text_of(key).str() + ") as object key");
    return for_each(*node.parts[part + 1], in, scope, [&](const Value& value) {
      Map more(so_far);
      more.set(key.slice(), value);
      return object(node, in, scope, part + 2, more, out);
    });
  });
}

Error Run::negate(const Node& node, const Value& in, const Scope* scope, List& out) {
  return for_each(*node.parts[0], in, scope, [&](const Value& value) {
    return value.is_number() ? give(arithmetic('-', Value(0), value), out) : failure(std::string(kind_of(value)) + " cannot be negated");
  });
}

Error Run::logic(const Node& node, const Value& in, const Scope* scope, List& out) {
  const bool decides = node.kind == Kind::Or;
  return for_each(*node.parts[0], in, scope, [&](const Value& left) {
    if (is_truth(left) == decides) return give(decides, out);
    return for_each(*node.parts[1], in, scope, [&](const Value& right) { return give(is_truth(right), out); });
  });
}

Error Run::alternative(const Node& node, const Value& in, const Scope* scope, List& out) {
  List values;
  if (Error error = all(*node.parts[0], in, scope, values)) return error;
  bool any = false;
  for (const Value& value : values) {
    if (!is_truth(value)) continue;
    out.push_back(value);
    any = true;
  }
  return any ? Error() : all(*node.parts[1], in, scope, out);
}

Error Run::binary(const Node& node, const Value& in, const Scope* scope, List& out) {
  return for_each(*node.parts[1], in, scope, [&](const Value& right) {
    return for_each(*node.parts[0], in, scope, [&](const Value& left) { return give(operate(node.text, left, right), out); });
  });
}

Result<Value> Run::operate(const std::string& operation, const Value& left, const Value& right) {
  if (operation.size() == 1 && operation != "<" && operation != ">") return arithmetic(operation[0], left, right);
  const int order = compare(left, right);
  if (operation == "==") return Value(order == 0);
  if (operation == "!=") return Value(order != 0);
  if (operation == "<") return Value(order < 0);
  if (operation == ">") return Value(order > 0);
  return Value(operation == "<=" ? order <= 0 : order >= 0);
}

Error Run::attempt(const Node& node, const Value& in, const Scope* scope, List& out) {
  thrown_.reset();
  Error error = all(*node.parts[0], in, scope, out);
  if (stopped_) return error;
  if (!error || node.parts.size() == 1) return {};
  const Value caught = thrown_.value_or(Value(std::string(error.message())));
  thrown_.reset();
  return all(*node.parts[1], caught, scope, out);
}

Error Run::reduce(const Node& node, const Value& in, const Scope* scope, List& out) {
  List start;
  if (Error error = all(*node.parts[1], in, scope, start)) return error;
  Value state = start.empty() ? Value() : start[start.size() - 1];
  Error error = for_each(*node.parts[0], in, scope, [&](const Value& value) -> Error {
    const Scope inner{node.text, value, scope};
    List next;
    if (Error failed = all(*node.parts[2], state, &inner, next)) return failed;
    state = next.empty() ? Value() : next[next.size() - 1];
    return {};
  });
  return error ? error : give(std::move(state), out);
}

Error Run::call(const Node& node, const Value& in, const Scope* scope, List& out) {
  if (is_format(node.text)) return give(formatted(node.text, in), out);
  if (node.text == "range") return stream(node, in, scope, [&](const Value& value) { return give(value, out); });
  if (std::ranges::find(kForms, std::pair<std::string_view, std::size_t>(node.text, node.parts.size())) != kForms.end()) return form(node, in, scope, out);
  if (std::ranges::find(kOutside, node.text) != kOutside.end()) return look_up(node, in, scope, out);
  std::vector<Value> arguments(node.parts.size());
  return with_arguments(node, in, scope, node.parts.size(), arguments, out);
}

Error Run::with_arguments(const Node& node, const Value& in, const Scope* scope, std::size_t left, std::vector<Value>& arguments, List& out) {
  if (left == 0) {
    if (out.size() >= kMost) return too_many();
    return find_function(node.text, arguments.size())(in, arguments, out);
  }
  return for_each(*node.parts[left - 1], in, scope, [&](const Value& value) {
    arguments[left - 1] = value;
    return with_arguments(node, in, scope, left - 1, arguments, out);
  });
}

Error Run::look_up(const Node& node, const Value& in, const Scope* scope, List& out) {
  return for_each(*node.parts[0], in, scope, [&](const Value& name) -> Error {
    Value found = name.is_text() ? outside_(node.text, name.slice()) : Value();
    if (!found.is_null() || node.parts.size() == 1) return give(std::move(found), out);
    return all(*node.parts[1], in, scope, out);
  });
}

Result<List> evaluate(const Node& program, const Value& input, const Outside& outside) {
  List outputs;
  if (Error error = Run(outside).all(program, input, nullptr, outputs)) return error;
  return outputs;
}

bool has_function(std::string_view name, std::size_t arguments) {
  if (std::ranges::find(kOutside, name) != kOutside.end()) return arguments == 1 || arguments == 2;
  if (name == "range") return arguments >= 1 && arguments <= 3;
  return std::ranges::find(kForms, std::pair<std::string_view, std::size_t>(name, arguments)) != kForms.end() || find_function(name, arguments) != nullptr;
}

bool has_places(const Node& node) {
  switch (node.kind) {
    case Kind::Identity:
    case Kind::Recurse:
      return true;
    case Kind::Index:
    case Kind::Each:
      return has_places(*node.parts[0]);
    case Kind::Pipe:
    case Kind::Comma:
      return has_places(*node.parts[0]) && has_places(*node.parts[1]);
    case Kind::If:
      return has_places(*node.parts[1]) && has_places(*node.parts[2]);
    case Kind::Call:
      return node.text == "select" || node.text == "recurse" || node.text == "empty";
    default:
      return false;
  }
}

}  // namespace kamel::languages::jq_lang
