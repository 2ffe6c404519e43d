#include "connectors/knative/delivery.h"

#include <algorithm>
#include <cmath>

#include "dsl/fields.h"
#include "dsl/json.h"
#include "engine/convert.h"

namespace kamel::knative {
namespace {

Error invalid(const std::string& what) { return Error("java.lang.IllegalArgumentException", "delivery: " + what); }

std::string text_at(const Map& map, std::string_view key) {
  const Value* value = map.find(key);
  return value == nullptr || value->is_null() ? "" : to_text(*value).str();
}

/// "PT0.2S", as kamel's own durations are not written.
std::optional<std::chrono::milliseconds> duration_of(const std::string& text) {
  if (text.starts_with("PT") && text.ends_with("S") && text.find_first_not_of("0123456789.", 2) == text.size() - 1) {
    char* end = nullptr;
    const double seconds = std::strtod(text.c_str() + 2, &end);
    if (end == text.c_str() + text.size() - 1) return std::chrono::milliseconds(std::llround(seconds * 1000));
  }
  return parse_duration(text);
}

Result<std::string> sink_of(const Value& sink) {
  if (!sink.is_map()) return invalid("deadLetterSink is a map with ref or uri");
  std::string uri = text_at(sink.map(), "uri");
  if (uri.starts_with("knative:")) return uri.substr(uri.find_first_not_of('/', 8));
  if (!uri.empty()) return invalid("deadLetterSink.uri must be knative:channel/…, knative:event/… or knative:endpoint/… here; let a route consume that and send on");
  const Value* ref = sink.map().find("ref");
  if (ref == nullptr || !ref->is_map()) return invalid("deadLetterSink has neither ref nor uri");
  const std::string kind = text_at(ref->map(), "kind"), name = text_at(ref->map(), "name");
  if (name.empty()) return invalid("deadLetterSink.ref has no name");
  if (kind == "Broker") return "event/" + name;
  if (kind == "Service") return "endpoint/" + name;
  if (kind.ends_with("Channel")) return "channel/" + name;
  return invalid("deadLetterSink.ref is of kind '" + kind + "'; known are Broker, Channel and Service");
}

}  // namespace

std::chrono::milliseconds DeliveryRules::pause(int attempt) const {
  constexpr int kMostDoublings = 20;
  return exponential ? delay * (1 << std::min(attempt, kMostDoublings)) : delay * attempt;
}

Result<DeliveryRules> parse_delivery(const std::string& json) {
  const auto value = json::parse(Slice(json));
  if (!value) return invalid("no JSON: " + std::string(value.error().message()));
  if (!value->is_map()) return invalid("a JSON object is expected");
  DeliveryRules rules;
  for (const auto& [key, item] : value->map()) {
    const std::string text = to_text(item).str();
    if (key == "retry") {
      if (!item.is_whole() || item.as_whole() < 0) return invalid("retry is a number from 0");
      rules.retry = static_cast<int>(std::min<std::int64_t>(item.as_whole(), 1'000'000));
    } else if (key == "backoffPolicy") {
      if (text != "linear" && text != "exponential") return invalid("backoffPolicy is linear or exponential");
      rules.exponential = text == "exponential";
    } else if (key == "backoffDelay") {
      const auto delay = duration_of(text);
      if (!delay) return invalid("backoffDelay is a period such as PT0.5S");
      rules.delay = *delay;
    } else if (key == "deadLetterSink") {
      auto sink = sink_of(item);
      if (!sink) return sink.error();
      rules.dead_letters = std::move(*sink);
    } else {
      return invalid("'" + key.str().substr(0, 100) + "' is not known here; known are retry, backoffPolicy, backoffDelay and deadLetterSink");
    }
  }
  return rules;
}

bool may_help_again(int code) noexcept { return code == 404 || code == 408 || code == 409 || code == 429 || code >= 500 || code < 100; }

CloudEvent dead_letter(const CloudEvent& event, std::string_view destination, int code, std::string_view why) {
  constexpr std::size_t kMost = 1024;
  std::size_t size = std::min(why.size(), kMost);
  while (size > 0 && size < why.size() && (static_cast<unsigned char>(why[size]) & 0xC0U) == 0x80U) --size;
  CloudEvent letter = event;
  letter.set("knativeerrordest", std::string(destination));
  letter.set("knativeerrorcode", std::to_string(code));
  if (size > 0) letter.set("knativeerrordata", std::string(why.substr(0, size)));
  return letter;
}

}  // namespace kamel::knative
