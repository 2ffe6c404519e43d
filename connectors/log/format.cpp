#include "connectors/log/format.h"

#include <algorithm>
#include <map>
#include <vector>

#include "engine/convert.h"
#include "engine/names.h"
#include "engine/program.h"

namespace kamel::connectors {
namespace {

struct IgnoringCase {
  bool operator()(std::string_view a, std::string_view b) const {
    return std::ranges::lexicographical_compare(a, b, {}, lower, lower);
  }
  static char lower(char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c); }
};

std::string shown(const Value& value) {
  if (value.kind() == Value::Kind::Bytes) return "[B@1f";  // the array itself, as Java prints it
  return value.is_null() ? "null" : to_text(value).str();
}

// {a=1, b=2} in alphabetical order.
template <class Values, class Order, class Keep>
std::string sorted(const Values& values, Order order, Keep keep, std::string_view extra_name = {}, std::string_view extra = {}) {
  std::map<std::string_view, std::string, Order> items(order);
  for (const auto& entry : values) {
    if (keep(entry.name.view())) items.insert_or_assign(entry.name.view(), shown(entry.value));
  }
  if (!extra.empty()) items.insert_or_assign(extra_name, std::string(extra));
  std::string text = "{";
  for (const auto& [name, value] : items) {
    if (text.size() > 1) text += ", ";
    text.append(name).append("=").append(value);
  }
  return text + "}";
}

class Writer {
 public:
  explicit Writer(const LogFormat& format) : format_(format) {}

  // A new line where lines are asked for: Camel breaks it before a label, and before a missing one as well.
  void line() {
    if (format_.multiline) text_ += '\n';
  }
  void put(std::string_view label, std::string_view value) {
    switch (format_.style) {
      case LogFormat::Style::Default:
        text_.append(format_.multiline ? "  " : ", ").append(label).append(": ");
        break;
      case LogFormat::Style::Tab: text_.append("\t").append(label).append(": "); break;
      case LogFormat::Style::Fixed:
        text_.append("\t").append(label);
        if (label.size() < 20) text_.append(20 - label.size(), ' ');
        break;
    }
    text_.append(value);
  }
  void line(std::string_view label, std::string_view value) {
    line();
    put(label, value);
  }

  std::string finish() && {
    if (format_.max_chars > 0) format_.multiline ? cut_lines() : cut_all();
    if (format_.multiline) return "Exchange[" + text_ + "\n]";
    if (text_.starts_with(", ")) text_.erase(0, 2);
    return "Exchange[" + text_ + "]";
  }

 private:
  std::size_t limit() const { return static_cast<std::size_t>(format_.max_chars); }
  void cut_all() {
    if (text_.size() > limit()) text_ = text_.substr(0, limit()) + "...";
  }
  void cut_lines() {
    std::string cut;
    for (std::size_t from = 0; from <= text_.size();) {
      const std::size_t end = std::min(text_.find('\n', from), text_.size());
      const std::string_view piece = std::string_view(text_).substr(from, end - from);
      if (piece.size() > limit()) {
        cut.append(piece.substr(0, limit())).append("...");
      } else {
        cut.append(piece);
      }
      if (end < text_.size()) cut += '\n';
      from = end + 1;
    }
    text_ = std::move(cut);
  }

  const LogFormat& format_;
  std::string text_;
};

std::string clipped(std::string text, std::int64_t max_chars) {
  if (max_chars <= 0 || text.size() <= static_cast<std::size_t>(max_chars)) return text;
  const std::size_t whole = text.size();
  text.resize(static_cast<std::size_t>(max_chars));
  return text + "... [Body clipped after " + std::to_string(max_chars) + " chars, total length is " + std::to_string(whole) + "]";
}

std::string type_of(const Value& body) {
  if (body.is_null()) return "null";
  std::string_view type = body.java_class();
  if (type.starts_with("java.lang.")) type.remove_prefix(10);
  return std::string(type);
}

// The properties that Camel keeps apart as its own, without "Camel" in front, in order. Others may be called Camel… as well.
constexpr std::string_view kInternal[] = {
    "AggregatedCompletedBy", "AggregatedCorrelationKey", "AggregatedSize", "AggregatedTimeout", "AggregationCompleteAllGroups", "AggregationCompleteCurrentGroup",
    "AggregationStrategy", "AttachmentsSize", "BatchComplete", "BatchIndex", "BatchSize", "CharsetName", "CircuitBreakerResponseFromFallback",
    "CircuitBreakerResponseIgnored", "CircuitBreakerResponseRejected", "CircuitBreakerResponseShortCircuited", "CircuitBreakerResponseTimedOut",
    "CircuitBreakerState", "CircuitBreakerSuccessfulExecution", "ClaimCheckRepository", "CorrelationId", "DebuggerSelfTime", "DuplicateMessage",
    "ErrorHandlerBridge", "ErrorHandlerCircuitDetected", "EvaluateExpressionResult", "ExceptionCaught", "ExceptionHandled", "FailureEndpoint", "FailureHandled",
    "FailureRouteId", "FatalFallbackErrorHandler", "FileExchangeFile", "GroupedExchange", "InterceptSendToEndpointWhenMatched", "InterceptedEndpoint",
    "InterceptedNodeId", "InterceptedParentEndpointUri", "InterceptedRouteId", "LoopIndex", "LoopSize", "MessageHistory", "MulticastComplete", "MulticastIndex",
    "OnCompletion", "OnCompletionRouteIds", "ParentUnitOfWork", "ReceivedTimestamp", "RecipientListEndpoint", "SkipOver", "SlipEndpoint", "SlipProducer",
    "SplitComplete", "SplitIndex", "SplitSize", "StepId", "StreamCacheUnitOfWork", "ToEndpoint", "UnitOfWorkExhausted"};

bool custom(std::string_view name) {
  if (!name.starts_with("Camel")) return name != "TryRouteBlock" && !name.starts_with("OpenTracing.");
  return !std::ranges::binary_search(kInternal, name.substr(5));
}
bool everything(std::string_view) { return true; }

void put_failure(Writer& out, const LogFormat& format, const Exchange& exchange) {
  const Error* error = exchange.exception ? &exchange.exception : nullptr;
  std::string prefix;
  if (error == nullptr && (format.show_all || format.caught_exception)) {
    const Value* caught = exchange.properties.find(names::kExceptionCaught);
    if (caught == nullptr || !caught->is_error()) return;
    error = &caught->error();
    prefix = "Caught";
  }
  if (error == nullptr) return;
  out.line(prefix + "ExceptionType", error->type());
  out.put(prefix + "ExceptionMessage", error->message());
  if (format.show_all || format.stack_trace) out.put("StackTrace", error->text() + "\n");
}

void put_origin(Writer& out, const LogFormat& format, Exchange& exchange) {
  const bool all = format.show_all;
  if (all || format.exchange_id) out.line("Id", exchange.id().view());
  if (all || format.route_group) out.line("RouteGroup", exchange.program().group.empty() ? "null" : exchange.program().group);
  if (all || format.route_id) out.line("RouteId", exchange.route_id());
  if (all || format.exchange_pattern) out.line("ExchangePattern", exchange.pattern == Pattern::InOut ? "InOut" : "InOnly");
}

}  // namespace

std::string body_for_logging(const Value& body, const LogFormat& format) {
  if (format.max_chars < 0) return "[Body is not logged]";
  if (body.is_null()) return "[Body is null]";
  if (body.kind() == Value::Kind::Stream && !format.cached_streams && !format.streams) return "[Body is instance of org.apache.camel.StreamCache]";
  if (!format.files && body.is_object() && body.java_class().starts_with("org.apache.camel.component.file.GenericFile")) {
    const auto path = body.object().property("file");
    return "[Body is file based: GenericFile[" + (path ? to_text(*path).str() : "") + "]]";
  }
  return clipped(to_text(body).str(), format.max_chars);
}

std::string format(Exchange& exchange, const LogFormat& format) {
  const Value& body = exchange.message.body;
  if (format.plain) return body_for_logging(body, format);
  const bool all = format.show_all;
  Writer out(format);
  put_origin(out, format, exchange);
  if (all || format.all_properties) {
    out.line("Properties", sorted(exchange.properties, std::less<>(), everything, names::kToEndpoint, exchange.to_endpoint.view()));
  } else if (format.properties) {
    out.line("Properties", sorted(exchange.properties, std::less<>(), custom));
  }
  if (all || format.variables) {
    out.line();
    if (!exchange.variables.empty()) out.put("Variables", sorted(exchange.variables, std::less<>(), everything));
  }
  if (all || format.headers) out.line("Headers", sorted(exchange.message.headers, IgnoringCase(), everything));
  if (all || format.body_type) out.line("BodyType", type_of(body));
  if (all || format.body) {
    std::string text = body_for_logging(body, format);
    if (format.skip_line_separator) std::erase(text, '\n');
    out.line("Body", text);
  }
  if (all || format.exception || format.caught_exception) put_failure(out, format, exchange);
  return std::move(out).finish();
}

}  // namespace kamel::connectors
