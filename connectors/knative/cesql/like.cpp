#include "connectors/knative/cesql/like.h"

namespace kamel::cesql {
namespace {

/// The bytes of the character that begins at `text[0]`.
std::size_t character(std::string_view text) noexcept {
  std::size_t size = 1;
  while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) ++size;
  return size;
}

bool is_escape(std::string_view pattern) noexcept { return pattern.size() > 1 && pattern[0] == '\\' && (pattern[1] == '%' || pattern[1] == '_'); }

/// One step on where the first things of both match.
bool advance(std::string_view& text, std::string_view& pattern) noexcept {
  if (pattern.empty() || pattern[0] == '%') return false;
  if (pattern[0] == '_') {
    text.remove_prefix(character(text));
    pattern.remove_prefix(1);
    return true;
  }
  const std::size_t skip = is_escape(pattern) ? 1 : 0;
  if (pattern[skip] != text[0]) return false;
  text.remove_prefix(1);
  pattern.remove_prefix(skip + 1);
  return true;
}

}  // namespace

// Greedy, going back to the last % only: what an earlier one could take more, that one can, too.
bool is_like(std::string_view text, std::string_view pattern) noexcept {
  std::string_view retry_text, retry_pattern;
  bool any = false;
  while (!text.empty()) {
    if (!pattern.empty() && pattern[0] == '%') {
      pattern.remove_prefix(1);
      any = true;
      retry_text = text;
      retry_pattern = pattern;
    } else if (!advance(text, pattern)) {
      if (!any) return false;
      retry_text.remove_prefix(character(retry_text));
      text = retry_text;
      pattern = retry_pattern;
    }
  }
  return pattern.find_first_not_of('%') == pattern.npos;
}

}  // namespace kamel::cesql
