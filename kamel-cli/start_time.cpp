#include "kamel-cli/start_time.h"

namespace kamel::cli {
namespace {
std::chrono::steady_clock::time_point started_at;
}

void mark_start() noexcept { started_at = std::chrono::steady_clock::now(); }

std::chrono::microseconds since_start() noexcept {
  return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - started_at);
}

}  // namespace kamel::cli
