// The runtime's counters as Prometheus text.
#pragma once

#include <string>

#include "engine/running_route.h"

namespace kamel {

/// kamel_exchanges_total, kamel_exchanges_failed_total, kamel_exchanges_inflight, kamel_redeliveries_total,
/// kamel_exchange_duration_seconds (a histogram), all by route; kamel_step_runs_total by route and step.
std::string prometheus_text(const RunningRoutes& routes);

}  // namespace kamel
