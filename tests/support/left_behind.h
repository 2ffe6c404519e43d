// LeftBehind: while one lives, what its thread and the workers of new Routes allocate is no leak, and Routes that end do not wait for their exchanges.
#pragma once

#include <atomic>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/lsan_interface.h>
#endif

namespace kamel::test {

/// For tests that leave messages waiting in a Runtime, as a crash does: such a message holds the program that it waits in, and that one the message.
class LeftBehind {
 public:
  LeftBehind() noexcept { ++alive_; }
  ~LeftBehind() { --alive_; }
  LeftBehind(const LeftBehind&) = delete;
  LeftBehind& operator=(const LeftBehind&) = delete;
  static bool any() noexcept { return alive_ != 0; }
  /// What the calling thread allocates from now on is no leak.
  static void allow_on_this_thread() noexcept {
#if defined(__SANITIZE_ADDRESS__)
    __lsan_disable();
#endif
  }

 private:
  static inline std::atomic<int> alive_{0};
#if defined(__SANITIZE_ADDRESS__)
  __lsan::ScopedDisabler disabler_;
#endif
};

}  // namespace kamel::test
