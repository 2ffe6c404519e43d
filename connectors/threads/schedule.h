// Schedule: the options that all polling consumers of Camel share.
#pragma once

#include <array>

#include "connectors/threads/ticker.h"
#include "dsl/fields.h"
#include "engine/assembler.h"

namespace kamel::connectors {

/// Two lists of fields as one.
template <std::size_t N, std::size_t M>
constexpr std::array<Field, N + M> join(const Field (&first)[N], const std::array<Field, M>& second) {
  std::array<Field, N + M> all;
  for (std::size_t i = 0; i < N; ++i) all[i] = first[i];
  for (std::size_t i = 0; i < M; ++i) all[N + i] = second[i];
  return all;
}

inline constexpr std::string_view kTimeUnits[] = {"NANOSECONDS", "MICROSECONDS", "MILLISECONDS", "SECONDS", "MINUTES", "HOURS", "DAYS"};
inline constexpr std::string_view kLogLevels[] = {"TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF"};

inline constexpr std::array kScheduleFields = std::to_array<Field>({
    {.name = "initialDelay", .type = FieldType::Duration, .summary = "wait before the first poll", .fallback = "1000", .scope = "consumer"},
    {.name = "delay", .type = FieldType::Duration, .summary = "wait before the next poll", .fallback = "500", .scope = "consumer"},
    {.name = "timeUnit", .type = FieldType::Choice, .summary = "unit of initialDelay and delay", .fallback = "MILLISECONDS", .choices = kTimeUnits, .scope = "consumer"},
    {.name = "useFixedDelay", .type = FieldType::Bool, .summary = "count the delay from the end of a poll, not from its start", .fallback = "true", .scope = "consumer"},
    {.name = "repeatCount", .type = FieldType::Int, .summary = "how many polls in all; 0: without end", .fallback = "0", .scope = "consumer"},
    {.name = "greedy", .type = FieldType::Bool, .summary = "poll again at once when the poll before found something", .fallback = "false", .scope = "consumer"},
    {.name = "startScheduler", .type = FieldType::Bool, .summary = "begin to poll with the start of the route", .fallback = "true", .scope = "consumer"},
    {.name = "backoffMultiplier", .type = FieldType::Int, .summary = "polls to leave out after too many idle or failed ones", .fallback = "0", .scope = "consumer"},
    {.name = "backoffIdleThreshold", .type = FieldType::Int, .summary = "idle polls before the back-off", .fallback = "0", .scope = "consumer"},
    {.name = "backoffErrorThreshold", .type = FieldType::Int, .summary = "failed polls before the back-off", .fallback = "0", .scope = "consumer"},
    {.name = "runLoggingLevel", .type = FieldType::Choice, .summary = "level of a line per poll", .fallback = "TRACE", .choices = kLogLevels,
     .ignored = "polls are counted in the metrics", .scope = "consumer"},
    {.name = "pollStrategy", .type = FieldType::Reference, .summary = "a PollingConsumerPollStrategy", .refused = "it names a Java class", .scope = "consumer"},
    {.name = "scheduledExecutorService", .type = FieldType::Reference, .summary = "a thread pool", .refused = "it is a Java object; leave it out", .scope = "consumer"},
    {.name = "scheduler", .type = FieldType::Text, .summary = "another scheduler: spring or quartz", .fallback = "none",
     .refused = "use cron: or quartz: for cron expressions", .scope = "consumer"},
    {.name = "schedulerProperties", .type = FieldType::Reference, .summary = "options of another scheduler", .refused = "see scheduler", .scope = "consumer"},
});

/// When polls are due.
struct Schedule {
  Ticker::Plan ticks;
  std::int64_t times = 0;
  bool greedy = false;
  bool enabled = true;
  std::int64_t backoff = 0, backoff_idle = 0, backoff_errors = 0;
};
/// Reports a back-off that says no number of polls, as Camel does.
Schedule schedule(const Options& options, Assembler& assembler);

}  // namespace kamel::connectors
