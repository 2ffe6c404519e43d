// Functions that look at the message: body, headers, variables, and what they are as another type.
#include <algorithm>
#include <array>

#include "engine/convert.h"
#include "engine/languages/simple/functions.h"
#include "engine/languages/simple/exchange_bean.h"
#include "engine/names.h"
#include "engine/variables.h"

namespace kamel::simple {
namespace {

/// Name and path behind `header.`, `variable.` and `exchangeProperty.`: the whole key where something has that name, else a path into what
/// its first part names.
class Keyed {
 public:
  Keyed(Compiler& compiler, const Piece& key) : key_(key.text) {
    const std::size_t name = key.text.find_first_of(".[");
    const std::size_t end = name == std::string_view::npos ? key.text.size() : name;
    std::string_view first = key.text.substr(0, end);
    std::size_t skip = end;
    if (first.ends_with('?') && name != std::string_view::npos && key.text[name] == '.') {
      first.remove_suffix(1);
      --skip;
    }
    name_ = Slice(first);
    path_ = std::make_shared<const Ognl>(compiler, key.from(skip));
  }

  template <class Named>
  Result<Value> find(const Named& values, Exchange& exchange) const {
    if (const Value* whole = values.find(key_); whole != nullptr && !whole->is_null()) return *whole;
    const Value* first = values.find(name_);
    if (first == nullptr || first->is_null()) return Value();
    return path_->walk(*first, exchange);
  }

 private:
  Slice key_, name_;
  std::shared_ptr<const Ognl> path_;
};

/// Whether a function stands in the name itself, before any path.
bool is_dynamic(std::string_view key) {
  const std::size_t function = key.find("${");
  return function != std::string_view::npos && function < key.find_first_of(".[(");
}

struct KeyRules {
  std::string_view syntax;
  bool unquoted = true;
};

/// What follows "header", "variable" …: `.key`, `:key`, `?key`, `[key]`, `key`.
Piece key_of(const Piece& remainder, const KeyRules& rules) {
  std::string_view text = remainder.text;
  if (text.starts_with('.') || text.starts_with(':') || text.starts_with('?')) text.remove_prefix(1);
  if (text.starts_with('[') && text.ends_with(']')) text = text.substr(1, text.size() - 2);
  if (rules.unquoted) text = unquote(text);
  if (is_invalid_ognl(text)) Compiler::fail(remainder, "Valid syntax: " + std::string(rules.syntax));
  return remainder.sub(text);
}

/// `[key].path` as `key.path`.
Piece unbracketed(Compiler& compiler, const Piece& rest) {
  const auto close = rest.text.find(']');
  if (!rest.text.starts_with('[') || close == std::string_view::npos || rest.text.ends_with(']')) return rest;
  std::string key = "." + std::string(unquote(rest.text.substr(1, close - 1)));
  key += rest.text.substr(close + 1);
  return {compiler.keep(std::move(key)), rest.offset};
}

/// A named value of the exchange; `pick` says from where.
template <class... Marks, class Pick>
ExpressionPtr named(Compiler& compiler, const Piece& key, Pick pick) {
  if (is_dynamic(key.text)) {
    const std::size_t dot = key.text.find('.');
    return compute<Marks...>([name = compiler.expression(key), cut = std::string(key.text.substr(0, dot == std::string_view::npos ? 0 : dot)), pick](Exchange& exchange) -> Result<Value> {
      const auto text = name->evaluate(exchange);
      if (!text) return text;
      Value found = pick(exchange).get(to_text(*text));
      // What is not there Camel looks for by the text before the first dot, wherever that is: a function without an end.
      if (!found.is_null() || cut.find('}') != std::string::npos || cut.find("${") == std::string::npos) return found;
      return Error("org.apache.camel.language.simple.types.SimpleIllegalSyntaxException", "expected symbol functionEnd but was eol: " + cut);
    });
  }
  const bool is_name = key.text.find(']') < key.text.find('[');  // of [a][b] Camel takes the outer brackets off, and looks for "a][b"
  if (has_ognl(key.text) && !is_name) {
    return compute<Marks...>(
        [keyed = Keyed(compiler, key), pick](Exchange& exchange) -> Result<Value> { return keyed.find(pick(exchange), exchange); });
  }
  return compute<Marks...>([name = Slice(key.text), pick](Exchange& exchange) -> Result<Value> { return pick(exchange).get(name); });
}

const Headers& headers_of(const Exchange& exchange) { return exchange.message.headers; }
const Variables& variables_of(const Exchange& exchange) { return exchange.variables; }
const ExchangeProperties& properties_of(const Exchange& exchange) { return exchange.properties; }

/// CamelToEndpoint, which is no property here.
ExpressionPtr to_endpoint() {
  return compute([](Exchange& exchange) -> Result<Value> { return exchange.to_endpoint.empty() ? Value() : Value(exchange.to_endpoint); });
}

/// Names with a prefix (`global:x`) lead elsewhere than to the exchange.
ExpressionPtr variable(Compiler& compiler, const Piece& key) {
  if (key.text.find(':') == std::string_view::npos) return named<Rewinds>(compiler, key, variables_of);
  return compute<Rewinds>([name = compiler.expression(key)](Exchange& exchange) -> Result<Value> {
    const auto text = name->evaluate(exchange);
    if (!text) return text;
    return get_variable(exchange, to_text(*text));
  });
}

ExpressionPtr header(Compiler& compiler, const Piece& key) {
  if (key.text == names::kToEndpoint) return to_endpoint();
  if (has_ognl(key.text) || key.text.find("${") != std::string_view::npos) return named(compiler, key, headers_of);
  return std::make_unique<Header>(Slice(key.text));
}

/// The first of `prefixes` that the text begins with and goes on behind.
std::optional<Piece> after_any(const Piece& text, std::initializer_list<std::string_view> prefixes) {
  for (const std::string_view prefix : prefixes) {
    if (auto rest = after(text, prefix)) return rest;
  }
  return std::nullopt;
}

bool is_size_of(std::string_view text, std::string_view name) {
  if (!text.starts_with(name)) return false;
  const std::string_view rest = text.substr(name.size());
  return rest == ".size" || rest == ".size()" || rest == ".length" || rest == ".length()";
}

/// OGNL behind a function; the function itself when there is none.
ExpressionPtr with_path(Compiler& compiler, const Piece& path, ExpressionPtr start) {
  if (path.empty()) return start;
  if (is_invalid_ognl(path.text)) Compiler::fail(path, "this is not valid OGNL: " + std::string(path.text));
  return compute([start = std::move(start), path = std::make_shared<const Ognl>(compiler, path)](Exchange& exchange) -> Result<Value> {
    auto value = start->evaluate(exchange);
    if (!value || value->is_null()) return value;
    return path->walk(std::move(*value), exchange);
  });
}

/// A null body as a primitive is its zero.
Value zero_of(std::string_view type) {
  if (type == "int" || type == "short" || type == "byte") return Value(0);
  if (type == "long") return Value(std::int64_t{0});
  if (type == "double" || type == "float") return Value(0.0);
  if (type == "boolean") return Value(false);
  if (type == "char") return Value(std::string_view("\0", 1));
  return {};
}

Result<Value> body_as(Exchange& exchange, std::string_view type) {
  if (!is_known_type(type)) return execution_error(Error("java.lang.ClassNotFoundException", std::string(type)));
  if (exchange.message.body.is_null()) return type == "java.util.Iterator" ? Value(List()) : zero_of(type);
  return convert_or_null(exchange.message.body, type, exchange);
}

/// type)path: before the first parenthesis is the type, for these functions may be followed by a path with calls in it.
std::pair<std::string, Piece> type_and_path(const Call& call) {
  const Piece all = call.whole.from(call.whole.text.find('(') + 1);
  const std::size_t close = all.text.find(')');
  std::string type(unquote(all.text.substr(0, close)));
  return {std::move(type), all.from(close + 1)};
}

ExpressionPtr body_as_function(const Call& call) {
  auto [type, path] = type_and_path(call);
  return with_path(call.compiler, path, compute<ReadsBody>([type = type](Exchange& exchange) { return body_as(exchange, type); }));
}

ExpressionPtr mandatory_body_as(const Call& call) {
  auto [type, path] = type_and_path(call);
  return with_path(call.compiler, path, compute<ReadsBody>([type = type](Exchange& exchange) -> Result<Value> {
                     auto value = body_as(exchange, type);
                     if (value && !value->is_null()) return value;
                     if (!value && value.error().type() == "org.apache.camel.CamelExecutionException") return value;
                     return execution_error(Error("org.apache.camel.InvalidPayloadException",
                                                  "No body available of type: " + type + " on: Message", value ? Error() : value.error()));
                   }));
}

ExpressionPtr message_as(const Call& call) {
  auto [type, path] = type_and_path(call);
  if (trim(type).empty()) return compute([](Exchange&) -> Result<Value> { return execution_error(Error("java.lang.ClassNotFoundException", "")); });
  const bool is_message = type == "org.apache.camel.Message" || type == "org.apache.camel.support.DefaultMessage";
  return with_path(call.compiler, path, compute([is_message](Exchange& exchange) -> Result<Value> {
                     return is_message ? message_bean(exchange) : Value();
                   }));
}

/// The two arguments of headerAs and variableAs.
template <class Find>
ExpressionPtr named_as(const Call& call, Find find) {
  const std::string_view all = call.arguments.text;
  const std::size_t comma = all.find(',');
  if (comma == std::string_view::npos || comma == 0 || comma + 1 == all.size() || all.find(')') != std::string_view::npos || !call.rest.empty()) call.wrong();
  const Slice name(unquote(trim(all.substr(0, comma))));
  std::string type(unquote(trim(all.substr(comma + 1))));
  return compute([name, type = std::move(type), find](Exchange& exchange) -> Result<Value> {
    if (!is_known_type(type)) return execution_error(Error("java.lang.ClassNotFoundException", type));
    const Value value = find(exchange, name);
    return value.is_null() ? value : convert_or_null(value, type, exchange);
  });
}

constexpr std::array kFunctions = {
    FunctionEntry{"bodyAs", "${bodyAs(type)}", body_as_function},
    FunctionEntry{"mandatoryBodyAs", "${mandatoryBodyAs(type)}", mandatory_body_as},
    FunctionEntry{"messageAs", "${messageAs(type)}", message_as},
    FunctionEntry{"headerAs", "${headerAs(key, type)}", [](const Call& call) { return named_as(call, header_or_property); }},
    FunctionEntry{"variableAs", "${variableAs(key, type)}", [](const Call& call) { return named_as(call, [](const Exchange& exchange, const Slice& name) { return exchange.variables.get(name); }); }},
};

ExpressionPtr body_path(Compiler& compiler, const Piece& text) {
  auto rest = after_any(text, {"in.body", "body"});
  if (!rest) return nullptr;
  if (std::string_view(".?[").find(rest->text.front()) == std::string_view::npos || is_invalid_ognl(rest->text)) {
    Compiler::fail(text, "Valid syntax: ${body.OGNL} was: " + std::string(text.text),
                   "write ${body}, ${body.property}, ${body.method()} or ${body[key]}");
  }
  return with_path(compiler, *rest, std::make_unique<Body>());
}

}  // namespace

std::span<const FunctionEntry> message_functions() { return kFunctions; }

ExpressionPtr message_access(Compiler& compiler, const Piece& text) {
  if (auto body = body_path(compiler, text)) return body;
  if (text.text == "headers" || text.text == "in.headers")
    return compute([](Exchange& e) -> Result<Value> { return Value(e.message.headers.to_map()); });
  if (is_size_of(text.text, "headers")) {
    return compute([](Exchange& e) -> Result<Value> { return Value(static_cast<std::int32_t>(e.message.headers.size())); });
  }
  if (auto rest = after_any(text, {"in.headers", "in.header", "headers", "header"})) {
    return header(compiler, key_of(unbracketed(compiler, *rest), {"${header.name[key]}"}));
  }
  if (text.text == "variables") return compute([](Exchange& e) -> Result<Value> { return Value(e.variables.to_map()); });
  if (is_size_of(text.text, "variables")) {
    return compute([](Exchange& e) -> Result<Value> { return Value(static_cast<std::int32_t>(e.variables.size())); });
  }
  if (auto rest = after_any(text, {"variables", "variable"})) return variable(compiler, key_of(unbracketed(compiler, *rest), {"${variable.name[key]}"}));
  if (auto rest = after(text, "exchangeProperty")) {
    const Piece key = key_of(unbracketed(compiler, *rest), {"${exchangeProperty.OGNL}", false});
    if (key.text == names::kToEndpoint) return to_endpoint();
    return named(compiler, key, properties_of);
  }
  return nullptr;
}

}  // namespace kamel::simple
