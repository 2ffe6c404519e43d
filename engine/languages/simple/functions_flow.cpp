// Functions that decide, fail, and change the exchange.
#include <array>

#include "engine/convert.h"
#include "engine/languages/simple/functions.h"
#include "engine/variables.h"

namespace kamel::simple {
namespace {

ExpressionPtr iif(const Call& call) {
  const auto arguments = call.split(3, 3, true);
  auto condition = call.compiler.predicate(arguments[0].piece);
  auto yes = call.value(arguments[1]), no = call.value(arguments[2]);
  return compute([condition = std::move(condition), yes = std::move(yes), no = std::move(no)](Exchange& exchange) -> Result<Value> {
    const auto holds = condition->matches(exchange);
    if (!holds) return holds.error();
    return (*holds ? yes : no)->evaluate(exchange);
  });
}

ExpressionPtr negation(const Call& call) {
  const std::string_view text = trim(call.arguments.text);
  ExpressionPtr condition = std::make_unique<Body>();
  if (!text.empty()) condition = call.compiler.predicate(call.arguments.sub(text));
  return compute([condition = std::move(condition)](Exchange& exchange) -> Result<Value> {
    const auto holds = condition->matches(exchange);
    if (!holds) return holds.error();
    return Value(!*holds);
  });
}

ExpressionPtr assertion(const Call& call) {
  const auto arguments = call.split(2, 2, true);
  auto condition = call.compiler.predicate(arguments[0].piece);
  auto message = call.compiler.expression(call.arguments.sub(unquote(arguments[1].piece.text)));
  return compute([condition = std::move(condition), message = std::move(message)](Exchange& exchange) -> Result<Value> {
    const auto holds = condition->matches(exchange);
    if (!holds) return holds.error();
    if (*holds) return Value();
    const auto text = message->evaluate(exchange);
    if (!text) return text;
    return Error("org.apache.camel.language.simple.SimpleAssertionException", to_text(*text).str());
  });
}

/// (msg) or (msg,type), the way Camel reads what it documents as (type,msg).
ExpressionPtr throw_exception(const Call& call) {
  const auto arguments = call.split(1, 2);
  std::string type(arguments.size() == 2 ? arguments[1].piece.text : "org.apache.camel.CamelExecutionException");
  auto message = call.value(arguments[0]);
  if (arguments.size() == 2 && arguments[0].piece.text.find("Exception") != std::string_view::npos &&
      arguments[0].piece.text.find('.') != std::string_view::npos) {
    type = arguments[0].piece.text;
    message = call.value(arguments[1]);
  }
  return compute([message = std::move(message), type = std::move(type)](Exchange& exchange) -> Result<Value> {
    const auto text = message->evaluate(exchange);
    if (!text) return text;
    return Error(type, to_text(*text).str());
  });
}

/// (name,exp) or (name,type,exp): sets and gives nothing.
template <class Set>
ExpressionPtr setter(const Call& call, Set set) {
  const auto arguments = call.split(2, 3);
  std::string type(arguments.size() == 3 ? arguments[1].piece.text : "");
  return compute([name = call.value(arguments[0]), value = call.value(arguments.back()), type = std::move(type),
                  set](Exchange& exchange) -> Result<Value> {
    const auto text = name->evaluate(exchange);
    if (!text) return text;
    auto result = value->evaluate(exchange);
    if (result && !type.empty()) result = convert_or_null(*result, type, exchange);
    if (!result) return result;
    set(exchange, to_text(*text), std::move(*result));
    return Value();
  });
}

void set_header(Exchange& exchange, Slice name, Value value) {
  if (value.is_null()) {
    exchange.message.headers.erase(name);
  } else {
    exchange.message.headers.set(std::move(name), std::move(value));
  }
}

ExpressionPtr load(const Call& call) {
  Compiler::fail(call.whole, "${load(…)} reads from Java's class path, which is not there",
                 "use `setBody: constant: resource:file:…` or a property");
}

ExpressionPtr custom(const Call& call) { Compiler::fail(call.whole, "there are no custom functions here", "write the expression itself"); }

constexpr std::array kFunctions = {
    FunctionEntry{"iif", "${iif(predicate,trueExpression,falseExpression)}", iif},
    FunctionEntry{"not", "${not(predicate)}", negation, true},
    FunctionEntry{"assert", "${assert(exp,msg)}", assertion, true},
    FunctionEntry{"throwException", "${throwException(msg)} or ${throwException(type,msg)}", throw_exception, true},
    FunctionEntry{"setHeader", "${setHeader(name,exp)} or ${setHeader(name,type,exp)}", [](const Call& c) { return setter(c, set_header); },
                  true},
    FunctionEntry{"setVariable", "${setVariable(name,exp)} or ${setVariable(name,type,exp)}",
                  [](const Call& c) {
                    return setter(c, [](Exchange& e, const Slice& name, Value value) { kamel::set_variable(e, name, std::move(value)); });
                  },
                  true},
    FunctionEntry{"load", "${load(name)}", load, true},
    FunctionEntry{"function", "${function(name,exp)}", custom, true},
};

}  // namespace

std::span<const FunctionEntry> flow_functions() { return kFunctions; }

}  // namespace kamel::simple
