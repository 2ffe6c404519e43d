// CircuitBreaker: counts how calls end, and refuses them for a while when too many end badly. The rules are those of Resilience4j 2.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string_view>

#include "engine/clock.h"

namespace kamel {

struct CircuitSettings {
  double failure_rate = 50;  // percent of calls, from which on it opens
  double slow_rate = 100;    // the same for slow calls
  std::chrono::milliseconds slow_from{60000};
  bool by_time = false;        // the window holds seconds instead of calls
  std::int64_t window = 100;   // calls, or seconds
  std::int64_t minimum = 100;  // with fewer calls in the window it never opens
  std::chrono::milliseconds open_for{60000};
  std::int64_t trials = 10;  // calls let through when half open
};

/// Shared by all workers and kept across live swaps; the settings come with each call. Any thread.
class CircuitBreaker {
 public:
  using Clock = kamel::Clock;
  enum class State : std::uint8_t { Closed, Open, HalfOpen };

  /// Whether a call may be made now. Each that may is followed by one `record` or `forget`.
  bool permits(const CircuitSettings& settings, Clock::time_point now);
  /// A call has ended after `took`.
  void record(const CircuitSettings& settings, Clock::time_point now, Clock::duration took, bool failed);
  /// A call has ended in a way that counts neither as a success nor as a failure.
  void forget();
  State state() const;

 private:
  /// One call, or all calls of one second.
  struct Bucket {
    std::int64_t second = 0;
    std::int64_t calls = 0, failed = 0, slow = 0;
    void add(const Bucket& other);
    void subtract(const Bucket& other);
  };
  void push(const Bucket& call, bool by_time, std::int64_t window);
  void become(State state, Clock::time_point until = {});
  bool exceeds(const CircuitSettings& settings) const;

  mutable std::mutex mutex_;
  State state_ = State::Closed;
  Clock::time_point open_until_;
  std::int64_t trials_left_ = 0;
  std::deque<Bucket> buckets_;
  Bucket total_;
};

/// As Camel prints it: "HALF_OPEN".
std::string_view name_of(CircuitBreaker::State state) noexcept;

}  // namespace kamel
