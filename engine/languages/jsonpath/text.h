// What the two parsers of JSONPath (paths, filters) share: brackets, quotes, escapes.
#pragma once

#include "engine/languages/jsonpath/path.h"

namespace kamel::languages::json_path {

inline std::string_view trimmed(std::string_view text) noexcept {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") + 1 - first);
}
/// Behind the quote that closes the one at `open`; the text's end when none does.
std::size_t after_quoted(std::string_view text, std::size_t open) noexcept;
/// The bracket that closes the one at `open` ((, [ or {), with quoted text and /patterns/ read over; npos when none does.
std::size_t closing(std::string_view text, std::size_t open) noexcept;
/// What the escape at `place` (a backslash with something behind it) stands for; `place` is moved to its last character.
void append_unescaped(std::string_view text, std::size_t& place, std::string& out);

/// A path whose tokens know what stands before and after them.
std::unique_ptr<const Path> finished(std::unique_ptr<Path> path);
/// A path that begins with $ or @. `depth` is how many paths it is nested in.
std::unique_ptr<const Path> parse_inner(std::string_view text, std::size_t depth, SyntaxError& why);

}  // namespace kamel::languages::json_path
