// Text in other encodings than UTF-8.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kamel::connectors {

/// Whether the platform knows an encoding of this name.
bool is_charset(std::string_view name);
bool is_utf8(std::string_view name);
/// `bytes` in `charset` as UTF-8. What cannot be decoded becomes U+FFFD.
std::string decode(std::string_view bytes, const std::string& charset);
/// UTF-8 as bytes in `charset`. What the charset does not have becomes '?'.
std::string encode(std::string_view text, const std::string& charset);

}  // namespace kamel::connectors
