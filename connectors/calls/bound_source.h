// BoundSource: the consumer's side of an endpoint that is called in place: direct, browse.
#pragma once

#include <memory>
#include <vector>

#include "engine/spec.h"

namespace kamel::connectors {

/// Binds a route's intake on each worker to a name while the route runs, so that a producer on the same worker finds and calls it.
class BoundSource final : public RouteSource {
 public:
  explicit BoundSource(std::uint32_t entry) : entry_(entry) {}
  Result<> start(std::span<Intake* const> intakes) override;
  void stop(std::function<void()> stopped) override;
  void pause(bool paused) override;

 private:
  void bind(bool bound, const std::function<void()>& done);
  std::uint32_t entry_;
  std::vector<Intake*> intakes_;
};

}  // namespace kamel::connectors
