// The runtime's counters as Prometheus text.
#pragma once

#include <string>
#include <vector>

#include "engine/running_route.h"

namespace kamel {

/// kamel_exchanges_total, kamel_exchanges_failed_total, kamel_exchanges_inflight, kamel_redeliveries_total,
/// kamel_exchange_duration_seconds (a histogram), all by route; kamel_step_runs_total by route and step.
std::string prometheus_text(const RunningRoutes& routes);

/// How often each step of a route has run, all workers together. Instructions of the same step (its test, its jump) count once: the first of
/// them is the step's own.
std::vector<StepRuns> step_runs(const RunningRoute& route);

}  // namespace kamel
