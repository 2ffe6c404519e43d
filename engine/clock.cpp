#include "engine/clock.h"

#include "engine/virtual_time.h"

namespace kamel {
namespace {
thread_local constinit const VirtualTime* own_time = nullptr;
}  // namespace

void Clock::enter(const VirtualTime* time) noexcept { own_time = time; }

bool Clock::is_virtual() noexcept { return own_time != nullptr; }

Clock::time_point Clock::now() noexcept { return own_time != nullptr ? own_time->now() : std::chrono::steady_clock::now(); }

std::int64_t Clock::wall_ms() noexcept {
  if (own_time != nullptr) return own_time->wall_ms();
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

}  // namespace kamel
