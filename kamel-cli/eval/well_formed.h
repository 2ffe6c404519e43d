// Text as Java would have read it.
#pragma once

#include <string>
#include <string_view>

namespace kamel::cli {

/// The text with every malformed piece of UTF-8 as U+FFFD, as Java's decoder does it: what is printed can always be read as JSON.
std::string well_formed(std::string_view text);

}  // namespace kamel::cli
