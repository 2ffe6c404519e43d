#include "connectors/knative/producer.h"

#include <fstream>
#include <sstream>

#include "connectors/http/answer.h"
#include "connectors/http/header_filter.h"
#include "connectors/http/text.h"
#include "connectors/knative/binding.h"
#include "connectors/knative/consumer.h"
#include "engine/convert.h"

namespace kamel::knative {
namespace {

std::string joined(const Resource& sink) {
  std::string url = sink.url, path = sink.path;
  if (url.ends_with("/") && path.starts_with("/")) url.pop_back();
  if (!path.empty() && !url.ends_with("/") && !path.starts_with("/")) url += '/';
  return url + path;
}

bool sends_structured(const Sending& sending) { return sending.sink && mode_of(sending.sink->content_type) == Mode::Structured; }

Result<Slice> bytes_of(Exchange& exchange) {
  const Value& body = exchange.message.body;
  if (body.is_null()) return Error("java.lang.IllegalArgumentException", "body must not be null");
  if (body.is_bytes_like()) return body.slice();
  auto bytes = convert(body, "byte[]", &exchange);
  if (bytes && bytes->is_bytes_like()) return bytes->slice();
  const Error cause = bytes ? Error() : bytes.error();
  return Error("org.apache.camel.InvalidPayloadException",
               "No body available of type: byte[] but has type: " + std::string(body.java_class()) + " on: Message. Caused by: " + std::string(cause.message()) +
                   ". Exchange[" + exchange.id().str() + "]. Caused by: [" + cause.text() + "]",
               cause);
}

}  // namespace

/// One event on its way to a sink.
class EventCall final : public http::Transfer {
 public:
  EventCall(Exchange& exchange, std::string url, http::Transfers& transfers) : exchange_(exchange), url_(std::move(url)), transfers_(transfers) {
    easy = transfers.make_easy();
  }

  void prepare(const Sending& sending, Slice content) {
    send(std::move(content));
    set(CURLOPT_URL, url_.c_str());
    set(CURLOPT_FOLLOWLOCATION, 0L);
    if (sending.timeout_seconds > 0) set(CURLOPT_TIMEOUT, sending.timeout_seconds);
    if (!sending.ca_certificates.empty()) {
      curl_blob blob{const_cast<char*>(sending.ca_certificates.data()), sending.ca_certificates.size(), CURL_BLOB_NOCOPY};
      set(CURLOPT_CAINFO_BLOB, &blob);
    }
    // A name with nothing behind its colon takes away what libcurl would send by itself.
    line("Expect:");
    line("Accept:");
    if (!sends_structured(sending) && !has_type()) line("Content-Type:");
    if (!sends_structured(sending)) return add_headers(true);
    add_headers(false);
    add_header("Content-Type", "application/cloudevents+json; charset=UTF-8");
  }

  void authorise(const Sending& sending) {
    if (sending.audience.empty()) return;
    std::ifstream file("/oidc/token");  // where Knative mounts it; it changes while we run
    std::ostringstream token;
    token << file.rdbuf();
    if (!token.str().empty()) add_header("Authorization", "Bearer " + std::string(http::trim(token.str())));
  }

  void finished(CURLcode code) override {
    Exchange& exchange = exchange_;
    http::Transfers& transfers = transfers_;
    const Flow flow = code == CURLE_OK ? answered() : failed(code);
    transfers.recycle(std::move(easy));
    exchange.resume(flow);
  }

 private:
  template <class T>
  void set(CURLoption option, T value) {
    curl_easy_setopt(easy.get(), option, value);
  }

  void line(const char* text) { headers.reset(curl_slist_append(headers.release(), text)); }
  bool has_type() const {
    const Value* type = exchange_.message.headers.find("Content-Type");
    return type != nullptr && !type->is_null();
  }

  void add_headers(bool with_event) {
    for (const auto& [name, value] : exchange_.message.headers) {
      const bool event = name.size() > 3 && same_ignoring_case(name.view().substr(0, 3), "ce-");
      const bool type = same_ignoring_case(name, "Content-Type");
      if (value.is_null() || http::is_camel_header(name) || (http::is_protocol_header(name) && !type) || ((event || type) && !with_event)) continue;
      const Slice text = to_text(value);
      add_header(name, event ? encode_header(text) : http::utf8_to_latin1(text));
    }
  }

  // Headers are added to what the message has, as in Camel.
  Flow answered() {
    const http::AnswerHead head = http::parse_answer(answer_head);
    Message& message = exchange_.message;
    message.headers.set(Slice::literal("CamelHttpResponseCode"), static_cast<std::int32_t>(head.status));
    for (const auto& [name, value] : head.headers) {
      if (http::is_camel_header(name) || http::is_protocol_header(name)) continue;
      message.headers.set(name, Value(http::latin1_to_utf8(value)));
    }
    if (const auto type = head.find("Content-Type"); !type.empty()) message.headers.set(Slice::literal("Content-Type"), Value(type));
    auto bytes = answer();
    if (!bytes) return exchange_.fail(bytes.error());
    message.body = !bytes->is_bytes_like() ? std::move(*bytes) : bytes->slice().empty() ? Value() : Value::bytes(bytes->slice());
    if (head.status >= 200 && head.status < 300) return Flow::Next;
    return exchange_.fail("org.apache.camel.CamelException", "HTTP operation failed invoking " + url_ + " with statusCode: " + std::to_string(head.status) +
                                                                 ", statusMessage: " + std::string(http::reason_phrase(head.status)));
  }

  Flow failed(CURLcode code) {
    const std::string why = error_text[0] != '\0' ? error_text : curl_easy_strerror(code);
    const std::string_view type = code == CURLE_OPERATION_TIMEDOUT      ? "java.net.SocketTimeoutException"
                                  : code == CURLE_COULDNT_RESOLVE_HOST ? "java.net.UnknownHostException"
                                                                       : "java.net.ConnectException";
    return exchange_.fail(type, url_ + ": " + why);
  }

  Exchange& exchange_;
  std::string url_;
  http::Transfers& transfers_;
};

EventProducer::EventProducer(Sending sending, std::shared_ptr<http::ClientPool> pool, std::shared_ptr<LocalBroker> broker)
    : sending_(std::move(sending)), url_(sending_.sink ? joined(*sending_.sink) : ""), pool_(std::move(pool)), broker_(std::move(broker)) {}

// The event's attributes as headers of the message, where they stay, as in Camel.
void EventProducer::mark(Exchange& exchange) const {
  Headers& headers = exchange.message.headers;
  const auto given = [&](std::string_view name) {
    const Value* value = headers.find(name);
    return value != nullptr && !value->is_null();
  };
  for (const Attribute& attribute : attributes()) {
    if (attribute.name != "datacontenttype" && !given(attribute.http) && given(attribute.camel)) headers.set(Slice::literal(attribute.http), headers.get(attribute.camel));
  }
  const auto otherwise = [&](std::string_view name, auto&& make) {
    if (!given(name)) headers.set(Slice::literal(name), make());
  };
  if (sending_.type == "event" && !sending_.name.empty()) headers.set(Slice::literal("ce-type"), Value(sending_.name));
  otherwise("ce-type", [&] { return Value(sending_.event_type); });
  otherwise("ce-id", [&] { return Value(exchange.id()); });
  otherwise("ce-source", [&] { return Value(exchange.from_route_id()); });
  otherwise("ce-specversion", [&] { return Value(sending_.spec_version); });
  otherwise("ce-time", [] { return Value(now_text()); });
  if (sending_.sink && !sending_.sink->content_type.empty() && !sends_structured(sending_)) {
    otherwise("Content-Type", [&] { return Value(sending_.sink->content_type); });
  }
  for (const auto& [name, value] : sending_.overrides) headers.set(name, Value(value));
}

Flow EventProducer::run(Exchange& exchange) const {
  mark(exchange);
  auto body = bytes_of(exchange);
  if (!body) return exchange.fail(body.error());
  return sending_.sink ? post(exchange, std::move(*body)) : deliver_here(exchange, std::move(*body));
}

Flow EventProducer::post(Exchange& exchange, Slice body) const {
  http::Transfers& transfers = pool_->at(exchange.worker(), {});
  if (sends_structured(sending_)) {
    CloudEvent event = event_of(exchange.message);
    event.data = exchange.message.body.is_bytes_like() ? exchange.message.body : Value::bytes(body);
    body = write_structured(event);
  }
  auto call = std::make_unique<EventCall>(exchange, url_, transfers);
  call->prepare(sending_, std::move(body));
  call->authorise(sending_);
  transfers.start(std::move(call));
  return Flow::Suspend;
}

// A broker answers 202 at once; a service with what its route has made of the message.
Flow EventProducer::deliver_here(Exchange& exchange, Slice body) const {
  const std::string address = local_address(sending_.type, sending_.name, sending_.object_name);
  CloudEvent event = event_of(exchange.message);
  event.data = Value::bytes(std::move(body));
  Headers& headers = exchange.message.headers;
  if (sending_.type != "endpoint") {
    broker_->publish(exchange.worker(), address, event);
    headers.set(Slice::literal("CamelHttpResponseCode"), std::int32_t{202});
    exchange.message.body = Value();
    return Flow::Next;
  }
  Message message;
  fill(event, message);
  for (const auto& [name, value] : headers) {
    if (!value.is_null() && !http::is_camel_header(name) && !message.headers.has(name) && !name.view().starts_with("ce-")) message.headers.set(name, value.detached());
  }
  const bool there = broker_->request(exchange.worker(), address, std::move(message), [&exchange](Message reply, Error error) {
    Message& own = exchange.message;
    own.headers.set(Slice::literal("CamelHttpResponseCode"), std::int32_t{error ? 500 : reply.body.is_null() ? 204 : 200});
    if (error) return exchange.resume(exchange.fail("org.apache.camel.CamelException", "the service failed: " + error.text()));
    own.body = reply.body.is_null() ? Value() : Value::bytes(to_text(reply.body));
    for (const auto& [name, value] : reply.headers) {
      if (!http::is_camel_header(name) && !name.view().starts_with("ce-")) own.headers.set(name, value);
    }
    exchange.resume();
  });
  if (there) return Flow::Suspend;
  return exchange.fail("java.net.ConnectException", "no route of this process consumes from knative:" + address + ", and there is no cluster");
}

}  // namespace kamel::knative
