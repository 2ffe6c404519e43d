// Clock: the time that steps measure and wait by: the machine's, or, on the worker of a test, a virtual one.
#pragma once

#include <chrono>
#include <cstdint>

namespace kamel {

class VirtualTime;

/// A C++ clock with the time points of std::chrono::steady_clock. On a worker that lives in a virtual time, that one's.
struct Clock {
  using duration = std::chrono::steady_clock::duration;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::steady_clock::time_point;
  static constexpr bool is_steady = true;
  static time_point now() noexcept;
  /// Milliseconds since 1970.
  static std::int64_t wall_ms() noexcept;
  /// Whether this thread lives in a virtual time.
  static bool is_virtual() noexcept;
  /// From now on this thread lives in `time`; nullptr: in the machine's.
  static void enter(const VirtualTime* time) noexcept;
};

}  // namespace kamel
