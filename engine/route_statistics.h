// What routes have done, as the XML that Camel gives.
#pragma once

#include <string>
#include <string_view>

#include "engine/running_route.h"

namespace kamel {

/// <routeStat> of one route, or with an empty `id` <camelContextStat> of all: the attributes of Camel that kamel counts, under Camel's names.
/// "" when there is no such route.
std::string route_statistics(const RunningRoutes& routes, std::string_view id, std::string_view context);

}  // namespace kamel
