// What differs from run to run, named instead of shown.
#include <array>
#include <cctype>

#include "kamel-cli/eval/case.h"

namespace kamel::cli {
namespace {

bool is_hex(char c, bool upper) {
  return std::isdigit(static_cast<unsigned char>(c)) != 0 || (upper ? c >= 'A' && c <= 'F' : c >= 'a' && c <= 'f');
}
bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

std::size_t hex_run(std::string_view text, std::size_t at, bool upper) {
  std::size_t length = 0;
  while (at + length < text.size() && is_hex(text[at + length], upper)) ++length;
  return length;
}

// The length of the exchange id ([0-9A-F]{12,}-[0-9A-F]{16}) at `at`, or 0.
std::size_t exchange_id_at(std::string_view text, std::size_t at) {
  const std::size_t first = hex_run(text, at, true);
  if (first < 12 || at + first >= text.size() || text[at + first] != '-') return 0;
  const std::size_t length = first + 1 + hex_run(text, at + first + 1, true);
  return length == first + 17 && (at + length == text.size() || !is_word(text[at + length])) ? length : 0;
}

std::size_t uuid_at(std::string_view text, std::size_t at) {
  constexpr std::array<std::size_t, 5> kRuns{8, 4, 4, 4, 12};
  std::size_t length = 0;
  for (std::size_t run : kRuns) {
    if (length != 0 && (at + length >= text.size() || text[at + length++] != '-')) return 0;
    if (hex_run(text, at + length, false) != run) return 0;
    length += run;
  }
  return at + length == text.size() || !is_word(text[at + length]) ? length : 0;
}

}  // namespace

std::string normalised(std::string_view text, std::string_view folder) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    if (!folder.empty() && text.substr(at).starts_with(folder)) {
      out += "$CASE";
      at += folder.size();
      continue;
    }
    const bool boundary = at == 0 || !is_word(text[at - 1]);
    if (const std::size_t length = boundary ? exchange_id_at(text, at) : 0; length != 0) {
      out += "$EXCHANGEID";
      at += length;
    } else if (const std::size_t uuid = boundary ? uuid_at(text, at) : 0; uuid != 0) {
      out += "$UUID";
      at += uuid;
    } else {
      out += text[at++];
    }
  }
  return out;
}

}  // namespace kamel::cli
