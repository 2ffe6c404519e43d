// Reader: the pieces of a JSON text, one after the other. What building a tree and skipping over a part have in common.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "dsl/slice.h"

namespace kamel::json {

/// A string between its quotes, as it is written.
struct Written {
  std::string_view text;
  bool escaped = false;  // holds backslashes: see `unescape`
};

/// A number; `whole` when `value` is all of it.
struct Number {
  std::string_view text;
  bool whole = false;
  bool beyond = false;  // a whole number of more than 64 bits
  std::int64_t value = 0;
};

/// Each function reads one piece and says whether it was there as RFC 8259 wants it. After a no the reader is of no further use:
/// `explain` finds out why. Nothing is copied: the pieces are views into the text, which must outlive the reader.
class Reader {
 public:
  explicit Reader(std::string_view text) noexcept : begin_(text.data()), at_(text.data()), end_(text.data() + text.size()) {}

  /// The character that the next piece begins with, blanks passed over; 0 at the end.
  char next() noexcept {
    while (at_ != end_ && static_cast<unsigned char>(*at_) <= ' ') {
      if (*at_ != ' ' && *at_ != '\n' && *at_ != '\r' && *at_ != '\t') break;
      ++at_;
    }
    return at_ != end_ ? *at_ : '\0';
  }
  /// Goes over the character that `next` gave.
  void step() noexcept { ++at_; }
  /// Of which `next` has given the quote.
  bool string(Written& found) noexcept {
    const char* const first = at_ + 1;
    if (end_ - first >= 8) {  // most strings are short, and plain
      const std::size_t plain = plain_bytes(first);
      if (plain < 8 && first[plain] == '"') {
        found = {{first, plain}, false};
        at_ = first + plain + 1;
        return true;
      }
    }
    return long_string(found);
  }
  bool number(Number& found) noexcept;
  bool word(std::string_view word) noexcept;
  /// Goes over a whole value and holds it to the same rules. `depth` is how many containers may still be opened.
  bool skip(std::size_t depth) noexcept;
  /// How many bytes have been read.
  std::size_t used() const noexcept { return static_cast<std::size_t>(at_ - begin_); }

  /// Reads the members of an object, of which `next` has given the brace: `member(key)` reads each value.
  template <class Member>
  bool members(Member member) {
    step();
    if (next() == '}') return close();
    for (;;) {
      Written key;
      if (next() != '"' || !string(key) || next() != ':') return false;
      step();
      if (!member(key)) return false;
      const char after = next();
      if (after == '}') return close();
      if (after != ',') return false;
      step();
    }
  }
  /// The same for the items of a list.
  template <class Item>
  bool items(Item item) {
    step();
    if (next() == ']') return close();
    for (;;) {
      if (!item()) return false;
      const char after = next();
      if (after == ']') return close();
      if (after != ',') return false;
      step();
    }
  }

 private:
  bool close() noexcept {
    step();
    return true;
  }
  /// How many of the eight bytes at `text` are plain: no quote, no backslash, no control character, nothing beyond ASCII.
  static std::size_t plain_bytes(const char* text) noexcept;
  bool long_string(Written& found) noexcept;
  bool digits() noexcept;
  /// A number's digits, of which it finds out whether they are those of a whole one.
  bool number_text(bool& whole) noexcept;
  bool escape() noexcept;
  bool code_unit(unsigned& unit) noexcept;
  bool beyond_ascii() noexcept;

  const char* begin_;
  const char* at_;
  const char* end_;
};

inline std::size_t Reader::plain_bytes(const char* text) noexcept {
  constexpr std::uint64_t kOnes = 0x0101010101010101, kHighs = 0x8080808080808080;
  if constexpr (std::endian::native != std::endian::little) return 0;  // it counts from the low end
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, text, sizeof bytes);
  const auto zeros = [](std::uint64_t each) { return (each - kOnes) & ~each; };  // the high bit of each zero byte; right up to the first one
  const std::uint64_t control = (bytes - kOnes * ' ') & ~bytes;
  const std::uint64_t special = (zeros(bytes ^ (kOnes * '"')) | zeros(bytes ^ (kOnes * '\\')) | control | bytes) & kHighs;
  return special == 0 ? sizeof bytes : static_cast<std::size_t>(std::countr_zero(special)) / 8;
}

/// The text that a string with backslashes stands for. `written` has been through `Reader::string`.
Slice unescape(std::string_view written);

}  // namespace kamel::json
