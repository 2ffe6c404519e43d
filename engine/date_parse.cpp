#include "engine/date_parse.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "engine/date.h"
#include "engine/date_format.h"
#include "engine/named_values.h"

namespace kamel {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"January", "February", "March",     "April",   "May",      "June",
                                                      "July",    "August",   "September", "October", "November", "December"};
constexpr std::array<std::string_view, 7> kDays = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
constexpr std::string_view kKnown = "yuMLdDHkKhmsSaEzZX";

bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

class Parser {
 public:
  Parser(std::string_view text, std::string_view pattern) : text_(text), pattern_(pattern) {}

  std::optional<std::int64_t> parse(const TimeZone& zone) {
    while (at_pattern_ < pattern_.size()) {
      if (!(is_letter(pattern_[at_pattern_]) ? field() : literal())) return std::nullopt;
    }
    const std::int64_t month = year_ * 12 + month_;
    const std::int64_t year = month >= 0 ? month / 12 : (month - 11) / 12;
    const std::int64_t days = days_from_civil(year, static_cast<int>(month - year * 12) + 1, 1) + day_ - 1;
    const std::int64_t local = days * 86400 + (hour_ + (afternoon_ ? 12 : 0)) * 3600 + minute_ * 60 + second_;
    return (local - offset_.value_or(zone.at(local - zone.at(local).seconds).seconds)) * 1000 + ms_;
  }

 private:
  bool literal() {
    const char c = pattern_[at_pattern_++];
    if (c != '\'') return take(c);
    if (at_pattern_ < pattern_.size() && pattern_[at_pattern_] == '\'') return ++at_pattern_, take('\'');
    while (at_pattern_ < pattern_.size()) {
      const char quoted = pattern_[at_pattern_++];
      const bool twice = quoted == '\'' && at_pattern_ < pattern_.size() && pattern_[at_pattern_] == '\'';
      if (quoted == '\'' && !twice) return true;
      if (twice) ++at_pattern_;
      if (!take(quoted)) return false;
    }
    return true;
  }
  bool take(char c) { return at_ < text_.size() && text_[at_] == c && ++at_ > 0; }

  bool field() {
    const char letter = pattern_[at_pattern_];
    std::size_t count = 0;
    while (at_pattern_ < pattern_.size() && pattern_[at_pattern_] == letter) ++at_pattern_, ++count;
    if (kKnown.find(letter) == std::string_view::npos) return false;
    if (letter == 'a') return half();
    if (letter == 'E') return name(kDays) >= 0;
    if (letter == 'z' || letter == 'Z' || letter == 'X') return offset();
    if ((letter == 'M' || letter == 'L') && count >= 3) {
      const int found = name(kMonths);
      month_ = found;
      return found >= 0;
    }
    return number(letter, count);
  }

  /// Where another number follows at once, this one has as many digits as letters.
  bool number(char letter, std::size_t count) {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    const char next = at_pattern_ < pattern_.size() ? pattern_[at_pattern_] : ' ';
    const std::size_t most = is_letter(next) && std::string_view("yuMdDHkKhmsS").find(next) != std::string_view::npos ? count : 18;
    const bool minus = at_ < text_.size() && text_[at_] == '-' && ++at_ > 0;
    const std::size_t begin = at_;
    std::int64_t value = 0;
    while (at_ < text_.size() && at_ - begin < most && is_digit(text_[at_])) value = value * 10 + (text_[at_++] - '0');
    if (at_ == begin || at_ - begin > 12) return false;
    if (letter == 'y' && count <= 2 && at_ - begin == 2 && !minus) value = in_this_age(value);
    set(letter, minus ? -value : value);
    return true;
  }

  /// Two digits are a year from 80 years ago to 20 years ahead.
  static std::int64_t in_this_age(std::int64_t two) {
    const std::int64_t this_year = civil_from_days(now_ms() / 86'400'000).year;
    const std::int64_t year = (this_year - 80) / 100 * 100 + two;
    return year < this_year - 80 ? year + 100 : year;
  }

  void set(char letter, std::int64_t value) {
    switch (letter) {
      case 'y':
      case 'u':
        year_ = value;
        break;
      case 'M':
      case 'L':
        month_ = value - 1;
        break;
      case 'd':
        day_ = value;
        break;
      case 'D':
        month_ = 0;
        day_ = value;
        break;
      case 'H':
      case 'K':
        hour_ = value;
        break;
      case 'k':
        hour_ = value == 24 ? 0 : value;
        break;
      case 'h':
        hour_ = value == 12 ? 0 : value;
        break;
      case 'm':
        minute_ = value;
        break;
      case 's':
        second_ = value;
        break;
      default:
        ms_ = value;
    }
  }

  bool half() {
    const std::string_view here = text_.substr(at_, 2);
    afternoon_ = same_ignoring_case(here, "PM");
    at_ += here.size();
    return afternoon_ || same_ignoring_case(here, "AM");
  }

  /// The number of a name, whole or its first three letters; -1: none.
  template <std::size_t kCount>
  int name(const std::array<std::string_view, kCount>& names) {
    for (std::size_t i = 0; i < kCount; ++i) {
      for (const std::string_view form : {names[i], names[i].substr(0, 3)}) {
        if (!same_ignoring_case(text_.substr(at_, form.size()), form)) continue;
        at_ += form.size();
        return static_cast<int>(i);
      }
    }
    return -1;
  }

  /// Z, +hh, +hhmm, +hh:mm, or the name of a zone that has one offset.
  bool offset() {
    if (take('Z')) return offset_ = 0, true;
    for (const std::string_view zero : {"GMT", "UTC"}) {
      if (text_.substr(at_).starts_with(zero)) {
        at_ += 3;
        offset_ = 0;
      }
    }
    if (at_ >= text_.size() || (text_[at_] != '+' && text_[at_] != '-')) return offset_.has_value();
    const int sign = text_[at_++] == '-' ? -1 : 1;
    const auto two = [this] {
      int value = 0, digits = 0;
      for (; digits < 2 && at_ < text_.size() && is_digit(text_[at_]); ++digits) value = value * 10 + (text_[at_++] - '0');
      return digits == 2 ? value : -1;
    };
    const int hours = two();
    if (hours < 0) return false;
    if (at_ < text_.size() && text_[at_] == ':') ++at_;
    offset_ = sign * (hours * 3600 + std::max(0, two()) * 60);
    return true;
  }

  std::string_view text_, pattern_;
  std::size_t at_ = 0, at_pattern_ = 0;
  std::int64_t year_ = 1970, month_ = 0, day_ = 1, hour_ = 0, minute_ = 0, second_ = 0, ms_ = 0;
  bool afternoon_ = false;
  std::optional<std::int64_t> offset_;
};

}  // namespace

std::optional<std::int64_t> parse_date(std::string_view text, std::string_view pattern, const TimeZone& zone) {
  return check_date_pattern(pattern) ? Parser(text, pattern).parse(zone) : std::nullopt;
}

}  // namespace kamel
