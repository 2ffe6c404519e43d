// LeftBehind: while one lives, what its thread allocates is no leak.
#pragma once

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/lsan_interface.h>
#endif

namespace kamel::test {

/// For tests that leave messages waiting in a Runtime, as a crash does: such a message holds the program that it waits in, and that one the message.
#if defined(__SANITIZE_ADDRESS__)
using LeftBehind = __lsan::ScopedDisabler;
#else
struct LeftBehind {
  LeftBehind() noexcept {}
};
#endif

}  // namespace kamel::test
