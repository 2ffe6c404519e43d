// The source that takes messages out of a seda queue.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "connectors/seda/queue.h"
#include "engine/polling/poller.h"
#include "engine/spec.h"

namespace kamel::connectors {

class SedaSource final : public RouteSource, public Pollable {
 public:
  struct Plan {
    std::shared_ptr<SedaQueue> queue;
    std::size_t lanes = 1;
    bool purges = false;
    bool multiple = false;
  };
  explicit SedaSource(Plan plan);
  ~SedaSource() override;
  Result<> start(std::span<Intake* const> intakes) override;
  /// Waits until the queue is empty, as Camel does, unless somebody else goes on with it.
  void stop(std::function<void()> stopped) override;
  void pause(bool paused) override;
  /// Takes straight out of the queue; nothing need be started.
  void receive(Worker& worker, std::chrono::milliseconds timeout, PollDone done) override;

 private:
  struct Consumer;
  Plan plan_;
  std::vector<std::shared_ptr<Consumer>> consumers_;
  Intake* member_ = nullptr;
};

}  // namespace kamel::connectors
