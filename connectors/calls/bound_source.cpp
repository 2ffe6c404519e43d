#include "connectors/calls/bound_source.h"

#include <atomic>

#include "engine/intake.h"
#include "engine/worker.h"

namespace kamel::connectors {

Result<> BoundSource::start(std::span<Intake* const> intakes) {
  intakes_.assign(intakes.begin(), intakes.end());
  bind(true, [] {});
  return {};
}

// A restarted route may have bound another intake to the name in the meantime: that one stays.
void BoundSource::bind(bool bound, const std::function<void()>& done) {
  if (intakes_.empty()) return done();
  auto left = std::make_shared<std::atomic<std::size_t>>(intakes_.size());
  for (Intake* intake : intakes_) {
    intake->worker().post([entry = entry_, intake, bound, done, left] {
      Worker& worker = intake->worker();
      if (bound) {
        worker.bind(entry, intake);
      } else if (worker.entry(entry) == intake) {
        worker.bind(entry, nullptr);
      }
      if (left->fetch_sub(1) == 1) done();
    });
  }
}

void BoundSource::stop(std::function<void()> stopped) { bind(false, std::move(stopped)); }
void BoundSource::pause(bool paused) {
  bind(!paused, [] {});
}

}  // namespace kamel::connectors
