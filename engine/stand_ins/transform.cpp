// The field transforms of Camel's Kamelets: DropField, InsertField, ExtractField, HoistField, MaskField, ReplaceField, ValueToKey.
#include <algorithm>
#include <charconv>
#include <ranges>

#include "dsl/json.h"
#include "engine/assembler.h"
#include "engine/convert.h"
#include "engine/languages/shared/json_node.h"
#include "engine/stand_ins/makers.h"

namespace kamel::stand_ins {
namespace {

using languages::JsonNode;

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> out;
  if (text.empty()) return out;
  for (const auto part : std::views::split(text, separator)) out.emplace_back(part.begin(), part.end());
  return out;
}

bool is_bean_text(const Value& body) { return body.is_bytes_like(); }

/// The body as a JSON tree of its own, as Camel's converters make a JsonNode of it.
Result<Value> tree_of(const Exchange& exchange) {
  const Value& body = exchange.message.body;
  if (body.is_null()) return Error("org.apache.camel.InvalidPayloadException", "No body available of type: com.fasterxml.jackson.databind.JsonNode on: Message");
  if (!is_bean_text(body)) {
    const auto* object = body.is_object() ? &body.object() : nullptr;
    const auto known = object != nullptr ? object->converted() : std::nullopt;
    return (known ? *known : body).detached();
  }
  // What was parsed is a text of its own by now: only bytes and texts that came as such are read as JSON.
  Result<Value> tree = json::parse(to_text(body));
  if (tree) return tree;
  return Error("org.apache.camel.TypeConversionException",
               "Error during type conversion from type: " + std::string(body.java_class()) + " to the required type: com.fasterxml.jackson.databind.JsonNode", tree.error());
}

/// The members of an object body; null: no body, no members.
Result<Value> members_of(const Value& tree) {
  if (tree.is_map()) return tree;
  return Error("java.lang.IllegalArgumentException",
               std::string("Cannot deserialize value of type `java.util.LinkedHashMap<java.lang.Object,java.lang.Object>` from ") + (tree.is_list() ? "Array value" : "this value"));
}

class Transform : public StandIn {
 public:
  explicit Transform(const BeanDecl* bean) : settings_(bean) {}
  StandInResult call(Exchange& exchange, std::string_view, std::span<const Value>) override {
    const Result<> done = apply(exchange);
    if (!done) return done.error();
    return std::optional<Value>();
  }

 protected:
  virtual Result<> apply(Exchange& exchange) = 0;
  /// Reads the body as an object, and puts back what `change` makes of it.
  template <class Change>
  Result<> with_members(Exchange& exchange, Change change) {
    Result<Value> tree = tree_of(exchange);
    if (!tree) return tree.error();
    Result<Value> members = members_of(*tree);
    if (!members) return members.error();
    const Result<> changed = change(members->map());
    if (changed) exchange.message.body = JsonNode::wrap(std::move(*members));
    return changed;
  }
  Settings settings_;
};

class DropField final : public Transform {
  using Transform::Transform;
  Result<> apply(Exchange& exchange) override {
    Result<Value> tree = tree_of(exchange);
    if (!tree) return tree.error();
    if (tree->is_map()) tree->map().erase(settings_.get("field", exchange, ""));
    exchange.message.body = JsonNode::wrap(std::move(*tree));
    return {};
  }
};

class InsertField final : public Transform {
  using Transform::Transform;
  Result<> apply(Exchange& exchange) override {
    Result<Value> tree = tree_of(exchange);
    if (!tree) return tree.error();
    Result<Slice> value = value_for(exchange);
    if (!value) return value.error();
    if (tree->is_list()) {
      tree->list().push_back(std::move(*value));
    } else if (tree->is_map()) {
      tree->map().set(Slice(settings_.get("field", exchange, "")), std::move(*value));
    } else {
      return Error("java.lang.ClassCastException", "class com.fasterxml.jackson.databind.node.ValueNode cannot be cast to class com.fasterxml.jackson.databind.node.ObjectNode");
    }
    exchange.message.body = JsonNode::wrap(std::move(*tree));
    return {};
  }

  // Simple where it has a function in it.
  static Result<Slice> evaluate(const std::string& text, Exchange& exchange) {
    Diagnostics diagnostics;
    const RouteSet none;
    Assembler assembler(exchange.context(), none, "", diagnostics);
    const ExpressionPtr expression = assembler.simple(text, Mark{});
    if (!expression) return Error("org.apache.camel.language.simple.types.SimpleIllegalSyntaxException", diagnostics.list().front().message);
    const Result<Value> value = expression->evaluate(exchange);
    if (!value) return value.error();
    return to_text(*value);
  }
  Result<Slice> value_for(Exchange& exchange) {
    const std::string text = settings_.get("value", exchange, "");
    if (text.find("${") == std::string::npos && text.find("$simple{") == std::string::npos) return Slice(text);
    return evaluate(text, exchange);
  }
};

class ExtractField final : public Transform {
  using Transform::Transform;
  Result<> apply(Exchange& exchange) override {
    Result<Value> tree = tree_of(exchange);
    if (!tree) return tree.error();
    const Result<Value> members = members_of(*tree);
    if (!members) return members.error();
    const Value* found = members->map().find(settings_.get("field", exchange, ""));
    Value value = found != nullptr ? *found : Value();
    const bool to_header = settings_.get("headerOutput", exchange, "") == "true";
    std::string header = settings_.get("headerOutputName", exchange, "none");
    if (header == "none" || header.empty()) header = "CamelKameletsExtractFieldName";
    const bool keeps = settings_.get("strictHeaderCheck", exchange, "") == "true" && exchange.message.headers.has(header);
    exchange.properties.set(Slice::literal("trimField"), settings_.get("trimField", exchange, "") == "true" ? "true" : "false");
    if (!to_header || keeps) {
      exchange.message.body = std::move(value);
    } else {
      exchange.message.headers.set(Slice(header), std::move(value));
      exchange.message.body = JsonNode::wrap(std::move(*tree));
    }
    return {};
  }
};

class HoistField final : public Transform {
  using Transform::Transform;
  Result<> apply(Exchange& exchange) override {
    const auto field = settings_.get("field", exchange);
    if (!field) return Error("java.lang.IllegalArgumentException", "Null key for a Map not allowed in JSON (use a converting NullKeySerializer?)");
    Value inner;
    if (const Value& body = exchange.message.body; is_bean_text(body)) {
      inner = body;
    } else if (!body.is_null()) {
      Result<Value> tree = tree_of(exchange);
      if (!tree) return tree.error();
      inner = std::move(*tree);
    }
    Map hoisted;
    hoisted.set(Slice(*field), std::move(inner));
    exchange.message.body = JsonNode::wrap(Value(std::move(hoisted)));
    return {};
  }
};

class MaskField final : public Transform {
  using Transform::Transform;
  Result<> apply(Exchange& exchange) override {
    const auto fields = split(settings_.get("fields", exchange, ""), ',');
    const std::string replacement = settings_.get("replacement", exchange, "");
    return with_members(exchange, [&](Map& members) -> Result<> {
      for (const std::string& field : fields) {
        Value* member = members.find(field);
        if (member == nullptr || member->is_null()) continue;
        Result<Value> masked = replacement.empty() ? Result<Value>(zero(*member)) : masked_by(*member, replacement);
        if (!masked) return masked.error();
        *member = std::move(*masked);
      }
      return {};
    });
  }

  static Value zero(const Value& member) {
    switch (member.kind()) {
      case Value::Kind::Bool: return false;
      case Value::Kind::Int: return 0;
      case Value::Kind::Long: return std::int64_t{0};
      case Value::Kind::Double: return 0.0;
      case Value::Kind::List: return List();
      case Value::Kind::Map: return Map();
      default: return "";
    }
  }

  static Result<Value> masked_by(const Value& member, const std::string& text) {
    if (member.is_bytes_like()) return Value(text);
    if (member.kind() == Value::Kind::Double) {
      double number = 0;
      if (std::from_chars(text.data(), text.data() + text.size(), number).ptr == text.data() + text.size()) return Value(number);
    } else if (member.is_whole()) {
      std::int64_t number = 0;
      const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
      const bool fits = member.kind() == Value::Kind::Long || number == static_cast<std::int32_t>(number);
      if (problem == std::errc() && end == text.data() + text.size() && fits) return member.kind() == Value::Kind::Int ? Value(static_cast<std::int32_t>(number)) : Value(number);
    } else {
      return Error("java.lang.IllegalArgumentException", "Unable to mask value of type class " + std::string(member.java_class()) + " with custom replacement.");
    }
    return Error("java.lang.IllegalArgumentException", "Unable to convert " + text + " (class java.lang.String) to number");
  }
};

class ReplaceField final : public Transform {
  using Transform::Transform;
  Result<> apply(Exchange& exchange) override {
    const auto renames = settings_.get("renames", exchange);
    if (!renames) return Error("java.lang.NullPointerException", "Cannot invoke \"String.split(String)\" because \"renames\" is null");
    const std::string enabled = settings_.get("enabled", exchange, "none"), disabled = settings_.get("disabled", exchange, "none");
    return with_members(exchange, [&](Map& members) -> Result<> {
      Map kept;
      for (const auto& [name, value] : members) {
        if (is_listed(enabled, name, "all") && !is_listed(disabled, name, "")) kept.set(Slice(renamed(*renames, name)), value);
      }
      if (!kept.empty()) members = std::move(kept);
      return {};
    });
  }

  static bool is_listed(const std::string& list, std::string_view name, std::string_view everything) {
    const auto names = split(list, ',');
    return (!everything.empty() && list == everything) || std::ranges::find(names, name) != names.end();
  }
  static std::string renamed(const std::string& renames, std::string_view name) {
    for (const std::string& pair : split(renames, ',')) {
      const auto colon = pair.find(':');
      if (colon != std::string::npos && std::string_view(pair).substr(0, colon) == name) return pair.substr(colon + 1);
    }
    return std::string(name);
  }
};

class ValueToKey final : public Transform {
  using Transform::Transform;
  Result<> apply(Exchange& exchange) override {
    const auto fields = split(settings_.get("fields", exchange, ""), ',');
    return with_members(exchange, [&](Map& members) -> Result<> {
      Map key;
      for (const auto& [name, value] : members) {
        if (std::ranges::find(fields, name.view()) != fields.end()) key.set(name, value);
      }
      exchange.message.headers.set(Slice::literal("kafka.KEY"), Value(std::move(key)));
      return {};
    });
  }
};

}  // namespace

StandInPtr transform(std::string_view name, const BeanDecl* bean) {
  if (name == "DropField") return std::make_shared<DropField>(bean);
  if (name == "InsertField") return std::make_shared<InsertField>(bean);
  if (name == "ExtractField") return std::make_shared<ExtractField>(bean);
  if (name == "HoistField") return std::make_shared<HoistField>(bean);
  if (name == "MaskField") return std::make_shared<MaskField>(bean);
  if (name == "ReplaceField") return std::make_shared<ReplaceField>(bean);
  if (name == "ValueToKey") return std::make_shared<ValueToKey>(bean);
  return nullptr;
}

}  // namespace kamel::stand_ins
