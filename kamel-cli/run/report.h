// What `kamel run` tells about itself: routes, changes, errors.
#pragma once

#include <string>

#include "engine/runtime.h"
#include "kamel-cli/output/paint.h"

namespace kamel::cli {

/// One line a route: its id, where it takes messages from, its state.
std::string route_lines(const std::vector<RouteStatus>& routes, const Paint& paint);
/// "2 swapped (a, b), 1 added (c) in 3.1 ms"; "" when nothing changed.
std::string change_text(const Applied& applied, const Paint& paint);
/// "0.8 ms", "12 ms", "1.5 s".
std::string duration_text(std::chrono::microseconds time);

}  // namespace kamel::cli
