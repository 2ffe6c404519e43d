// RunningRoute: a route that is loaded on every worker, with its source.
#pragma once

#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/intake.h"
#include "engine/runtime.h"
#include "engine/spec.h"

namespace kamel {

/// Changed by the control thread only, and under the lock of whoever looks at it from elsewhere (but for `started`, `suspended` and the counters of its intakes).
struct RunningRoute {
  std::string id;
  Mark mark;
  std::shared_ptr<const Program> program;
  std::unique_ptr<RouteSource> source;
  std::vector<std::shared_ptr<Intake>> intakes;  // one per worker
  std::atomic<bool> started{false};
  std::atomic<bool> suspended{false};  // its source was told to pause
  bool internal = false;  // its messages come from other routes: it is started before those and drained after them

  Result<> start();
  RouteStatus status() const;
  /// Exchanges that have ended.
  std::uint64_t completed() const;
  bool is_internal(const Registry& registry) const;
  /// Hands the intakes to their workers, which keep them while an exchange may still point to them.
  void retire(Context& context);
};

using RunningRoutes = std::map<std::string, RunningRoute, std::less<>>;

/// Stops the sources of `routes` at once and waits until each is done and no exchange of these routes is in flight, at most `deadline`.
bool stop_sources(const std::vector<RunningRoute*>& routes, std::chrono::milliseconds deadline);

}  // namespace kamel
