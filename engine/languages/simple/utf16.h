// Java counts text in UTF-16 units; ours is UTF-8.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace kamel::simple {

inline bool is_ascii(std::string_view text) noexcept {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// How many units the character that begins with `lead` has, and how many bytes.
inline std::size_t units_of(unsigned char lead) noexcept { return lead >= 0xF0 ? 2 : (lead & 0xC0) == 0x80 ? 0 : 1; }

/// String.length().
inline std::size_t length16(std::string_view text) noexcept {
  std::size_t units = 0;
  for (const char c : text) units += units_of(static_cast<unsigned char>(c));
  return units;
}

/// The byte at which unit `index` begins; the size of the text when it lies behind.
inline std::size_t byte_at(std::string_view text, std::size_t index) noexcept {
  std::size_t units = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t size = units_of(static_cast<unsigned char>(text[i]));
    if (size != 0 && units >= index) return i;
    units += size;
  }
  return text.size();
}

/// The text from unit `from` to unit `to`, both within it.
inline std::string_view substring16(std::string_view text, std::size_t from, std::size_t to) noexcept {
  const std::size_t begin = byte_at(text, from);
  return text.substr(begin, byte_at(text, to) - begin);
}

}  // namespace kamel::simple
