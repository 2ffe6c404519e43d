// Ticker: calls at intervals, as java.util.Timer and a ScheduledExecutorService do.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "engine/clock.h"
#include "engine/worker.h"

namespace kamel::connectors {

/// Runs one task again and again on one worker; never two runs at once. Everything but `create` on that worker's thread.
class Ticker : public std::enable_shared_from_this<Ticker> {
 public:
  using Clock = kamel::Clock;
  enum class Pace : std::uint8_t {
    FromStart,  // the interval counts from the start of a run (java.util.Timer.schedule)
    FromEnd,    // from its end (scheduleWithFixedDelay)
    FixedRate,  // from the planned time: what was missed is caught up with
  };
  struct Plan {
    std::chrono::milliseconds first{1000};
    std::chrono::milliseconds every{1000};  // below 1: no further run
    Pace pace = Pace::FromStart;
    /// The first moment after a given one, both in milliseconds since 1970; nothing: never again. Where it is set, it takes the place of the
    /// intervals above. Moments that passed during a run are caught up with, unless they are more than a minute old: those become one run.
    std::function<std::optional<std::int64_t>(std::int64_t after)> calendar = nullptr;
  };

  /// `run` begins one run; who calls `done()` later ends it.
  static std::shared_ptr<Ticker> create(Worker& worker, Plan plan, std::function<void()> run);
  void start();
  /// The run that began last is over; `at_once`: the next one comes without waiting.
  void done(bool at_once = false);
  /// No further run begins. The task is forgotten, and all that it holds.
  void stop();
  bool stopped() const noexcept { return stopped_; }

 private:
  Ticker(Worker& worker, Plan plan, std::function<void()> run) : worker_(worker), plan_(plan), run_(std::move(run)) {}
  void arm(Clock::time_point when);
  void arm_calendar();
  void wait_for_date();
  void tick();

  Worker& worker_;
  Plan plan_;
  std::function<void()> run_;
  Worker::TimerId timer_ = 0;
  bool running_ = false;
  bool stopped_ = false;
  Clock::time_point began_;
  Clock::time_point due_;
  std::int64_t date_ = 0;  // the moment of a calendar that is waited for, or was last
};

}  // namespace kamel::connectors
