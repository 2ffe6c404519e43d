// Feed: the frame of a source that gives what it has to one lane.
#pragma once

#include <functional>
#include <memory>

#include "connectors/threads/lane.h"

namespace kamel {
class Worker;
}

namespace kamel::connectors {

/// Starts one exchange after the other while the lane is free and the route has credits; asks for more when there is nothing to start; pauses, and ends once the
/// last exchange has. Lives until its last task has run. `open`, `stop` and `pause` from any thread; all else on the intake's worker.
class Feed : public std::enable_shared_from_this<Feed> {
 public:
  explicit Feed(Intake& intake) : intake_(intake) {}
  virtual ~Feed() = default;
  Feed(const Feed&) = delete;
  Feed& operator=(const Feed&) = delete;

  void open();
  /// Starts nothing any more, and calls `stopped` on the worker when no exchange is left.
  void stop(std::function<void()> stopped);
  void pause(bool paused);

 protected:
  /// Once, before all others.
  virtual void begin() = 0;
  /// Starts the next exchange on `lane_`; false when there is none.
  virtual bool emit() = 0;
  /// `emit` had nothing: gets more, and calls `go_on` when it has come. May be called while it is on its way.
  virtual void more() = 0;
  /// Ends what `more` waits for.
  virtual void cancel() = 0;

  void go_on();
  /// Starts nothing any more, but has not been stopped.
  void finish() noexcept { ended_ = true; }
  bool ended() const noexcept { return ended_; }
  Worker& worker() const noexcept;

  Intake& intake_;
  Lane lane_;

 private:
  void wait_for_credit();
  void end(std::function<void()> stopped);

  bool paused_ = false, ended_ = false, waits_for_credit_ = false;
  std::function<void()> stopped_;  // once `ended_`
};

}  // namespace kamel::connectors
