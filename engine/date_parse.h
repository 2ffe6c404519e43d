// Dates out of text, by the patterns of java.text.SimpleDateFormat.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/time_zone.h"

namespace kamel {

/// Milliseconds since 1970; nothing when the text or the pattern is not right. Lenient as Java is by default: what goes beyond a month or a day
/// counts on, what stands behind the date is not looked at. Knows y M d D H k K h m s S a E z Z X, with English names.
std::optional<std::int64_t> parse_date(std::string_view text, std::string_view pattern, const TimeZone& zone);

}  // namespace kamel
