#include "connectors/rest/content_type.h"

#include <algorithm>
#include <boost/json/parse.hpp>

#include "engine/convert.h"

namespace kamel::rest {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

}  // namespace

bool contains_ignoring_case(std::string_view text, std::string_view part) noexcept {
  for (std::size_t at = 0; at + part.size() <= text.size(); ++at) {
    if (same_ignoring_case(text.substr(at, part.size()), part)) return true;
  }
  return false;
}

std::optional<std::string> header_text(const Exchange& exchange, std::string_view name) {
  const Value* value = exchange.message.headers.find(name);
  return value == nullptr || value->is_null() ? std::nullopt : std::optional(to_text(*value).str());
}

bool is_accepted(const std::optional<std::string>& valid, const std::optional<std::string>& given) {
  if (!valid || !given || given->find("*/*") != std::string::npos) return true;
  const std::string types = lower(*valid);
  const std::string target = lower(std::string_view(*given).substr(0, given->find(';')));
  if (types.find(target) != std::string::npos) return true;
  for (std::string_view rest = target;;) {
    const std::size_t comma = rest.find(',');
    if (types.find(trimmed(rest.substr(0, comma))) != std::string::npos) return true;
    if (comma == rest.npos) return false;
    rest.remove_prefix(comma + 1);
  }
}

bool is_json(std::string_view text) {
  boost::json::parse_options options;
  options.max_depth = 1000;
  boost::json::error_code error;
  const boost::json::value value = boost::json::parse(text, error, {}, options);
  return !error && value.is_structured();
}

}  // namespace kamel::rest
