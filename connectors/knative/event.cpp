#include "connectors/knative/event.h"

#include <algorithm>
#include <array>

#include "dsl/json.h"
#include "dsl/uri.h"
#include "engine/convert.h"

namespace kamel::knative {
namespace {

constexpr std::array kAttributes = std::to_array<Attribute>({
    {"id", "ce-id", "CamelCloudEventID"},
    {"source", "ce-source", "CamelCloudEventSource"},
    {"specversion", "ce-specversion", "CamelCloudEventVersion"},
    {"type", "ce-type", "CamelCloudEventType"},
    {"datacontenttype", "ce-datacontenttype", "CamelCloudEventDataContentType"},
    {"dataschema", "ce-dataschema", "CamelCloudEventSchemaURL"},
    {"subject", "ce-subject", "CamelCloudEventSubject"},
    {"time", "ce-time", "CamelCloudEventTime"},
});

constexpr std::string_view kBatch = "application/cloudevents-batch", kStructured = "application/cloudevents";

bool starts_with(std::string_view text, std::string_view prefix) noexcept {
  return text.size() >= prefix.size() && same_ignoring_case(text.substr(0, prefix.size()), prefix);
}

bool is_utf8(std::string_view text) noexcept {
  for (std::size_t i = 0; i < text.size();) {
    const auto c = static_cast<unsigned char>(text[i]);
    const std::size_t more = c < 0x80 ? 0 : c >= 0xC2 && c < 0xE0 ? 1 : c >= 0xE0 && c < 0xF0 ? 2 : c >= 0xF0 && c < 0xF5 ? 3 : 9;
    if (more == 9 || i + more >= text.size()) return false;
    for (std::size_t k = 1; k <= more; ++k) {
      if ((static_cast<unsigned char>(text[i + k]) & 0xC0U) != 0x80U) return false;
    }
    if (c == 0xE0 && static_cast<unsigned char>(text[i + 1]) < 0xA0) return false;
    if (c == 0xF0 && static_cast<unsigned char>(text[i + 1]) < 0x90) return false;
    i += more + 1;
  }
  return true;
}

bool is_json_type(std::string_view type) noexcept {
  type = type.substr(0, type.find(';'));
  return type.empty() || type.ends_with("/json") || type.ends_with("+json");
}

std::optional<std::string> base64_decoded(std::string_view text) {
  std::string out;
  std::uint32_t bits = 0;
  int have = 0;
  for (const char c : text) {
    if (c == '=') break;
    const int digit = c >= 'A' && c <= 'Z' ? c - 'A' : c >= 'a' && c <= 'z' ? c - 'a' + 26 : c >= '0' && c <= '9' ? c - '0' + 52 : c == '+' ? 62 : c == '/' ? 63 : -1;
    if (digit < 0) return std::nullopt;
    bits = bits << 6U | static_cast<std::uint32_t>(digit);
    have += 6;
    if (have >= 8) {
      have -= 8;
      out += static_cast<char>(bits >> static_cast<unsigned>(have) & 0xFFU);
    }
  }
  return out;
}

Error no_event(std::string why) { return Error("java.lang.IllegalArgumentException", "not a CloudEvent: " + std::move(why)); }

Result<CloudEvent> from_map(const Map& map) {
  CloudEvent event;
  for (const auto& [key, value] : map) {
    if (value.is_null() || key == "data" || key == "data_base64") continue;
    if (key == "datacontenttype") {
      event.content_type = to_text(value).str();
    } else {
      event.set(key.view(), to_text(value).str());
    }
  }
  for (const std::string_view name : {"specversion", "id", "source", "type"}) {
    const std::string* value = event.find(name);
    if (value == nullptr || value->empty()) return no_event("it has no " + std::string(name));
  }
  if (const Value* encoded = map.find("data_base64"); encoded != nullptr && !encoded->is_null()) {
    auto bytes = base64_decoded(to_text(*encoded));
    if (!bytes) return no_event("data_base64 is not base64");
    event.data = Value::bytes(Slice(*bytes));
  } else if (const Value* data = map.find("data")) {
    event.data = *data;
    if (event.content_type.empty() && !data->is_text()) event.content_type = "application/json";
  }
  return event;
}

}  // namespace

std::span<const Attribute> attributes() noexcept { return kAttributes; }

const Attribute* find_attribute(std::string_view name) noexcept {
  const auto found = std::ranges::find(kAttributes, name, &Attribute::name);
  return found == kAttributes.end() ? nullptr : &*found;
}

const std::string* CloudEvent::find(std::string_view name) const noexcept {
  if (name == "datacontenttype") return &content_type;
  const auto found = std::ranges::find(attributes, name, [](const auto& entry) -> std::string_view { return entry.first; });
  return found == attributes.end() ? nullptr : &found->second;
}

void CloudEvent::set(std::string_view name, std::string value) {
  const auto found = std::ranges::find(attributes, name, [](const auto& entry) -> std::string_view { return entry.first; });
  if (found != attributes.end()) {
    found->second = std::move(value);
  } else {
    attributes.emplace_back(name, std::move(value));
  }
}

Mode mode_of(std::string_view content_type) noexcept {
  if (starts_with(content_type, kBatch)) return Mode::Batch;
  return starts_with(content_type, kStructured) ? Mode::Structured : Mode::Binary;
}

std::optional<std::string> decode_header(std::string_view value) {
  std::string text(value);
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') {
    std::string plain;
    for (std::size_t i = 1; i + 1 < text.size(); ++i) {
      if (text[i] == '\\' && i + 2 < text.size()) ++i;
      plain += text[i];
    }
    text = std::move(plain);
  }
  if (text.find('%') != std::string::npos) text = percent_decode(text);
  if (!is_utf8(text)) return std::nullopt;
  return text;
}

std::string encode_header(std::string_view value) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte >= 0x7F || c == '"' || c == '%') {
      out += '%';
      out += kHex[byte >> 4U];
      out += kHex[byte & 15U];
    } else {
      out += c;
    }
  }
  return out;
}

Result<CloudEvent> parse_structured(const Slice& text) {
  auto value = json::parse(text);
  if (!value) return value.error();
  if (!value->is_map()) return no_event("it is no JSON object");
  return from_map(value->map());
}

Result<std::vector<CloudEvent>> parse_batch(const Slice& text) {
  auto value = json::parse(text);
  if (!value) return value.error();
  if (!value->is_list()) return no_event("a batch is a JSON array");
  std::vector<CloudEvent> events;
  for (const Value& item : value->list()) {
    if (!item.is_map()) return no_event("a batch holds JSON objects");
    auto event = from_map(item.map());
    if (!event) return event.error();
    events.push_back(std::move(*event));
  }
  return events;
}

Slice write_structured(const CloudEvent& event) {
  Map map;
  for (const auto& [name, value] : event.attributes) {
    if (!value.empty()) map.set(name, value);  // an attribute is either not there or not empty
  }
  if (!event.content_type.empty()) map.set("datacontenttype", event.content_type);
  const Value& data = event.data;
  if (!data.is_null()) {
    if (!data.is_bytes_like()) {
      map.set("data", data);
    } else if (auto parsed = is_json_type(event.content_type) ? json::parse(data.slice()) : Result<Value>(Value()); parsed && !parsed->is_null()) {
      map.set("data", std::move(*parsed));
    } else if (data.is_text() || (event.content_type.starts_with("text/") && is_utf8(data.slice()))) {
      map.set("data", Value(data.slice()));
    } else {
      map.set("data_base64", Value::bytes(data.slice()));  // JSON writes bytes as base64
    }
  }
  return json::write(Value(std::move(map)));
}

void fill(const CloudEvent& event, Message& message) {
  for (const auto& [name, value] : event.attributes) {
    const Attribute* known = find_attribute(name);
    message.headers.set(known != nullptr ? Slice::literal(known->camel) : Slice("ce-" + name), Value(value));
  }
  if (!event.content_type.empty()) message.headers.set(Slice::literal("Content-Type"), Value(event.content_type));
  message.body = event.data;
}

}  // namespace kamel::knative
