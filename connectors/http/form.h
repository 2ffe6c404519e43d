// multipart/form-data, taken apart.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/slice.h"

namespace kamel::http {

struct Part {
  std::string name;
  std::optional<std::string> file_name;  // an upload
  std::string content_type;
  Slice content;  // a piece of the body
};

/// nullopt when the text is not what the boundary promises. At most 1,000 parts.
std::optional<std::vector<Part>> parse_multipart(const Slice& body, std::string_view boundary);

/// Whether a form in application/x-www-form-urlencoded has a field (name=value) whose name is blank: Camel's server refuses it.
bool has_blank_name(std::string_view form);
/// The same for the fields of a multipart form.
bool has_blank_name(const std::vector<Part>& parts);

}  // namespace kamel::http
