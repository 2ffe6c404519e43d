// Trigger: what a quartz or cron endpoint asks for, and the source that it becomes.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "connectors/quartz/cron_expression.h"
#include "engine/spec.h"

namespace kamel::connectors {

struct Trigger {
  std::string group, name;
  std::string cron, time_zone;             // "": a simple trigger; the zone of the process
  std::optional<std::int64_t> start, end;  // of a cron trigger, milliseconds since 1970
  std::int64_t repeat_count = -1;          // of a simple trigger: runs after the first; -1: for ever
  std::int64_t interval_ms = 1000;
  bool stateful = false;        // a run waits for the one before
  bool may_never_fire = false;  // else that is an error
  std::string endpoint;         // the URI that messages name
};

/// nullptr after having reported what is wrong, at `mark`.
std::unique_ptr<RouteSource> trigger_source(Trigger trigger, const EndpointDecl& decl, const Mark& mark, Assembler& assembler);

}  // namespace kamel::connectors
