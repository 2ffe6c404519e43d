// Pulse: a route fed with empty messages at intervals or by a calendar: timer, scheduler, quartz.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "connectors/threads/lane.h"
#include "connectors/threads/ticker.h"
#include "engine/intake.h"
#include "engine/spec.h"

namespace kamel::connectors {

/// A source that makes one exchange per tick, on one worker, chosen by name so that sources of one name share it. A tick waits for the
/// exchange before it where Camel's thread would, and is skipped when the route has no credit.
class Pulse final : public RouteSource {
 public:
  /// What Camel's polling consumers do besides (scheduler). A poll whose message leaves CamelSchedulerPolledMessages=false was an idle one.
  struct Polling {
    bool greedy = false;       // a poll that was not idle is followed by another one, at once and uncounted
    bool sends_empty = false;  // an idle poll is followed by an empty message
    std::int64_t backoff = 0, backoff_idle = 0;  // ticks that are left out after so many idle polls
  };
  struct Plan {
    std::string name;
    Ticker::Plan ticks;
    std::int64_t times = 0;  // 0: for ever
    Pattern pattern = Pattern::InOnly;
    bool at_once = false;  // no pause between ticks
    bool enabled = true;
    bool overlaps = false;  // a tick does not wait for the exchange of the one before
    std::optional<Polling> polling = {};
    std::function<void(Exchange&, std::int64_t counter)> fill;
  };
  explicit Pulse(Plan plan);
  ~Pulse() override;
  Result<> start(std::span<Intake* const> intakes) override;
  void stop(std::function<void()> stopped) override;
  void pause(bool paused) override;

 private:
  struct State;
  Plan plan_;
  std::shared_ptr<State> state_;
};

/// The worker that things of this name live on.
std::size_t home_of(std::string_view name, std::size_t workers) noexcept;

}  // namespace kamel::connectors
