// The timer component: a message at intervals, as java.util.Timer.
#include <ctime>

#include "connectors/threads/pulse.h"
#include "engine/assembler.h"
#include "engine/date.h"

namespace kamel::connectors {
namespace {

using std::chrono::milliseconds;

constexpr std::string_view kLevels[] = {"TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF"};
constexpr Field kFields[] = {
    {.name = "delay", .type = FieldType::Duration, .summary = "wait before the first message; below 0: no waits at all", .fallback = "1000", .scope = "consumer"},
    {.name = "period", .type = FieldType::Duration, .summary = "time between messages; 0: one message only", .fallback = "1000", .scope = "consumer"},
    {.name = "repeatCount", .type = FieldType::Int, .summary = "how many messages in all; 0: without end", .fallback = "0", .scope = "consumer"},
    {.name = "fixedRate", .type = FieldType::Bool, .summary = "keep the rate and catch up with what was missed", .fallback = "false", .scope = "consumer"},
    {.name = "includeMetadata", .type = FieldType::Bool, .summary = "set the CamelTimer* properties and the fired time header", .fallback = "false", .scope = "consumer"},
    {.name = "time", .type = FieldType::Text, .summary = "when the first message is due: 2030-01-31T12:00:00, 2030-01-31 12:00:00, or as `pattern` says", .scope = "consumer"},
    {.name = "pattern", .type = FieldType::Text, .summary = "the SimpleDateFormat that `time` is written in", .scope = "consumer"},
    {.name = "daemon", .type = FieldType::Bool, .summary = "a daemon thread", .fallback = "true", .ignored = "timers have no threads of their own", .scope = "consumer"},
    {.name = "synchronous", .type = FieldType::Bool, .summary = "process without asynchronous steps", .fallback = "false", .ignored = "the result is the same", .scope = "consumer"},
    {.name = "timer", .type = FieldType::Reference, .summary = "a java.util.Timer", .refused = "it is a Java object; leave it out", .scope = "consumer"},
    {.name = "runLoggingLevel", .type = FieldType::Choice, .summary = "level of a line per tick", .fallback = "TRACE", .choices = kLevels,
     .ignored = "ticks are counted in the metrics", .scope = "consumer"},
};

// One number of a date pattern: "yyyy" against "2030".
std::optional<int> number(std::string_view& text, std::size_t digits) {
  int value = 0;
  std::size_t used = 0;
  while (used < text.size() && used < digits && text[used] >= '0' && text[used] <= '9') value = value * 10 + (text[used++] - '0');
  if (used == 0) return std::nullopt;
  text.remove_prefix(used);
  return value;
}

bool take(char letter, std::size_t digits, std::string_view& text, std::tm& parts, int& fraction) {
  const auto value = number(text, std::max<std::size_t>(digits, 2));
  if (!value) return false;
  switch (letter) {
    case 'y': parts.tm_year = *value - 1900; return true;
    case 'M': parts.tm_mon = *value - 1; return true;
    case 'd': parts.tm_mday = *value; return true;
    case 'H': parts.tm_hour = *value; return true;
    case 'm': parts.tm_min = *value; return true;
    case 's': parts.tm_sec = *value; return true;
    case 'S': fraction = *value; return true;
    default: return false;
  }
}

/// Reads a local time by the numeric letters of a SimpleDateFormat. Milliseconds since 1970.
std::optional<std::int64_t> parse_time(std::string_view text, std::string_view pattern) {
  std::tm parts{};
  parts.tm_mday = 1;
  parts.tm_isdst = -1;
  int fraction = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < pattern.size();) {
    const char c = pattern[i];
    if (c == '\'') {
      quoted = !quoted;
      ++i;
    } else if (!quoted && std::isalpha(static_cast<unsigned char>(c)) != 0) {
      std::size_t same = i;
      while (same < pattern.size() && pattern[same] == c) ++same;
      if (!take(c, same - i, text, parts, fraction)) return std::nullopt;
      i = same;
    } else {
      if (text.empty() || text.front() != c) return std::nullopt;
      text.remove_prefix(1);
      ++i;
    }
  }
  return static_cast<std::int64_t>(std::mktime(&parts)) * 1000 + fraction;
}

std::optional<std::int64_t> first_time(const EndpointDecl& decl, Assembler& assembler) {
  const auto text = decl.options.maybe_text("time");
  if (!text) return std::nullopt;
  const auto given = decl.options.maybe_text("pattern");
  const std::string pattern = given ? *given : text->find('T') != std::string::npos ? "yyyy-MM-dd'T'HH:mm:ss" : "yyyy-MM-dd HH:mm:ss";
  const auto time = parse_time(*text, pattern);
  if (!time) assembler.error(decl.options.mark("time"), "'" + *text + "' is not a time", "write it as " + pattern, "java.text.ParseException");
  return time;
}

Value date(std::int64_t ms) { return Value(std::unique_ptr<Object>(new Date(ms))); }

auto metadata(std::string name, std::optional<std::int64_t> time, milliseconds period) {
  return [name = Slice(name), time, period](Exchange& exchange, std::int64_t counter) {
    const std::int64_t now = now_ms();
    ExchangeProperties& properties = exchange.properties;
    properties.set(Slice::literal("CamelTimerCounter"), counter);
    properties.set(Slice::literal("CamelTimerName"), name);
    if (time) properties.set(Slice::literal("CamelTimerTime"), date(*time));
    properties.set(Slice::literal("CamelTimerPeriod"), static_cast<std::int64_t>(period.count()));
    properties.set(Slice::literal("CamelTimerFiredTime"), date(now));
    exchange.message.headers.set(Slice::literal("CamelTimerFiredTime"), date(now));
    exchange.message.headers.set(Slice::literal("CamelMessageTimestamp"), now);
  };
}

std::unique_ptr<RouteSource> source(const EndpointDecl& decl, Assembler& assembler) {
  const Options& options = decl.options;
  const milliseconds delay = options.duration("delay");
  const milliseconds period = options.duration("period");
  const auto time = first_time(decl, assembler);
  Pulse::Plan plan;
  plan.name = decl.uri.path;
  plan.ticks.first = time ? milliseconds(*time - now_ms()) : delay;
  plan.ticks.every = period;
  plan.ticks.pace = options.flag("fixedRate") ? Ticker::Pace::FixedRate : Ticker::Pace::FromStart;
  plan.times = options.integer("repeatCount");
  plan.at_once = delay.count() < 0;
  plan.pattern = options.text("exchangePattern") == "InOut" ? Pattern::InOut : Pattern::InOnly;
  if (options.flag("includeMetadata")) plan.fill = metadata(decl.uri.path, time, period);
  return std::make_unique<Pulse>(std::move(plan));
}

}  // namespace

ComponentSpec timer() {
  return {.scheme = "timer",
          .syntax = "timer:timerName",
          .summary = "Generate messages in specified intervals, as java.util.Timer does.",
          .fields = kFields,
          .example = "timer:tick?period=5s",
          .source = source};
}

}  // namespace kamel::connectors
