// The patterns of LIKE.
#pragma once

#include <string>
#include <string_view>

namespace kamel::cesql {

/// Whether the whole text matches: `%` is any characters, `_` one, `\%` and `\_` themselves. Takes at most the product of the two lengths.
bool is_like(std::string_view text, std::string_view pattern) noexcept;

}  // namespace kamel::cesql
