#include "connectors/threads/schedule.h"

namespace kamel::connectors {
namespace {

constexpr std::chrono::milliseconds kUsualDelay{500};

// The text "500" counts in the time unit; Options has read it as milliseconds.
std::chrono::milliseconds in_unit(std::chrono::milliseconds count, std::string_view unit) {
  if (unit == "NANOSECONDS") return count / 1000000;
  if (unit == "MICROSECONDS") return count / 1000;
  if (unit == "SECONDS") return count * 1000;
  if (unit == "MINUTES") return count * 60000;
  if (unit == "HOURS") return count * 3600000;
  if (unit == "DAYS") return count * 86400000;
  return count;
}

}  // namespace

Schedule schedule(const Options& options, Assembler& assembler) {
  const std::string unit = options.choice("timeUnit");
  Schedule schedule;
  schedule.ticks.first = in_unit(options.duration("initialDelay"), options.has("initialDelay") ? unit : "");
  // 0 and below stand for the default, as in Camel.
  const auto delay = options.duration("delay");
  const bool usual = !options.has("delay") || delay.count() <= 0;
  schedule.ticks.every = usual ? kUsualDelay : std::max(in_unit(delay, unit), std::chrono::milliseconds(1));
  schedule.ticks.pace = options.flag("useFixedDelay") ? Ticker::Pace::FromEnd : Ticker::Pace::FixedRate;
  schedule.times = options.integer("repeatCount");
  schedule.greedy = options.flag("greedy");
  schedule.enabled = options.flag("startScheduler");
  schedule.backoff = options.integer("backoffMultiplier");
  schedule.backoff_idle = options.integer("backoffIdleThreshold");
  schedule.backoff_errors = options.integer("backoffErrorThreshold");
  if (schedule.backoff > 0 && schedule.backoff_idle <= 0 && schedule.backoff_errors <= 0) {
    assembler.error(options.mark("backoffMultiplier"), "backoffIdleThreshold and/or backoffErrorThreshold must be configured to a positive value when using backoffMultiplier",
                    "say after how many polls: backoffIdleThreshold=5", "java.lang.IllegalArgumentException");
  }
  return schedule;
}

}  // namespace kamel::connectors
