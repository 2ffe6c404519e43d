// VirtualTime: a time that only passes when it is told to, so that an hour's delay takes a test no time.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <unordered_map>

#include "engine/clock.h"

namespace kamel {

class Worker;

/// The time of a runtime with one worker. It stands still while there is work; when all is quiet it jumps to the next timer, as far as it is
/// allowed. Everything that is due happens in its order, as if it had been waited for.
class VirtualTime {
 public:
  /// Begins at `wall_ms` since 1970.
  explicit VirtualTime(std::int64_t wall_ms) : began_(std::chrono::steady_clock::now()), wall_began_(wall_ms), now_(began_), horizon_(began_) {}

  // The control thread.
  /// Lets `span` pass: everything that is due by then happens.
  bool pass(Worker& worker, std::chrono::milliseconds span);
  /// Waits until the worker has nothing left to do in the time that it is allowed. false: after `kPatience` of real time it still had.
  bool settle(Worker& worker);
  static constexpr std::chrono::seconds kPatience{20};

  // The worker.
  Clock::time_point now() const noexcept { return now_; }
  std::int64_t wall_ms() const noexcept { return wall_began_ + std::chrono::duration_cast<std::chrono::milliseconds>(now_ - began_).count(); }
  /// At most `span` from now may pass while something waits for it.
  void allow(std::chrono::milliseconds span) noexcept { horizon_ = now_ + span; }
  /// No time passes any more, for now; what can be done at this moment still is.
  void stop_here() noexcept { horizon_ = now_; }
  using TimerId = std::uint64_t;
  TimerId after(std::chrono::milliseconds delay, std::function<void()> task);
  bool cancel(TimerId timer);
  /// Nothing else is to be done: runs the next timer that is due by the horizon. Whether there was one; if not, the control thread goes on.
  bool run_next();
  std::size_t waiting() const noexcept { return timers_.size(); }
  void clear() noexcept;

 private:
  const Clock::time_point began_;
  const std::int64_t wall_began_;
  Clock::time_point now_, horizon_;
  bool whole_ = false;  // all of what is allowed passes, even with nothing to wait for
  using Key = std::pair<Clock::time_point, TimerId>;
  std::map<Key, std::function<void()>> timers_;
  std::unordered_map<TimerId, Clock::time_point> due_;
  TimerId last_ = 0;
  std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  std::uint64_t asked_ = 0, seen_ = 0, quiet_ = 0;
};

}  // namespace kamel
