// The cron component: messages at the times of a Unix cron expression, or of one of Quartz.
#include <algorithm>

#include "connectors/quartz/trigger.h"
#include "engine/assembler.h"

namespace kamel::connectors {
namespace {

constexpr Field kFields[] = {
    {.name = "schedule", .type = FieldType::Text, .summary = "minute hour day-of-month month day-of-week, or with seconds before them; one of the days is ?; + stands for a space",
     .required = true, .scope = "consumer"},
};

std::size_t parts(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) count += text[i] != ' ' && (i == 0 || text[i - 1] == ' ') ? 1 : 0;
  return count;
}

std::unique_ptr<RouteSource> source(const EndpointDecl& decl, Assembler& assembler) {
  std::string schedule = decl.options.text("schedule");
  if (schedule.empty()) return nullptr;  // reported by its field
  std::ranges::replace(schedule, '+', ' ');
  std::ranges::replace(schedule, '\t', ' ');
  const std::size_t count = parts(schedule);
  if (count < 5 || count > 7) {
    assembler.error(decl.options.mark("schedule"), "Invalid number of parts in cron expression. Expected 5 to 7, got: " + std::to_string(count),
                    "write minute hour day-of-month month day-of-week: 0/5 * * * ?", "org.apache.camel.ResolveEndpointFailedException");
    return nullptr;
  }
  Trigger trigger;
  trigger.group = "Camel_" + assembler.context().name();
  trigger.name = percent_decode(decl.uri.path);
  trigger.cron = count == 5 ? "0 " + schedule : schedule;
  EndpointUri quartz{.scheme = "quartz", .path = decl.uri.path, .parameters = {{.name = "cron", .value = trigger.cron, .raw = false, .mark = decl.mark}}, .mark = decl.mark};
  trigger.endpoint = quartz.text();
  return trigger_source(std::move(trigger), decl, decl.options.mark("schedule"), assembler);
}

}  // namespace

ComponentSpec cron() {
  return {.scheme = "cron",
          .syntax = "cron:name",
          .summary = "Send a message at the times of a cron expression.",
          .fields = kFields,
          .example = "cron:backup?schedule=0+3+*+*+?",
          .source = source};
}

}  // namespace kamel::connectors
