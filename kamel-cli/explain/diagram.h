// Diagram: a route as a Mermaid flowchart.
#pragma once

#include <string>

#include "dsl/route.h"
#include "engine/registry.h"

namespace kamel::cli {

/// "flowchart TD …": one box per step, branches with what chooses them. All routes of the set in one chart, a group for each.
std::string mermaid(const RouteSet& set, const Registry& registry);

}  // namespace kamel::cli
