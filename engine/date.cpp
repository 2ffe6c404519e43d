#include "engine/date.h"

#include "engine/clock.h"
#include "engine/date_format.h"

namespace kamel {

std::string Date::text() const {
  SliceBuilder out(32);
  format_date(ms_, "EEE MMM dd HH:mm:ss z yyyy", TimeZone::local(), out);
  return out.finish().str();
}

std::optional<Value> Date::property(std::string_view name) const {
  if (name == "time") return Value(ms_);
  return std::nullopt;
}

std::int64_t now_ms() noexcept { return Clock::wall_ms(); }

}  // namespace kamel
