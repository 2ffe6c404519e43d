#include "connectors/http/path_pattern.h"

#include <algorithm>

namespace kamel::http {
namespace {

bool is_name_character(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

}  // namespace

PathPattern::PathPattern(std::string text) : text_(std::move(text)) {
  std::string_view rest = text_;
  if (rest.ends_with('*')) {
    prefix_ = true;
    rest.remove_suffix(1);
    slash_ = rest.size() > 1 && rest.ends_with('/') && rest.find('{') == rest.npos;
    if (slash_) rest.remove_suffix(1);
  }
  while (!rest.empty()) {
    const std::size_t open = rest.find('{');
    const std::size_t close = open == rest.npos ? rest.npos : rest.find('}', open);
    if (close == rest.npos) break;
    if (open > 0) pieces_.push_back({false, rest.substr(0, open)});
    const std::string_view inside = rest.substr(open + 1, close - open - 1);
    const auto end = std::ranges::find_if_not(inside, is_name_character);
    const auto length = static_cast<std::size_t>(end - inside.begin());
    pieces_.push_back({true, inside.substr(0, length)});
    if (length < inside.size()) pieces_.push_back({false, inside.substr(length)});
    rest.remove_prefix(close + 1);
  }
  if (!rest.empty()) pieces_.push_back({false, rest});
}

std::vector<std::string> PathPattern::names() const {
  std::vector<std::string> names;
  for (const Piece& piece : pieces_) {
    if (piece.parameter) names.emplace_back(piece.text);
  }
  if (prefix_) names.emplace_back("*");
  return names;
}

bool PathPattern::matches(std::string_view path, std::vector<PathParameter>& parameters) const {
  parameters.clear();
  return matches_from(0, path, parameters);
}

bool PathPattern::matches_from(std::size_t piece, std::string_view rest, std::vector<PathParameter>& parameters) const {
  if (piece == pieces_.size()) {
    if (!prefix_) return rest.empty() || rest == "/";
    if (slash_) rest = rest.empty() ? std::string_view("/") : rest.starts_with('/') ? rest.substr(1) : rest;
    parameters.push_back({"*", rest});
    return true;
  }
  const Piece& next = pieces_[piece];
  if (!next.parameter) return rest.starts_with(next.text) && matches_from(piece + 1, rest.substr(next.text.size()), parameters);
  const std::size_t longest = std::min(rest.find('/'), rest.size());
  for (std::size_t length = longest; length > 0; --length) {
    parameters.push_back({next.text, rest.substr(0, length)});
    if (matches_from(piece + 1, rest.substr(length), parameters)) return true;
    parameters.pop_back();
  }
  return false;
}

}  // namespace kamel::http
