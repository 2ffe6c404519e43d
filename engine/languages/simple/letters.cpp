#include "engine/languages/simple/letters.h"

#include <algorithm>

namespace kamel::simple {
namespace {

char32_t upper(char32_t c) noexcept {
  if (c < 0x80) return c >= 'a' && c <= 'z' ? c - 32 : c;
  if (c == 0xFF) return 0x178;
  if (c >= 0xE0 && c <= 0xFE && c != 0xF7) return c - 32;
  if ((c >= 0x100 && c <= 0x137) || (c >= 0x14A && c <= 0x177)) return c & ~char32_t{1};
  if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E)) return c % 2 == 0 ? c - 1 : c;
  if (c >= 0x3B1 && c <= 0x3C9 && c != 0x3C2) return c - 32;
  if (c >= 0x430 && c <= 0x44F) return c - 32;
  if (c >= 0x450 && c <= 0x45F) return c - 80;
  return c;
}

char32_t lower(char32_t c) noexcept {
  if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 32 : c;
  if (c == 0x178) return 0xFF;
  if (c >= 0xC0 && c <= 0xDE && c != 0xD7) return c + 32;
  if ((c >= 0x100 && c <= 0x137 && c != 0x130) || (c >= 0x14A && c <= 0x177)) return c | char32_t{1};
  if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E)) return c % 2 == 1 ? c + 1 : c;
  if (c >= 0x391 && c <= 0x3A9) return c + 32;
  if (c >= 0x410 && c <= 0x42F) return c + 32;
  if (c >= 0x400 && c <= 0x40F) return c + 80;
  return c;
}

/// All letters with cases lie in the first two kinds: one byte and two bytes.
template <class F>
Slice map(const Slice& text, F change) {
  SliceBuilder out(text.size());
  const std::string_view all = text;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto lead = static_cast<unsigned char>(all[i]);
    if (lead < 0x80) {
      out.push_back(static_cast<char>(change(lead)));
    } else if (lead >= 0xC0 && lead < 0xE0 && i + 1 < all.size()) {
      const char32_t c = change(static_cast<char32_t>((lead & 0x1F) << 6 | (static_cast<unsigned char>(all[++i]) & 0x3F)));
      out.push_back(static_cast<char>(0xC0 | c >> 6));
      out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
    } else {
      out.push_back(all[i]);
    }
  }
  return out.finish();
}

}  // namespace

Slice to_upper(const Slice& text) { return map(text, upper); }
Slice to_lower(const Slice& text) { return map(text, lower); }

bool is_letter(unsigned char c) noexcept { return c >= 0x80 || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z'); }

}  // namespace kamel::simple
