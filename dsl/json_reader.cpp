#include "dsl/json_reader.h"

#include <charconv>
#include <cstring>

namespace kamel::json {
namespace {

bool is_plain(char c) noexcept { return c >= ' ' && static_cast<unsigned char>(c) < 0x80 && c != '"' && c != '\\'; }
bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool is_high_surrogate(unsigned unit) noexcept { return unit >= 0xD800 && unit < 0xDC00; }
bool is_low_surrogate(unsigned unit) noexcept { return unit >= 0xDC00 && unit < 0xE000; }

void append_utf8(unsigned code, SliceBuilder& out) {
  const auto tail = [&](unsigned shift) { out.push_back(static_cast<char>(0x80 | ((code >> shift) & 0x3F))); };
  if (code < 0x80) return out.push_back(static_cast<char>(code));
  if (code < 0x800) {
    out.push_back(static_cast<char>(0xC0 | (code >> 6)));
    return tail(0);
  }
  if (code < 0x10000) {
    out.push_back(static_cast<char>(0xE0 | (code >> 12)));
  } else {
    out.push_back(static_cast<char>(0xF0 | (code >> 18)));
    tail(12);
  }
  tail(6);
  tail(0);
}

}  // namespace

bool Reader::long_string(Written& found) noexcept {
  const char* const first = ++at_;
  found.escaped = false;
  for (;;) {
    while (end_ - at_ >= 8) {
      const std::size_t plain = plain_bytes(at_);
      at_ += plain;
      if (plain != 8) break;
    }
    while (at_ != end_ && is_plain(*at_)) ++at_;
    if (at_ == end_) return false;
    if (*at_ == '"') break;
    if (*at_ == '\\') {
      found.escaped = true;
      if (!escape()) return false;
    } else if (!beyond_ascii()) {
      return false;
    }
  }
  found.text = {first, static_cast<std::size_t>(at_ - first)};
  ++at_;
  return true;
}

// One character of two to four bytes, as Unicode allows them: none longer than needed, no surrogates, none beyond U+10FFFF.
bool Reader::beyond_ascii() noexcept {
  const auto byte = [this](int i) { return static_cast<unsigned char>(at_[i]); };
  const unsigned lead = byte(0);
  const int length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || end_ - at_ < length) return false;
  for (int i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return false;
  }
  const unsigned second = byte(1);
  if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second >= 0xA0) || (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second >= 0x90)) return false;
  at_ += length;
  return true;
}

// Behind the u of an escape.
bool Reader::code_unit(unsigned& unit) noexcept {
  if (end_ - at_ < 4 || std::from_chars(at_, at_ + 4, unit, 16).ptr != at_ + 4) return false;
  at_ += 4;
  return true;
}

bool Reader::escape() noexcept {
  if (end_ - at_ < 2) return false;
  const char kind = at_[1];
  at_ += 2;
  if (kind != 'u') return std::string_view("\"\\/bfnrt").find(kind) != std::string_view::npos;
  unsigned unit = 0;
  if (!code_unit(unit) || is_low_surrogate(unit)) return false;
  if (!is_high_surrogate(unit)) return true;
  if (end_ - at_ < 2 || at_[0] != '\\' || at_[1] != 'u') return false;
  at_ += 2;
  return code_unit(unit) && is_low_surrogate(unit);
}

bool Reader::digits() noexcept {
  const char* const first = at_;
  while (at_ != end_ && is_digit(*at_)) ++at_;
  return at_ != first;
}

bool Reader::number_text(bool& whole) noexcept {
  if (at_ != end_ && *at_ == '-') ++at_;
  const char* const leading = at_;
  if (!digits() || (*leading == '0' && at_ - leading > 1)) return false;
  whole = true;
  if (at_ != end_ && *at_ == '.') {
    whole = false;
    ++at_;
    if (!digits()) return false;
  }
  if (at_ == end_ || (*at_ != 'e' && *at_ != 'E')) return true;
  whole = false;
  ++at_;
  if (at_ != end_ && (*at_ == '+' || *at_ == '-')) ++at_;
  return digits();
}

bool Reader::number(Number& found) noexcept {
  const char* const first = at_;
  if (!number_text(found.whole)) return false;
  found.text = {first, static_cast<std::size_t>(at_ - first)};
  found.beyond = found.whole && std::from_chars(first, at_, found.value).ec != std::errc();
  return true;
}

bool Reader::word(std::string_view word) noexcept {
  if (!std::string_view(at_, static_cast<std::size_t>(end_ - at_)).starts_with(word)) return false;
  at_ += word.size();
  return true;
}

bool Reader::skip(std::size_t depth) noexcept {
  Written string_found;
  bool whole = false;
  switch (next()) {
    case '"': return string(string_found);
    case '{': return depth > 0 && members([&](const Written&) { return skip(depth - 1); });
    case '[': return depth > 0 && items([&] { return skip(depth - 1); });
    case 't': return word("true");
    case 'f': return word("false");
    case 'n': return word("null");
    default: return number_text(whole);
  }
}

Slice unescape(std::string_view written) {
  static constexpr std::string_view kNames = "bfnrt", kMeanings = "\b\f\n\r\t";
  SliceBuilder out(written.size());
  const char* at = written.data();
  const char* const end = at + written.size();
  const auto code_unit = [&at] {
    unsigned unit = 0;
    std::from_chars(at, at + 4, unit, 16);
    at += 4;
    return unit;
  };
  while (at != end) {
    const auto* slash = static_cast<const char*>(std::memchr(at, '\\', static_cast<std::size_t>(end - at)));
    const char* const plain_end = slash != nullptr ? slash : end;
    out.append({at, static_cast<std::size_t>(plain_end - at)});
    if (slash == nullptr) break;
    const char kind = slash[1];
    at = slash + 2;
    if (kind != 'u') {
      const std::size_t known = kNames.find(kind);
      out.push_back(known == std::string_view::npos ? kind : kMeanings[known]);
      continue;
    }
    unsigned code = code_unit();
    if (is_high_surrogate(code)) {
      at += 2;
      code = 0x10000 + ((code - 0xD800) << 10) + (code_unit() - 0xDC00);
    }
    append_utf8(code, out);
  }
  return out.finish();
}

}  // namespace kamel::json
