// The formats that a JSON schema can ask for.
#pragma once

#include <optional>
#include <string_view>

namespace kamel::json_schema {

/// What Camel's validator says of a text that is not of the format: "must be a valid RFC 3339 full-date", or the pattern that it should have matched.
/// nullopt: it is of the format, or the format is not known. Any thread.
std::optional<std::string_view> breaks_format(std::string_view format, std::string_view text);

}  // namespace kamel::json_schema
