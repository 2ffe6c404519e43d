// What Camel hides in logs where it is told to (logMask).
#pragma once

#include <string>

namespace kamel {

/// `text` with the values of passwords and the like as xxxxx: Camel's DefaultMaskingFormatter. Any thread.
std::string mask_secrets(const std::string& text);

}  // namespace kamel
