// The quartz component: messages by a cron expression, or at intervals, as the Quartz scheduler sends them.
#include <charconv>

#include "connectors/calls/sole_consumer.h"
#include "connectors/quartz/trigger.h"
#include "engine/assembler.h"

namespace kamel::connectors {
namespace {

constexpr std::string_view kNoStore = "nothing of a job outlives its route here";
constexpr Field kFields[] = {
    {.name = "cron", .type = FieldType::Text, .summary = "when to send: second minute hour day-of-month month day-of-week [year]; + stands for a space", .scope = "consumer"},
    {.name = "stateful", .type = FieldType::Bool, .summary = "a message waits for the end of the one before", .fallback = "false", .scope = "consumer"},
    {.name = "ignoreExpiredNextFireTime", .type = FieldType::Bool, .summary = "start also when the trigger will never fire", .fallback = "false", .scope = "consumer"},
    {.name = "triggerParameters", .type = FieldType::Map, .summary = "trigger.timeZone, trigger.startAt, trigger.endAt (2030-01-31T12:00:00UTC) with cron; else trigger.repeatCount, trigger.repeatInterval",
     .scope = "consumer"},
    {.name = "jobParameters", .type = FieldType::Map, .summary = "job.NAME=value", .ignored = kNoStore, .scope = "consumer"},
    {.name = "deleteJob", .type = FieldType::Bool, .summary = "forget the trigger when the route stops", .fallback = "true", .ignored = kNoStore, .scope = "consumer"},
    {.name = "pauseJob", .type = FieldType::Bool, .summary = "pause the trigger when the route stops", .fallback = "false", .scope = "consumer"},
    {.name = "durableJob", .type = FieldType::Bool, .summary = "keep the job without triggers", .fallback = "false", .ignored = kNoStore, .scope = "consumer"},
    {.name = "recoverableJob", .type = FieldType::Bool, .summary = "run the job again after a crash", .fallback = "false", .ignored = kNoStore, .scope = "consumer"},
    {.name = "triggerStartDelay", .type = FieldType::Duration, .summary = "wait before a trigger that is added to a running scheduler", .fallback = "500", .ignored = "triggers start with their route", .scope = "consumer"},
    {.name = "autoStartScheduler", .type = FieldType::Bool, .summary = "start the scheduler", .fallback = "true", .ignored = "triggers start with their route; use autoStartup of the route", .scope = "consumer"},
    {.name = "usingFixedCamelContextName", .type = FieldType::Bool, .summary = "name the context by its own name", .fallback = "false", .ignored = "there is one context only", .scope = "consumer"},
    {.name = "prefixJobNameWithEndpointId", .type = FieldType::Bool, .summary = "put the endpoint's id before the job's name", .fallback = "false", .ignored = kNoStore, .scope = "consumer"},
    {.name = "customCalendar", .type = FieldType::Reference, .summary = "dates to leave out", .refused = "it is a Java object; leave the dates out in the cron expression", .scope = "consumer"},
};

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  return failed == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

// 2030-01-31T12:00:00UTC, with any name of a zone.
std::optional<std::int64_t> moment(std::string_view text) {
  constexpr std::string_view kShape = "0000-00-00T00:00:00";
  if (text.size() <= kShape.size()) return std::nullopt;
  for (std::size_t i = 0; i < kShape.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (kShape[i] == '0' ? !digit : text[i] != kShape[i]) return std::nullopt;
  }
  const auto part = [&](std::size_t at, std::size_t size) { return number(text.substr(at, size)).value_or(0); };
  const std::int64_t local = days_from_civil(part(0, 4), static_cast<int>(part(5, 2)), static_cast<int>(part(8, 2))) * 86400 + part(11, 2) * 3600 + part(14, 2) * 60 + part(17, 2);
  const auto zone = TimeZone::find(text.substr(kShape.size()));
  return (local - zone->at(local - zone->at(local).seconds).seconds) * 1000;
}

/// Reads the options that begin with trigger. or job.; false after having reported one that is neither.
class TriggerOptions {
 public:
  TriggerOptions(Trigger& trigger, Assembler& assembler) : trigger_(trigger), assembler_(assembler) {}

  bool read(const Node::Entry& entry) {
    constexpr std::string_view kTrigger = "trigger.";
    if (entry.key.starts_with(kTrigger)) return of_trigger(entry.key.substr(kTrigger.size()), entry);
    if (entry.key.starts_with("job.")) return warn(entry, std::string(kNoStore));
    std::vector<std::string_view> names;
    for (const Field& field : kFields) names.push_back(field.name);
    return fail(entry, "component 'quartz' has no option '" + entry.key + "'", did_you_mean(entry.key, names), "org.apache.camel.ResolveEndpointFailedException");
  }

 private:
  bool fail(const Node::Entry& entry, std::string why, std::string hint, std::string java_class) {
    assembler_.error(entry.mark, std::move(why), std::move(hint), std::move(java_class));
    return false;
  }
  bool warn(const Node::Entry& entry, std::string why) {
    assembler_.diagnostics().warning(entry.mark, "option '" + entry.key + "' has no effect", std::move(why));
    return true;
  }

  bool of_trigger(std::string_view name, const Node::Entry& entry) {
    const bool cron = !trigger_.cron.empty();
    const std::string& text = entry.value.text;
    if (cron && name == "timeZone") return trigger_.time_zone = text, true;
    if (cron && name == "startAt") return time(trigger_.start, entry);
    if (cron && name == "endAt") return time(trigger_.end, entry);
    if (!cron && name == "repeatCount") return count(trigger_.repeat_count, -1, entry);
    if (!cron && name == "repeatInterval") return count(trigger_.interval_ms, 1, entry);
    return warn(entry, cron ? "a trigger with cron knows trigger.timeZone, trigger.startAt and trigger.endAt" : "a trigger without cron knows trigger.repeatCount and trigger.repeatInterval");
  }

  bool time(std::optional<std::int64_t>& to, const Node::Entry& entry) {
    to = moment(entry.value.text);
    return to.has_value() || fail(entry, "Unparseable date: \"" + entry.value.text + "\"", "write it as 2030-01-31T12:00:00UTC", "java.text.ParseException");
  }
  bool count(std::int64_t& to, std::int64_t least, const Node::Entry& entry) {
    const auto given = number(entry.value.text);
    if (!given || *given < least) return fail(entry, "'" + entry.value.text + "' is no number from " + std::to_string(least) + " on", {}, "java.lang.IllegalArgumentException");
    to = *given;
    return true;
  }

  Trigger& trigger_;
  Assembler& assembler_;
};

std::unique_ptr<RouteSource> source(const EndpointDecl& decl, Assembler& assembler) {
  if (decl.options.flag("pauseJob") && (!decl.options.has("deleteJob") || decl.options.flag("deleteJob"))) {
    assembler.error(decl.mark, "Cannot have both options deleteJob and pauseJob enabled", "leave pauseJob out: a stopped route sends nothing", "org.apache.camel.FailedToStartRouteException");
    return nullptr;
  }
  if (!is_sole_consumer(decl, assembler)) return nullptr;
  Trigger trigger;
  const std::string path = percent_decode(decl.uri.path);
  const auto slash = path.find('/');
  trigger.group = slash == std::string::npos ? "Camel_" + assembler.context().name() : path.substr(0, slash);
  trigger.name = slash == std::string::npos ? path : path.substr(slash + 1);
  trigger.cron = decl.options.text("cron");
  trigger.stateful = decl.options.flag("stateful");
  trigger.may_never_fire = decl.options.flag("ignoreExpiredNextFireTime");
  trigger.endpoint = decl.uri.text();
  TriggerOptions more(trigger, assembler);
  bool good = true;
  for (const Node::Entry* other : decl.options.others()) good = more.read(*other) && good;
  return good ? trigger_source(std::move(trigger), decl, decl.options.mark("cron"), assembler) : nullptr;
}

}  // namespace

ComponentSpec quartz() {
  return {.scheme = "quartz",
          .syntax = "quartz:groupName/triggerName",
          .summary = "Send messages by a cron expression of Quartz, in any time zone, or at intervals.",
          .fields = kFields,
          .lenient = true,
          .example = "quartz:reports/daily?cron=0+30+7+?+*+MON-FRI&trigger.timeZone=Europe/Oslo",
          .source = source};
}

}  // namespace kamel::connectors
