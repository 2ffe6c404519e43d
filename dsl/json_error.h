// What Jackson says of a text that is no JSON.
#pragma once

#include <string_view>

#include "dsl/error.h"

namespace kamel::json {

constexpr std::size_t kDepth = 1000;

/// Reads `text` once more, slowly, to find out what is wrong with it and to say it in Jackson's words.
Error explain(std::string_view text);

}  // namespace kamel::json
