#include "connectors/kafka/cloud_events.h"

#include <algorithm>
#include <string>

#include "connectors/knative/binding.h"
#include "connectors/knative/event.h"
#include "engine/convert.h"

namespace kamel::kafka {
namespace {

constexpr std::string_view kType = "Content-Type";

bool has_prefix(std::string_view name) noexcept { return name.size() > 3 && (name[0] | 0x20) == 'c' && (name[1] | 0x20) == 'e' && (name[2] == '-' || name[2] == '_'); }

/// The attribute that a header names, in lower case; "" for what no attribute can be called.
std::string attribute_of(std::string_view name) {
  std::string out(has_prefix(name) ? name.substr(3) : std::string_view());
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) return {};
  }
  return out;
}

std::string text_of(const Value* value) { return value == nullptr || value->is_null() ? std::string() : to_text(*value).str(); }

void add(RecordHeaders& out, std::string_view name, std::string_view value) {
  if (!out) out.reset(rd_kafka_headers_new(8));
  rd_kafka_header_add(out.get(), name.data(), static_cast<ssize_t>(name.size()), value.data(), static_cast<ssize_t>(value.size()));
}

void set(knative::CloudEvent& event, std::string_view attribute, std::string value) {
  if (value.empty()) return;  // an attribute is either not there or not empty
  if (attribute == "datacontenttype") {
    event.content_type = std::move(value);
  } else {
    event.set(attribute, std::move(value));
  }
}

/// What the message's headers say: HTTP writes blanks and all beyond ASCII as %XX, Kafka does not.
knative::CloudEvent event_of(const Headers& headers) {
  knative::CloudEvent event;
  for (const auto& known : knative::attributes()) {
    set(event, known.name, text_of(headers.find(known.camel)));
  }
  for (const auto& [name, value] : headers) {
    const std::string attribute = attribute_of(name);
    std::string text = text_of(&value);
    if (attribute.empty()) continue;
    if (name.view()[2] == '-') text = knative::decode_header(text).value_or(text);
    set(event, attribute, std::move(text));
  }
  if (std::string type = text_of(headers.find(kType)); !type.empty()) event.content_type = std::move(type);
  return event;
}

void complete(knative::CloudEvent& event, Exchange& exchange, std::string_view number) {
  const auto otherwise = [&](std::string_view name, auto&& make) {
    if (event.find(name) == nullptr) event.set(name, make());
  };
  otherwise("id", [&] { return exchange.id().str(); });
  otherwise("source", [&] { return std::string(exchange.from_route_id()); });
  otherwise("type", [] { return std::string("org.apache.camel.event"); });
  otherwise("specversion", [] { return std::string("1.0"); });
  otherwise("time", knative::now_text);
  if (event.find("source")->empty()) event.set("source", "kamel");
  if (!number.empty()) event.set("id", *event.find("id") + "-" + std::string(number));
}

}  // namespace

bool is_event_header(std::string_view name) noexcept {
  return has_prefix(name) || (name.size() == kType.size() && same_ignoring_case(name, kType));
}

void add_event(RecordHeaders& out, const Headers& headers, Exchange& exchange, std::string_view number) {
  knative::CloudEvent event = event_of(headers);
  if (!event.content_type.empty()) add(out, "content-type", event.content_type);
  if (knative::mode_of(event.content_type) != knative::Mode::Binary) return;
  complete(event, exchange, number);
  for (const auto& [name, value] : event.attributes) add(out, "ce_" + name, value);
}

bool take_event_header(Headers& out, std::string_view name, std::string_view value) {
  if (name.size() == kType.size() && same_ignoring_case(name, kType)) return out.set(Slice::literal(kType), Value(value)), true;
  const std::string attribute = attribute_of(name);
  if (attribute.empty() || name[2] != '_') return false;
  const knative::Attribute* known = knative::find_attribute(attribute);
  out.set(known != nullptr ? Slice::literal(known->http) : Slice("ce-" + attribute), Value(value));
  return true;
}

}  // namespace kamel::kafka
