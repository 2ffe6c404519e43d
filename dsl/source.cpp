#include "dsl/source.h"

namespace kamel {

std::string_view Source::line(std::uint32_t number) const noexcept {
  std::string_view rest = text;
  for (std::uint32_t at = 1; at < number; ++at) {
    const auto end = rest.find('\n');
    if (end == std::string_view::npos) return {};
    rest.remove_prefix(end + 1);
  }
  rest = rest.substr(0, rest.find('\n'));
  if (rest.ends_with('\r')) rest.remove_suffix(1);
  return rest;
}

std::string Mark::text() const {
  std::string out = source ? source->name : "";
  if (line != 0) {
    out += out.empty() ? "" : ":";
    out += std::to_string(line);
    if (column != 0) out += ":" + std::to_string(column);
  }
  return out;
}

}  // namespace kamel
