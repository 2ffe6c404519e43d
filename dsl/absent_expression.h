// What stands where an expression was an optional placeholder without a value.
#pragma once

#include <string_view>

namespace kamel {

/// The text of the Null node that `simple: "{{?x}}"` becomes: an expression that gives null.
inline constexpr std::string_view kAbsentExpression = "{{?}}";

}  // namespace kamel
