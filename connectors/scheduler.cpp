// The scheduler component: a message at intervals that count from the end of the one before.
#include "connectors/threads/pulse.h"
#include "connectors/threads/schedule.h"
#include "engine/assembler.h"
#include "engine/date.h"

namespace kamel::connectors {
namespace {

constexpr Field kOwn[] = {
    {.name = "includeMetadata", .type = FieldType::Bool, .summary = "set CamelTimerName and CamelTimerFiredTime", .fallback = "false", .scope = "consumer"},
    {.name = "poolSize", .type = FieldType::Int, .summary = "threads of the scheduler", .fallback = "1", .ignored = "schedulers have no threads of their own", .scope = "consumer"},
    {.name = "synchronous", .type = FieldType::Bool, .summary = "process without asynchronous steps", .fallback = "false", .ignored = "the result is the same", .scope = "consumer"},
    {.name = "sendEmptyMessageWhenIdle", .type = FieldType::Bool, .summary = "send an empty message after one that left CamelSchedulerPolledMessages=false", .fallback = "false",
     .scope = "consumer"},
};
constexpr auto kFields = join(kOwn, kScheduleFields);

auto metadata(const std::string& name) {
  return [name = Slice(name)](Exchange& exchange, std::int64_t) {
    exchange.properties.set(Slice::literal("CamelTimerName"), name);
    exchange.properties.set(Slice::literal("CamelTimerFiredTime"), Value(std::unique_ptr<Object>(new Date(now_ms()))));
  };
}

// A scheduler's polls fail only with their exchange, which is no failed poll for Camel: backoffErrorThreshold has nothing to count.
std::unique_ptr<RouteSource> source(const EndpointDecl& decl, Assembler& assembler) {
  const Schedule when = schedule(decl.options, assembler);
  Pulse::Plan plan;
  plan.name = decl.uri.path;
  plan.ticks = when.ticks;
  plan.times = when.times;
  plan.polling = Pulse::Polling{.greedy = when.greedy, .sends_empty = decl.options.flag("sendEmptyMessageWhenIdle"), .backoff = when.backoff, .backoff_idle = when.backoff_idle};
  plan.enabled = when.enabled;
  plan.pattern = decl.options.text("exchangePattern") == "InOut" ? Pattern::InOut : Pattern::InOnly;
  if (decl.options.flag("includeMetadata")) plan.fill = metadata(decl.uri.path);
  return std::make_unique<Pulse>(std::move(plan));
}

}  // namespace

ComponentSpec scheduler() {
  return {.scheme = "scheduler",
          .syntax = "scheduler:name",
          .summary = "Generate messages in specified intervals that count from the end of the message before.",
          .fields = kFields,
          .example = "scheduler:tidy?delay=10s",
          .source = source};
}

}  // namespace kamel::connectors
