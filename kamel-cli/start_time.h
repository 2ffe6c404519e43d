// When the process began, for "Routes started in N ms".
#pragma once

#include <chrono>

namespace kamel::cli {

/// Called first thing in main().
void mark_start() noexcept;
std::chrono::microseconds since_start() noexcept;

}  // namespace kamel::cli
