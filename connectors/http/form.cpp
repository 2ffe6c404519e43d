#include "connectors/http/form.h"

#include <algorithm>

#include "connectors/http/text.h"
#include "engine/named_values.h"

namespace kamel::http {
namespace {

constexpr std::size_t kMaximumParts = 1000;

void read_part_header(std::string_view line, Part& part) {
  const std::size_t colon = line.find(':');
  if (colon == line.npos) return;
  const std::string_view name = trim(line.substr(0, colon)), value = trim(line.substr(colon + 1));
  if (same_ignoring_case(name, "Content-Type")) {
    part.content_type = value;
  } else if (same_ignoring_case(name, "Content-Disposition")) {
    part.name = value_parameter(value, "name");
    if (value.find("filename=") != value.npos) part.file_name = value_parameter(value, "filename");
  }
}

/// The part's header and content; nullopt without the empty line between them.
std::optional<Part> read_part(const Slice& body, std::string_view text) {
  Part part;
  while (true) {
    const std::size_t end = text.find("\r\n");
    if (end == text.npos) return std::nullopt;
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 2);
    if (line.empty()) break;
    read_part_header(line, part);
  }
  part.content = body.sub(text);
  return part;
}

bool is_blank(std::string_view name) { return name.find_first_not_of(" \t\n\v\f\r") == name.npos; }

}  // namespace

std::optional<std::vector<Part>> parse_multipart(const Slice& body, std::string_view boundary) {
  if (boundary.empty()) return std::nullopt;
  const std::string delimiter = "\r\n--" + std::string(boundary);
  std::string_view rest = body.view();
  std::vector<Part> parts;
  const std::string_view first = std::string_view(delimiter).substr(2);
  const std::size_t start = rest.find(first);
  if (start == rest.npos) return rest.empty() ? std::optional(std::move(parts)) : std::nullopt;
  rest.remove_prefix(start + first.size());
  while (!rest.starts_with("--")) {
    const std::size_t line_end = rest.find("\r\n");
    const std::size_t end = line_end == rest.npos ? rest.npos : rest.find(delimiter, line_end);
    if (end == rest.npos || parts.size() == kMaximumParts) return std::nullopt;
    const std::size_t content = line_end + 2;
    auto part = read_part(body, end < content ? rest.substr(content, 0) : rest.substr(content, end - content));
    if (!part) return std::nullopt;
    parts.push_back(std::move(*part));
    rest.remove_prefix(end + delimiter.size());
  }
  return parts;
}

bool has_blank_name(std::string_view form) {
  while (!form.empty()) {
    const std::size_t end = std::min(form.find('&'), form.size());
    const std::string_view field = form.substr(0, end);
    const std::size_t equals = field.find('=');
    if (equals != field.npos && is_blank(decode_strictly(field.substr(0, equals), true).value_or("?"))) return true;
    form.remove_prefix(std::min(end + 1, form.size()));
  }
  return false;
}

bool has_blank_name(const std::vector<Part>& parts) {
  return std::ranges::any_of(parts, [](const Part& part) { return is_blank(part.name); });
}

}  // namespace kamel::http
