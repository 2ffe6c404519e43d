#include "kamel-cli/eval/well_formed.h"

#include <algorithm>

namespace kamel::cli {
namespace {

struct Piece {
  std::size_t size;
  bool sound;
};

bool within(unsigned char c, unsigned low, unsigned high) noexcept { return c >= low && c <= high; }

/// The character at the start of `text`, or as much of one as is there before it breaks off.
Piece first_of(std::string_view text) noexcept {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : static_cast<unsigned char>(0); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {1, true};
  const std::size_t size = within(lead, 0xC2, 0xDF) ? 2 : within(lead, 0xE0, 0xEF) ? 3 : within(lead, 0xF0, 0xF4) ? 4 : 0;
  if (size == 0) return {1, false};
  const unsigned low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;  // shorter forms, and halves of pairs, are malformed
  const unsigned high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  if (!within(byte(1), low, high)) return {1, false};
  for (std::size_t i = 2; i < size; ++i) {
    if (!within(byte(i), 0x80, 0xBF)) return {i, false};
  }
  return {size, true};
}

}  // namespace

std::string well_formed(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const Piece piece = first_of(text);
    out += piece.sound ? text.substr(0, piece.size) : "\xEF\xBF\xBD";
    text.remove_prefix(std::min(piece.size, text.size()));
  }
  return out;
}

}  // namespace kamel::cli
