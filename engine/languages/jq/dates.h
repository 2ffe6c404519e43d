// jq's strftime and strptime as jackson-jq has them: of milliseconds since 1970, by the patterns of java.text.SimpleDateFormat.
#pragma once

#include "engine/languages/jq/functions.h"

namespace kamel::languages::jq_lang {

/// pattern; pattern, zone.
Error format_time(const Value& input, std::span<const Value> arguments, List& out);
Error parse_time(const Value& input, std::span<const Value> arguments, List& out);

}  // namespace kamel::languages::jq_lang
