#include "connectors/knative/binding.h"

#include <chrono>
#include <cstdio>
#include <ctime>

#include "connectors/http/header_filter.h"
#include "connectors/http/text.h"
#include "connectors/knative/broker.h"
#include "connectors/knative/environment.h"
#include "engine/convert.h"

namespace kamel::knative {
namespace {

constexpr std::string_view kPrefix = "ce-";

bool is_event_header(std::string_view name) noexcept { return name.size() > 3 && same_ignoring_case(name.substr(0, 3), kPrefix); }

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  return out;
}

// The attributes only: what filters look at.
CloudEvent attributes_of(const http::Request& request) {
  CloudEvent event;
  event.content_type = request.header("Content-Type");
  for (const http::HeaderLine& line : request.headers) {
    if (is_event_header(line.name)) event.set(lower(line.name.substr(3)), decode_header(line.value).value_or(std::string(line.value)));
  }
  return event;
}

// What a request that says it is an event lacks; "" for a request that says nothing, which Camel takes in as well.
std::string_view missing_of(const http::Request& request) {
  if (request.header("ce-specversion").empty()) return {};
  for (const std::string_view name : {"ce-id", "ce-source", "ce-type"}) {
    if (request.header(name).empty()) return name.substr(3);
  }
  return {};
}

Result<CloudEvent> event_of(const http::Request& request) {
  return mode_of(request.header("Content-Type")) == Mode::Structured ? parse_structured(request.body) : Result<CloudEvent>(attributes_of(request));
}

void add(Headers& headers, std::string_view name, Value value) {
  Value* there = headers.find(name);
  if (there == nullptr) {
    headers.add(name, std::move(value));
  } else if (there->is_list()) {
    there->list().push_back(std::move(value));
  } else {
    *there = Value(List{*there, std::move(value)});
  }
}

// Everything of a request that is not of the event.
void fill_http(const http::Request& request, bool structured, Headers& headers) {
  headers.set(Slice::literal("CamelHttpMethod"), Value(request.method));
  headers.set(Slice::literal("CamelHttpPath"), Value(Slice()));  // relative to the endpoint's own
  headers.set(Slice::literal("CamelHttpQuery"), request.has_query ? Value(request.query) : Value());
  headers.set(Slice::literal("CamelHttpUri"), Value(request.target));
  for (const http::HeaderLine& line : request.headers) {
    if (http::is_camel_header(line.name) || is_event_header(line.name) || (structured && same_ignoring_case(line.name, "Content-Type"))) continue;
    add(headers, line.name, Value(http::latin1_to_utf8(line.value)));
  }
  if (!request.has_query) return;
  const auto query = http::parse_query(request.query);
  if (!query) return;
  for (const auto& [name, value] : *query) {
    if (!http::is_camel_header(name)) add(headers, name, Value(value));
  }
}

void write_headers(const Exchange& exchange, http::Response& response) {
  for (const auto& [name, value] : exchange.message.headers) {
    if (value.is_null() || http::is_camel_header(name) || http::is_protocol_header(name) || http::is_request_header(name) || is_event_header(name)) continue;
    response.header(name, http::utf8_to_latin1(to_text(value)));
  }
}

void write_event(const CloudEvent& event, http::Response& response) {
  for (const auto& [name, value] : event.attributes) {
    if (name != "time") response.header("ce-" + name, encode_header(value));
  }
  response.header("ce-time", now_text());
}

}  // namespace

std::string now_text() {
  using namespace std::chrono;
  const auto now = duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
  const std::time_t seconds = static_cast<std::time_t>(now / 1000);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[40];
  const std::size_t length = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts);
  char fraction[8];
  std::snprintf(fraction, sizeof fraction, ".%03dZ", static_cast<int>(now % 1000));
  return std::string(text, length) + fraction;
}

bool EventBinding::wants(const http::Request& request) const {
  if (mode_of(request.header("Content-Type")) == Mode::Batch) return false;
  if (options_.filter.empty()) return true;
  const auto event = event_of(request);
  return !event || options_.filter.passes(*event);  // what cannot be read is refused by `admit`
}

bool EventBinding::admit(const http::Request& request, http::Response& refusal) const {
  if (mode_of(request.header("Content-Type")) == Mode::Binary) {
    for (const http::HeaderLine& line : request.headers) {
      if (!is_event_header(line.name) || decode_header(line.value)) continue;
      refusal.text(400, "text/plain", "the header " + std::string(line.name) + " is not UTF-8");
      return false;
    }
    const std::string_view missing = missing_of(request);
    if (!missing.empty()) refusal.text(400, "text/plain", "not a CloudEvent: it has no ce-" + std::string(missing));
    return missing.empty();
  }
  const auto event = event_of(request);
  if (event) return true;
  refusal.text(400, "text/plain", event.error().message());
  return false;
}

void EventBinding::fill(const http::Request& request, Exchange& exchange) const {
  const bool structured = mode_of(request.header("Content-Type")) == Mode::Structured;
  Message& message = exchange.message;
  if (auto event = event_of(request)) {
    if (!structured) event->content_type.clear();  // comes with the other headers
    knative::fill(*event, message);
  }
  fill_http(request, structured, message.headers);
  if (!structured) message.body = Value::bytes(request.body);
}

void EventBinding::answer(Exchange& exchange, http::Response& response) const {
  if (exchange.failed()) return response.text(500, "text/plain", exchange.exception.text());
  const Message& message = exchange.message;
  const Value* given = message.headers.find("CamelHttpResponseCode");
  const auto code = given != nullptr && !given->is_null() ? to_int(*given) : std::nullopt;
  const bool sends = options_.replies && !message.body.is_null();
  if (!sends) return response.status(code && *code >= 300 ? *code : 204);
  const auto body = convert(message.body, "byte[]", &exchange);
  if (!body) return response.text(500, "text/plain", body.error().text());
  response.status(code.value_or(200));
  write_headers(exchange, response);
  if (options_.replies_with_event) write_event(knative::event_of(message), response);
  if (const Value* type = message.headers.find("Content-Type"); type != nullptr && !type->is_null()) response.header("Content-Type", to_text(*type));
  response.body(body->slice());
}

}  // namespace kamel::knative
