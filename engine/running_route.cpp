#include "engine/running_route.h"

#include <condition_variable>
#include <latch>
#include <mutex>

#include "engine/resident.h"
#include "engine/worker.h"

namespace kamel {
namespace {

/// Counts things that must end; shared with callbacks that may come after the one who waits has given up.
struct Outstanding {
  std::mutex mutex;
  std::condition_variable changed;
  std::size_t left = 0;
  void one_less() {
    const std::lock_guard lock(mutex);
    --left;
    changed.notify_all();
  }
};

/// What the route's steps still hold comes through when all else has.
void end(const std::shared_ptr<Intake>& intake, const std::shared_ptr<Outstanding>& waiting) {
  intake->when_idle([intake, waiting] {
    tell_residents(*intake, &Resident::stopping);
    intake->when_idle([intake, waiting] { waiting->one_less(); });
  });
}

}  // namespace

Result<> RunningRoute::start() {
  std::vector<Intake*> borrowed;
  for (const auto& intake : intakes) borrowed.push_back(intake.get());
  const Result<> result = source->start(borrowed);
  started = result.has_value();
  return result;
}

RouteStatus RunningRoute::status() const {
  RouteStatus status{.id = id, .from_uri = program->from_uri, .state = !started ? "Stopped" : suspended ? "Suspended" : "Started"};
  for (const auto& intake : intakes) {
    const RouteCounters& counters = intake->counters();
    status.exchanges += counters.exchanges.load(std::memory_order_relaxed);
    status.failed += counters.failed.load(std::memory_order_relaxed);
    status.in_flight += counters.in_flight.load(std::memory_order_relaxed);
  }
  return status;
}

std::uint64_t RunningRoute::completed() const {
  std::uint64_t sum = 0;
  for (const auto& intake : intakes) sum += intake->counters().exchanges.load(std::memory_order_relaxed);
  return sum;
}

bool RunningRoute::is_internal(const Registry& registry) const {
  const ComponentSpec* spec = registry.component(program->from_uri.substr(0, program->from_uri.find(':')));
  return spec != nullptr && spec->internal;
}

void RunningRoute::retire(Context& context) {
  std::latch handed(static_cast<std::ptrdiff_t>(intakes.size()));
  for (auto& intake : intakes) {
    intake->worker().post([&handed, kept = std::move(intake)]() mutable {
      Worker& worker = kept->worker();
      worker.retire(std::move(kept));
      kept.reset();
      handed.count_down();
    });
  }
  handed.wait();
  intakes.clear();
  (void)context;
}

bool stop_sources(const std::vector<RunningRoute*>& routes, std::chrono::milliseconds deadline) {
  const auto waiting = std::make_shared<Outstanding>();
  for (RunningRoute* route : routes) {
    if (!route->source || !route->started) continue;
    route->started = false;
    {
      const std::lock_guard lock(waiting->mutex);
      waiting->left += 1 + route->intakes.size();
    }
    route->source->stop([waiting, intakes = route->intakes] {
      for (const auto& intake : intakes) {
        intake->worker().post([waiting, intake] { end(intake, waiting); });
      }
      waiting->one_less();
    });
  }
  std::unique_lock lock(waiting->mutex);
  return waiting->changed.wait_for(lock, deadline, [&] { return waiting->left == 0; });
}

}  // namespace kamel
