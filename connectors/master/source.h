// ElectedSource: a source that takes messages only while this process leads.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "connectors/master/election.h"
#include "engine/spec.h"

namespace kamel::connectors {

/// Starts `inner` when this process leads for the first time; pauses it when it no longer does. It lets others in only after all that it took is done.
class ElectedSource final : public RouteSource {
 public:
  ElectedSource(Context& context, std::string name, std::unique_ptr<RouteSource> inner) : context_(context), name_(std::move(name)), inner_(std::move(inner)) {}
  Result<> start(std::span<Intake* const> intakes) override;
  void stop(std::function<void()> stopped) override;
  void pause(bool paused) override;

 private:
  void lead(bool leads);

  Context& context_;
  const std::string name_;
  std::shared_ptr<Election> election_;
  std::mutex mutex_;  // guards what follows: the control thread and the election's meet here
  const std::unique_ptr<RouteSource> inner_;
  std::vector<Intake*> intakes_;
  bool started_ = false, leads_ = false, paused_ = false, stopping_ = false;
  std::unique_ptr<Candidacy> candidacy_;  // the control thread's; last: it is gone before what its thread calls
};

}  // namespace kamel::connectors
