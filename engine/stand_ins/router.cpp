// The topic routers of Camel's Kamelets: RegexRouter, TimestampRouter, MessageTimestampRouter.
#include <cctype>
#include <charconv>
#include <ctime>

#include "dsl/json.h"
#include "engine/convert.h"
#include "engine/date_format.h"
#include "engine/languages/simple/pattern.h"
#include "engine/stand_ins/makers.h"

namespace kamel::stand_ins {
namespace {

constexpr std::string_view kTopic = "kafka.TOPIC", kOverrideTopic = "kafka.OVERRIDE_TOPIC", kEventType = "ce-type";

Error missing(std::string_view what) { return Error("java.lang.NullPointerException", "the property '" + std::string(what) + "' is not set"); }

void replace_all(std::string& text, std::string_view what, std::string_view with) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) text.replace(at, what.size(), with);
}

class Router : public StandIn {
 public:
  explicit Router(const BeanDecl* bean) : settings_(bean) {}
  StandInResult call(Exchange& exchange, std::string_view, std::span<const Value>) override {
    const Result<> done = route(exchange);
    if (!done) return done.error();
    return std::optional<Value>();
  }

 protected:
  virtual Result<> route(Exchange& exchange) = 0;
  Settings settings_;
};

class RegexRouter final : public Router {
  using Router::Router;
  Result<> route(Exchange& exchange) override {
    const auto regex = settings_.get("regex", exchange);
    const auto replacement = settings_.get("replacement", exchange);
    if (!regex || !replacement) return missing(regex ? "replacement" : "regex");
    const auto pattern = simple::cached_pattern(*regex);
    if (!pattern) return pattern.error();
    rewrite(**pattern, *replacement, kEventType, kEventType, exchange.message.headers);
    rewrite(**pattern, *replacement, kTopic, kOverrideTopic, exchange.message.headers);
    return {};
  }

  static void rewrite(const simple::Pattern& pattern, const std::string& with, std::string_view from, std::string_view to, Headers& headers) {
    const Value* found = headers.find(from);
    if (found == nullptr || found->is_null()) return;
    const Slice text = to_text(*found);
    if (pattern.matches(text)) headers.set(Slice(to), pattern.replace(text, with, false));
  }
};

/// Puts topic and time into the format, and the result into the header.
Result<> override_topic(Exchange& exchange, std::int64_t ms, const std::string& topic_format, const std::string& time_format) {
  if (const Result<> right = check_date_pattern(time_format); !right) return right;
  static const auto utc = TimeZone::find("UTC");
  SliceBuilder time;
  format_date(ms, time_format, *utc, time);
  const Value* topic = exchange.message.headers.find(kTopic);
  std::string name = topic_format;
  replace_all(name, "$[topic]", topic != nullptr ? to_text(*topic).view() : "");
  replace_all(name, "$[timestamp]", time.finish().view());
  exchange.message.headers.set(Slice::literal(kOverrideTopic), name);
  return {};
}

Result<std::int64_t> whole_number(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem == std::errc() && end == text.data() + text.size()) return number;
  return Error("java.lang.NumberFormatException", "For input string: \"" + std::string(text) + "\"");
}

class TimestampRouter final : public Router {
  using Router::Router;
  Result<> route(Exchange& exchange) override {
    const auto header = settings_.get("timestampHeaderName", exchange);
    if (!header) return missing("timestampHeaderName");
    const Value* given = exchange.message.headers.find(*header);
    if (given == nullptr || given->is_null()) return {};
    const Result<std::int64_t> ms = given->is_whole() ? Result<std::int64_t>(given->as_whole()) : whole_number(to_text(*given));
    if (!ms) return ms.error();
    return override_topic(exchange, *ms, settings_.get("topicFormat", exchange, "topic-$[timestamp]"), settings_.get("timestampFormat", exchange, "yyyyMMdd"));
  }
};

// One part of a date, as wide as its letters or wider.
bool take_number(std::string_view& text, std::size_t letters, int& into) {
  std::size_t used = 0;
  into = 0;
  while (used < text.size() && used < std::max<std::size_t>(letters, 2) && std::isdigit(static_cast<unsigned char>(text[used])) != 0) into = into * 10 + (text[used++] - '0');
  text.remove_prefix(used);
  return used > 0;
}

// By the numeric letters of a SimpleDateFormat.
Result<std::int64_t> parse_date(std::string_view text, std::string_view pattern) {
  const Error unparseable("java.text.ParseException", "Unparseable date: \"" + std::string(text) + "\"");
  std::tm parts{};
  parts.tm_mday = 1;
  parts.tm_year = 70;
  int ms = 0;
  for (std::size_t i = 0; i < pattern.size();) {
    const char letter = pattern[i];
    std::size_t end = i;
    while (end < pattern.size() && pattern[end] == letter) ++end;
    if (std::isalpha(static_cast<unsigned char>(letter)) == 0) {
      if (!text.starts_with(pattern.substr(i, end - i))) return unparseable;
      text.remove_prefix(end - i);
    } else {
      int number = 0;
      if (!take_number(text, end - i, number)) return unparseable;
      if (letter == 'y') parts.tm_year = number - 1900;
      if (letter == 'M') parts.tm_mon = number - 1;
      if (letter == 'd') parts.tm_mday = number;
      if (letter == 'H') parts.tm_hour = number;
      if (letter == 'm') parts.tm_min = number;
      if (letter == 's') parts.tm_sec = number;
      if (letter == 'S') ms = number;
    }
    i = end;
  }
  return static_cast<std::int64_t>(timegm(&parts)) * 1000 + ms;
}

std::optional<Value> parsed(const Value& body) {
  Result<Value> tree = json::parse(to_text(body));
  return tree ? std::optional(std::move(*tree)) : std::nullopt;
}

class MessageTimestampRouter final : public Router {
  using Router::Router;
  Result<> route(Exchange& exchange) override {
    const auto keys = settings_.get("timestampKeys", exchange);
    if (!keys) return missing("timestampKeys");
    const Value& body = exchange.message.body;
    const auto* object = body.is_object() ? &body.object() : nullptr;
    const std::optional<Value> tree = object != nullptr ? object->converted() : body.is_bytes_like() ? parsed(body) : std::optional(body);
    if (!tree || !tree->is_map()) return Error("java.lang.IllegalArgumentException", "the body is no JSON object");
    const Value* given = tree->map().find(keys->substr(0, keys->find(',')));  // Camel looks at the first key only
    if (given == nullptr || given->is_null()) return {};
    const std::string format = settings_.get("timestampKeyFormat", exchange, "timestamp");
    const Slice text = to_text(*given);
    const Result<std::int64_t> ms = format == "timestamp" ? whole_number(text) : parse_date(text, format);
    if (!ms) return ms.error();
    return override_topic(exchange, *ms, settings_.get("topicFormat", exchange, "topic-$[timestamp]"), settings_.get("timestampFormat", exchange, "yyyyMMdd"));
  }
};

}  // namespace

StandInPtr router(std::string_view name, const BeanDecl* bean) {
  if (name == "RegexRouter") return std::make_shared<RegexRouter>(bean);
  if (name == "TimestampRouter") return std::make_shared<TimestampRouter>(bean);
  if (name == "MessageTimestampRouter") return std::make_shared<MessageTimestampRouter>(bean);
  return nullptr;
}

}  // namespace kamel::stand_ins
