#include "engine/date.h"

#include <chrono>

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

std::int64_t now_ms() noexcept {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

}  // namespace kamel
