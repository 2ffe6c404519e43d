// Ticks: a clock for how long an exchange took, read twice per exchange.
#pragma once

#include <chrono>
#include <cstdint>
#if defined(__x86_64__)
#include <x86intrin.h>
#endif

namespace kamel {

/// Counts the processor's own ticks where the kernel trusts them as its clock (they are even, and the same on all cores): half the price of
/// steady_clock. Elsewhere steady_clock's nanoseconds. Any thread.
class Ticks {
 public:
  static std::uint64_t now() noexcept {
#if defined(__x86_64__)
    if (trusted_) return __rdtsc();
#endif
    return static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count());
  }
  /// Whole microseconds from `earlier` until now.
  static std::uint64_t microseconds_since(std::uint64_t earlier) noexcept {
    const std::uint64_t later = now();
    return later > earlier ? static_cast<std::uint64_t>(static_cast<double>(later - earlier) * per_tick()) : 0;
  }

 private:
  static double per_tick() noexcept {
    static const double microseconds = measured();
    return microseconds;
  }
  static double measured() noexcept;

  static const bool trusted_;
};

}  // namespace kamel
