#include "engine/ticks.h"

#include <fstream>
#include <string>

namespace kamel {
namespace {

bool kernel_trusts_processor() {
  std::string clock;
  return static_cast<bool>(std::ifstream("/sys/devices/system/clocksource/clocksource0/current_clocksource") >> clock) && clock == "tsc";
}

struct Moment {
  std::uint64_t ticks = Ticks::now();
  std::chrono::steady_clock::time_point time = std::chrono::steady_clock::now();
};

}  // namespace

const bool Ticks::trusted_ = kernel_trusts_processor();

namespace {
const Moment start;  // behind `trusted_`, in this order
}

// From the process's start until the first exchange ends there are milliseconds: reading the two clocks one after the other is no error beside that.
double Ticks::measured() noexcept {
  const Moment now;
  const double microseconds = std::chrono::duration<double, std::micro>(now.time - start.time).count();
  return trusted_ && now.ticks > start.ticks ? microseconds / static_cast<double>(now.ticks - start.ticks) : 0.001;
}

}  // namespace kamel
