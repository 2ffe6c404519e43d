// Dates as text, by the patterns of java.text.SimpleDateFormat.
#pragma once

#include <cstdint>
#include <string_view>

#include "dsl/error.h"
#include "dsl/slice.h"
#include "engine/time_zone.h"

namespace kamel {

/// Whether a pattern can be used; fails with the java.lang.IllegalArgumentException that Java throws.
Result<> check_date_pattern(std::string_view pattern);
/// Appends the moment (milliseconds since 1970) as a checked pattern says, with English names.
void format_date(std::int64_t ms, std::string_view pattern, const TimeZone& zone, SliceBuilder& out);

}  // namespace kamel
