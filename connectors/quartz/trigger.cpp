#include "connectors/quartz/trigger.h"

#include "connectors/threads/pulse.h"
#include "engine/assembler.h"
#include "engine/clock.h"
#include "engine/date.h"

namespace kamel::connectors {
namespace {

constexpr std::string_view kNotStarted = "org.apache.camel.FailedToStartRouteException";

/// A Java object of Quartz that messages carry: known by its class and its text only.
class Quartz final : public Object {
 public:
  Quartz(std::string_view java_class, std::string text) : java_class_(java_class), text_(std::move(text)) {}
  std::string_view java_class() const noexcept override { return java_class_; }
  std::string text() const override { return text_; }

 private:
  std::string_view java_class_;
  std::string text_;
};

Value object(std::string_view java_class, std::string text) { return Value(std::unique_ptr<Object>(new Quartz(java_class, std::move(text)))); }
Value date(std::optional<std::int64_t> ms) { return ms ? Value(std::unique_ptr<Object>(new Date(*ms))) : Value(); }

/// The moments of one trigger. Its worker only, once it has started.
struct Moments {
  std::shared_ptr<const CronExpression> cron;  // nullptr: at intervals
  std::shared_ptr<const TimeZone> zone;
  std::optional<std::int64_t> start, end, previous, fired;

  std::optional<std::int64_t> after(std::int64_t moment) const {
    if (start) moment = std::max(moment, *start - 1000);
    const auto next = cron->next(moment, *zone);
    return next && end && *next > *end ? std::nullopt : next;
  }
};

// What all messages of a trigger have in common.
struct Labels {
  explicit Labels(const Trigger& trigger, const std::string& context)
      : group(trigger.group),
        name(trigger.name),
        trigger_class(trigger.cron.empty() ? "org.quartz.impl.triggers.SimpleTriggerImpl" : "org.quartz.impl.triggers.CronTriggerImpl"),
        key(trigger.group + "." + trigger.name),
        stateful(trigger.stateful) {
    const auto set = [this](std::string_view option, const std::string& value) { data.emplace_back(option, value); };
    if (trigger.cron.empty()) {
      set("CamelQuartzTriggerSimpleRepeatInterval", std::to_string(trigger.interval_ms));
      set("CamelQuartzTriggerSimpleRepeatCounter", std::to_string(trigger.repeat_count));
    } else {
      set("CamelQuartzTriggerCronExpression", trigger.cron);
      if (!trigger.time_zone.empty()) set("CamelQuartzTriggerCronTimeZone", trigger.time_zone);
    }
    set("CamelQuartzEndpoint", trigger.endpoint);
    set("CamelQuartzTriggerType", trigger.cron.empty() ? "simple" : "cron");
    set("CamelQuartzCamelContextName", context);
  }

  std::string job_class() const { return std::string("org.apache.camel.component.quartz.") + (stateful ? "StatefulCamelJob" : "CamelJob"); }
  std::string job() const {
    const std::string yes = stateful ? "true" : "false";
    return "JobDetail '" + key + "':  jobClass: '" + job_class() + " concurrentExecutionDisallowed: " + yes + " persistJobDataAfterExecution: " + yes +
           " isDurable: false requestsRecovers: false";
  }
  std::string text(const Value& next) const {
    return "Trigger '" + key + "':  triggerClass: '" + std::string(trigger_class) + " calendar: 'null' misfireInstruction: 1 nextFireTime: " +
           (next.is_null() ? "null" : next.object().text());
  }
  Map job_data() const {
    Map map;
    for (const auto& [option, value] : data) map.set(Slice(option), Value(value));
    return map;
  }

  Slice group, name;
  std::string_view trigger_class;
  std::string key;
  bool stateful;
  std::vector<std::pair<std::string, std::string>> data;
};

void describe(Headers& headers, const Labels& labels, std::int64_t fired, std::int64_t planned, std::optional<std::int64_t> previous, std::optional<std::int64_t> next) {
  const auto set = [&](std::string_view name, Value value) { headers.set(Slice::literal(name), std::move(value)); };
  const Value next_date = date(next);
  set("calendar", Value());
  set("fireTime", date(fired));
  set("jobDetail", object("org.quartz.impl.JobDetailImpl", labels.job()));
  set("jobInstance", object("org.apache.camel.component.quartz.CamelJob", labels.job_class() + "@1f"));
  set("jobRunTime", std::int64_t{-1});
  set("mergedJobDataMap", labels.job_data());
  set("nextFireTime", next_date);
  set("previousFireTime", date(previous));
  set("refireCount", 0);
  set("result", Value());
  set("scheduledFireTime", date(planned));
  set("scheduler", object("org.quartz.impl.StdScheduler", "org.quartz.impl.StdScheduler@1f"));
  set("trigger", object(labels.trigger_class, labels.text(next_date)));
  set("triggerName", labels.name);
  set("triggerGroup", labels.group);
  set("CamelMessageTimestamp", fired);
}

std::shared_ptr<Moments> cron_moments(const Trigger& trigger, const Mark& mark, Assembler& assembler) {
  const auto fail = [&](std::string why, std::string hint) {
    assembler.error(mark, std::move(why), std::move(hint), std::string(kNotStarted));
    return nullptr;
  };
  const auto expression = CronExpression::parse(trigger.cron);
  if (!expression) {
    return fail("CronExpression '" + trigger.cron + "' is invalid: " + std::string(expression.error().message()),
                "write second minute hour day-of-month month day-of-week, with ? for one of the days: 0 0/5 * * * ?");
  }
  auto moments = std::make_shared<Moments>();
  moments->cron = std::make_shared<const CronExpression>(*expression);
  moments->zone = trigger.time_zone.empty() ? std::shared_ptr<const TimeZone>(&TimeZone::local(), [](const TimeZone*) {}) : TimeZone::find(trigger.time_zone);
  moments->start = trigger.start;
  moments->end = trigger.end;
  if (trigger.may_never_fire) return moments;
  if (trigger.end && *trigger.end < trigger.start.value_or(Clock::wall_ms())) return fail("End time cannot be before start time", "set trigger.endAt to a later time");
  if (!moments->after(Clock::wall_ms())) {
    return fail("the trigger '" + trigger.group + "." + trigger.name + "' will never fire: " + trigger.cron, "ignoreExpiredNextFireTime=true lets the route start nevertheless");
  }
  return moments;
}

void fill_by_cron(Pulse::Plan& plan, const std::shared_ptr<Moments>& moments, std::shared_ptr<const Labels> labels) {
  plan.ticks.calendar = [moments](std::int64_t after) { return moments->fired = moments->after(after); };
  plan.fill = [moments, labels = std::move(labels)](Exchange& exchange, std::int64_t) {
    const std::int64_t now = now_ms(), planned = moments->fired.value_or(now);
    describe(exchange.message.headers, *labels, now, planned, moments->previous, moments->after(planned));
    moments->previous = planned;
  };
}

void fill_at_intervals(Pulse::Plan& plan, const Trigger& trigger, std::shared_ptr<const Labels> labels) {
  plan.ticks = {.first = std::chrono::milliseconds(0), .every = std::chrono::milliseconds(trigger.interval_ms), .pace = Ticker::Pace::FixedRate};
  plan.times = trigger.repeat_count + 1;  // -1: 0, which is without end
  plan.fill = [interval = trigger.interval_ms, times = plan.times, labels = std::move(labels)](Exchange& exchange, std::int64_t counter) {
    const std::int64_t now = now_ms();
    const bool last = times > 0 && counter >= times;
    describe(exchange.message.headers, *labels, now, now, counter > 1 ? std::optional(now - interval) : std::nullopt, last ? std::nullopt : std::optional(now + interval));
  };
}

}  // namespace

std::unique_ptr<RouteSource> trigger_source(Trigger trigger, const EndpointDecl& decl, const Mark& mark, Assembler& assembler) {
  const auto labels = std::make_shared<const Labels>(trigger, assembler.context().name());
  Pulse::Plan plan;
  plan.name = labels->key;
  plan.overlaps = !trigger.stateful;
  plan.pattern = decl.options.text("exchangePattern") == "InOut" ? Pattern::InOut : Pattern::InOnly;
  if (trigger.cron.empty()) {
    fill_at_intervals(plan, trigger, labels);
  } else {
    const auto moments = cron_moments(trigger, mark, assembler);
    if (!moments) return nullptr;
    fill_by_cron(plan, moments, labels);
  }
  return std::make_unique<Pulse>(std::move(plan));
}

}  // namespace kamel::connectors
