// Functions that look at the exchange and at what runs it.
#include <unistd.h>

#include <algorithm>
#include <array>

#include "dsl/json.h"
#include "engine/convert.h"
#include "engine/intake.h"
#include "engine/languages/simple/functions.h"
#include "engine/languages/simple/ids.h"
#include "engine/languages/simple/exchange_bean.h"
#include "engine/worker.h"

namespace kamel::simple {
namespace {

using Read = Result<Value> (*)(Exchange&);

Value text_or_null(std::string_view text) { return text.empty() ? Value() : Value(text); }

/// The exception being thrown, or the one that was caught.
Value exception_of(const Exchange& exchange) {
  if (exchange.exception) return Value::exception(exchange.exception);
  return exchange.properties.get("CamelExceptionCaught");
}

Result<Value> exception_message(Exchange& exchange) {
  const Value exception = exception_of(exchange);
  return exception.is_error() ? Value(exception.error().message()) : Value();
}

Result<Value> stack_trace(Exchange& exchange) {
  const Value exception = exception_of(exchange);
  if (!exception.is_error()) return Error("java.lang.NullPointerException", "there is no exception to print the stack trace of");
  std::string out = exception.error().text() + "\n";
  for (Error cause = exception.error().cause(); cause; cause = cause.cause()) out += "Caused by: " + cause.text() + "\n";
  return Value(out);
}

Result<Value> pretty_body(Exchange& exchange) {
  const Value& body = exchange.message.body;
  return pretty_value(body);
}

Result<Value> body_one_line(Exchange& exchange) {
  if (exchange.message.body.is_null()) return Value();
  const Slice text = to_text(exchange.message.body);
  if (text.view().find('\n') == std::string_view::npos) return Value(text);
  SliceBuilder out(text.size());
  for (const char c : text.view()) {
    if (c != '\n') out.push_back(c);
  }
  return Value(out.finish());
}

const Value& host_name() {
  static const Value name = [] {
    std::array<char, 256> text{};
    return gethostname(text.data(), text.size() - 1) == 0 ? Value(text.data()) : Value("");
  }();
  return name;
}

Result<Value> thread_name(Exchange&) {
  const Worker* worker = Worker::current();
  return worker == nullptr ? Value("main") : Value("kamel (camel-1) thread #" + std::to_string(worker->index() + 1));
}

Result<Value> thread_id(Exchange&) {
  const Worker* worker = Worker::current();
  return Value(std::int64_t{worker == nullptr ? 1 : worker->index() + 1});
}

Result<Value> message_timestamp(Exchange& exchange) {
  const Value found = exchange.message.headers.get("CamelMessageTimestamp");
  return found.is_null() ? Value(std::int64_t{0}) : found;
}

Result<Value> log_exchange(Exchange& exchange) {
  const Value& body = exchange.message.body;
  SliceBuilder out(128);
  out.append("Exchange[\n\tId                  ");
  out.append(exchange.id());
  out.append("\n\tHeaders             ");
  append_text(Value(exchange.message.headers.to_map()), out);
  out.append("\n\tBodyType            ");
  const std::string_view type = body.java_class();
  out.append(body.is_null() ? std::string_view("null") : type.substr(type.rfind('.') + 1));
  out.append("\n\tBody                ");
  body.is_null() ? out.append("[Body is null]") : append_text(body, out);
  out.append("\n]");
  return Value(out.finish());
}

/// The exchange's own lines are behind the history where it is asked for in detail.
template <bool kDetailed>
Result<Value> message_history(Exchange& exchange) {
  static constexpr std::string_view kColumns =
      "Source                                   ID                             Processor                                          Elapsed "
      "(ms)\n";
  std::string out = "\nMessage History (source location and message history is disabled)\n";
  out.append(kColumns.size() - 1, '-').append("\n").append(kColumns);
  const std::string route =
      exchange.route_id().empty() ? "null/null" : std::string(exchange.route_id()) + "/" + std::string(exchange.route_id());
  out.append(41, ' ').append(route);
  if (route.size() < 93) out.append(93 - route.size(), ' ');
  out += "0\n";
  if (kDetailed) {
    const auto details = log_exchange(exchange);
    out.append("\nExchange\n").append(kColumns.size() - 1, '-').append("\n").append(to_text(*details)).append("\n");
  }
  return Value(out);
}

Value body_type(const Exchange& exchange) {
  const Value& body = exchange.message.body;
  return body.is_null() ? Value() : java_class_value(body.java_class());
}

struct Plain {
  std::string_view name;
  Read read;
  bool since_418 = false;
};

constexpr std::array kPlain = {
    Plain{"prettyBody", pretty_body},
    Plain{"bodyOneLine", body_one_line},
    Plain{"originalBody", [](Exchange& e) -> Result<Value> { return e.original() != nullptr ? e.original()->body : Value(); }},
    Plain{"id", [](Exchange& e) -> Result<Value> { return Value(e.id()); }},
    Plain{"exchangeId", [](Exchange& e) -> Result<Value> { return Value(e.id()); }},
    Plain{"exchange", [](Exchange& e) -> Result<Value> { return exchange_bean(e); }},
    Plain{"logExchange", log_exchange},
    Plain{"messageTimestamp", message_timestamp},
    Plain{"exception", [](Exchange& e) -> Result<Value> { return exception_of(e); }},
    Plain{"exception.message", exception_message},
    Plain{"exception.stacktrace", stack_trace},
    Plain{"threadId", thread_id},
    Plain{"threadName", thread_name},
    Plain{"hostname", [](Exchange&) -> Result<Value> { return host_name(); }},
    Plain{"hostName", [](Exchange&) -> Result<Value> { return host_name(); }, true},
    Plain{"camelId", [](Exchange& e) -> Result<Value> { return Value(e.context().name()); }},
    Plain{"routeId", [](Exchange& e) -> Result<Value> { return text_or_null(e.route_id()); }},
    Plain{"fromRouteId", [](Exchange& e) -> Result<Value> { return text_or_null(e.from_route_id()); }},
    Plain{"routeGroup", [](Exchange& e) -> Result<Value> { return e.route_id().empty() ? Value() : text_or_null(e.program().group); }},
    Plain{"stepId", [](Exchange& e) -> Result<Value> { return e.properties.get("CamelStepId"); }},
    Plain{"null", [](Exchange&) -> Result<Value> { return Value(); }},
    Plain{"messageHistory", message_history<true>},
    Plain{"messageHistory(true)", message_history<true>},
    Plain{"messageHistory(false)", message_history<false>},
    Plain{"messageHistory()", message_history<true>},
    Plain{"bodyType", [](Exchange& e) -> Result<Value> { return body_type(e); }, true},
    Plain{"toJsonBody", [](Exchange& e) -> Result<Value> { return Value(json::write(e.message.body)); }, true},
    Plain{"toPrettyJsonBody", [](Exchange& e) -> Result<Value> { return Value(json::write(e.message.body, json::Style::Pretty)); }, true},
};

}  // namespace

ExpressionPtr plain_function(Compiler& compiler, const Piece& text) {
  if (text.text == "body" || text.text == "in.body") return std::make_unique<Body>();
  if (text.text.starts_with("uuid") && text.text.find('(') == std::string_view::npos) {
    return compute([make = id_generator("default")](Exchange& exchange) -> Result<Value> { return Value(make(exchange)); });
  }
  const auto* found = std::ranges::find(kPlain, text.text, &Plain::name);
  if (found == kPlain.end() || (found->since_418 && compiler.level() == Level::Camel414)) return nullptr;
  return compute(found->read);
}

ExpressionPtr exchange_access(Compiler& compiler, const Piece& text) {
  Read start = nullptr;
  std::optional<Piece> rest;
  if ((rest = after(text, "camelContext"))) {
    if (std::string_view(".?[").find(rest->text.front()) == std::string_view::npos) Compiler::fail(text, "Unknown function: " + std::string(text.text));
    start = [](Exchange& e) -> Result<Value> { return context_bean(e); };
  } else if ((rest = after(text, "exception"))) {
    start = [](Exchange& e) -> Result<Value> { return exception_of(e); };
  } else if ((rest = after(text, "exchange"))) {
    start = [](Exchange& e) -> Result<Value> { return exchange_bean(e); };
  } else {
    return nullptr;
  }
  if (is_invalid_ognl(rest->text)) Compiler::fail(text, "Valid syntax: ${exchange.OGNL} was: " + std::string(text.text));
  return compute([start, path = std::make_shared<const Ognl>(compiler, *rest)](Exchange& exchange) -> Result<Value> {
    auto value = start(exchange);
    if (!value || value->is_null()) return value;
    return path->walk(std::move(*value), exchange);
  });
}

}  // namespace kamel::simple
