// The log component: prints what passes through a route.
#include <algorithm>
#include <atomic>

#include "connectors/log/format.h"
#include "connectors/threads/schedule.h"
#include "connectors/threads/throughput.h"
#include "engine/assembler.h"
#include "engine/log_mask.h"
#include "engine/worker.h"

namespace kamel::connectors {
namespace {

using std::chrono::milliseconds;

constexpr std::string_view kStyles[] = {"Default", "Tab", "Fixed"};

constexpr Field flag(std::string_view name, std::string_view summary, std::string_view fallback = "false") {
  return {.name = name, .type = FieldType::Bool, .summary = summary, .fallback = fallback, .scope = "producer"};
}

constexpr Field kFields[] = {
    {.name = "level", .type = FieldType::Choice, .summary = "logging level", .fallback = "INFO", .choices = kLogLevels, .scope = "producer"},
    flag("plain", "print the body only"),
    flag("showAll", "print everything"),
    flag("showAllProperties", "print all exchange properties, Camel's own as well"),
    flag("showBody", "print the body", "true"),
    flag("showBodyType", "print the Java type of the body", "true"),
    flag("showCachedStreams", "print the content of streams", "true"),
    flag("showCaughtException", "print the exception that was caught"),
    flag("showException", "print the exception that the exchange has"),
    flag("showExchangeId", "print the exchange id"),
    flag("showExchangePattern", "print the exchange pattern"),
    flag("showFiles", "print the content of files"),
    flag("showHeaders", "print the headers"),
    flag("showProperties", "print the exchange properties"),
    flag("showRouteGroup", "print the route's group"),
    flag("showRouteId", "print the route's id"),
    flag("showStackTrace", "print the exception with its causes"),
    flag("showStreams", "print streams that can be read once only"),
    flag("showVariables", "print the variables"),
    flag("skipBodyLineSeparator", "print the body in one line", "true"),
    flag("multiline", "print each part in a line of its own"),
    flag("logMask", "hide the values of passwords and the like"),
    flag("sourceLocationLoggerName", "use file:line of the step as the logger's name"),
    {.name = "maxChars", .type = FieldType::Int, .summary = "how many characters to print per line; 0: all", .fallback = "10000", .scope = "producer"},
    {.name = "style", .type = FieldType::Choice, .summary = "how the parts are set apart", .fallback = "Default", .choices = kStyles, .scope = "producer"},
    {.name = "groupSize", .type = FieldType::Int, .summary = "log the throughput every n messages instead of the messages", .scope = "producer"},
    {.name = "groupInterval", .type = FieldType::Duration, .summary = "log the throughput in this interval instead of the messages", .scope = "producer"},
    {.name = "groupDelay", .type = FieldType::Duration, .summary = "wait before the first statistics", .fallback = "0", .scope = "producer"},
    {.name = "groupActiveOnly", .type = FieldType::Bool, .summary = "no statistics while nothing arrives", .fallback = "true", .scope = "producer"},
    {.name = "marker", .type = FieldType::Text, .summary = "an SLF4J marker", .ignored = "there are no markers here", .scope = "producer"},
    {.name = "showFuture", .type = FieldType::Bool, .summary = "wait for a Future body", .fallback = "false", .ignored = "bodies never are futures", .scope = "producer"},
    {.name = "exchangeFormatter", .type = FieldType::Reference, .summary = "an ExchangeFormatter", .refused = "it names a Java class; use the show… options", .scope = "producer"},
};

LogFormat format_of(const Options& options) {
  LogFormat format;
  format.plain = options.flag("plain");
  format.multiline = options.flag("multiline");
  format.show_all = options.flag("showAll");
  format.all_properties = options.flag("showAllProperties");
  format.body = options.flag("showBody");
  format.body_type = options.flag("showBodyType");
  format.cached_streams = options.flag("showCachedStreams");
  format.caught_exception = options.flag("showCaughtException");
  format.exception = options.flag("showException");
  format.exchange_id = options.flag("showExchangeId");
  format.exchange_pattern = options.flag("showExchangePattern");
  format.files = options.flag("showFiles");
  format.headers = options.flag("showHeaders");
  format.properties = options.flag("showProperties");
  format.route_group = options.flag("showRouteGroup");
  format.route_id = options.flag("showRouteId");
  format.stack_trace = options.flag("showStackTrace");
  format.streams = options.flag("showStreams");
  format.variables = options.flag("showVariables");
  format.skip_line_separator = options.flag("skipBodyLineSeparator");
  format.max_chars = options.integer("maxChars");
  const std::string style = options.choice("style");
  format.style = style == "Tab" ? LogFormat::Style::Tab : style == "Fixed" ? LogFormat::Style::Fixed : LogFormat::Style::Default;
  return format;
}

// Without any formatting option that differs from its default, Camel uses another default formatter, which shows the pattern.
bool formats(const Options& options) {
  static constexpr std::string_view kFormatting[] = {
      "showAll", "showAllProperties", "showBody", "showBodyType", "showCachedStreams", "showCaughtException", "showException", "showExchangeId",
      "showExchangePattern", "showFiles", "showHeaders", "showProperties", "showRouteGroup", "showRouteId", "showStackTrace", "showStreams",
      "showVariables", "showFuture", "skipBodyLineSeparator", "multiline", "maxChars", "style"};
  for (const Field& field : kFields) {
    if (std::ranges::find(kFormatting, field.name) != std::end(kFormatting) && options.has(field.name) && options.text(field.name) != field.fallback) return true;
  }
  return false;
}

class Log final : public Step {
 public:
  Log(std::string logger, LogLevel level, LogFormat format, bool masks) : logger_(std::move(logger)), level_(level), format_(format), masks_(masks) {}

  Flow run(Exchange& exchange) const override {
    const LogSink& sink = exchange.context().log();
    if (level_ == LogLevel::Off || !sink.enabled(logger_, level_)) return Flow::Next;
    const std::string text = format(exchange, format_);
    exchange.context().log().log(logger_, level_, masks_ ? mask_secrets(text) : text);
    return Flow::Next;
  }

 private:
  std::string logger_;
  LogLevel level_;
  LogFormat format_;
  bool masks_;
};

// Throughput instead of messages. The clock of an interval begins with the first message, on that message's worker, and ends with the step.
class Statistics final : public Step {
 public:
  Statistics(std::string logger, LogLevel level, std::int64_t group, milliseconds interval, milliseconds delay, bool active_only)
      : throughput_(std::make_shared<Throughput>(std::move(logger), level, group)), interval_(interval), delay_(delay), active_only_(active_only) {}

  Flow run(Exchange& exchange) const override {
    if (interval_.count() > 0 && !ticking_.exchange(true, std::memory_order_relaxed)) tick(exchange.worker(), throughput_, delay_ + interval_);
    throughput_->count(exchange.context());
    return Flow::Next;
  }

 private:
  void tick(Worker& worker, const std::weak_ptr<Throughput>& throughput, milliseconds wait) const {
    struct Tick {
      Worker& worker;
      std::weak_ptr<Throughput> throughput;
      milliseconds interval;
      bool active_only;
      void operator()() const {
        const auto alive = throughput.lock();
        if (!alive) return;
        alive->report(worker.context(), active_only);
        worker.after(interval, *this);
      }
    };
    worker.after(wait, Tick{worker, throughput, interval_, active_only_});
  }

  std::shared_ptr<Throughput> throughput_;
  milliseconds interval_;
  milliseconds delay_;
  bool active_only_;
  mutable std::atomic<bool> ticking_{false};
};

std::string logger_of(const EndpointDecl& decl) {
  if (!decl.options.flag("sourceLocationLoggerName") || decl.mark.source == nullptr) return percent_decode(decl.uri.path);
  const std::string& file = decl.mark.source->name;
  const auto slash = file.rfind('/');
  return (slash == std::string::npos ? file : file.substr(slash + 1)) + ":" + std::to_string(decl.mark.line);
}

std::unique_ptr<const Step> producer(const EndpointDecl& decl, Assembler&) {
  const Options& options = decl.options;
  const LogLevel level = parse_log_level(options.choice("level"), LogLevel::Info);
  const std::int64_t group = options.maybe_integer("groupSize").value_or(0);
  const milliseconds interval = options.maybe_duration("groupInterval").value_or(milliseconds(0));
  if (group > 0 || interval.count() > 0) {
    return std::make_unique<Statistics>(logger_of(decl), level, group, interval, options.duration("groupDelay"), options.flag("groupActiveOnly"));
  }
  LogFormat format = format_of(options);
  if (!formats(options)) format.exchange_pattern = true;
  return std::make_unique<Log>(logger_of(decl), level, format, options.flag("logMask"));
}

}  // namespace

ComponentSpec log() {
  return {.scheme = "log",
          .syntax = "log:loggerName",
          .summary = "Print data from the routed message (such as body and headers) to the logger.",
          .fields = kFields,
          .example = "log:orders?showHeaders=true",
          .producer = producer};
}

}  // namespace kamel::connectors
