// The end of `kamel run` and `kamel serve`: what is in flight ends first.
#pragma once

#include "engine/runtime.h"
#include "kamel-cli/output/paint.h"

namespace kamel::cli {

/// Stops the HTTP server and the sources, waits at most `seconds` for what is in flight, and says so on standard error. The exit code.
int drain(Runtime& runtime, double seconds, const Paint& paint);

}  // namespace kamel::cli
