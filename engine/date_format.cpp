#include "engine/date_format.h"

#include <array>
#include <charconv>

namespace kamel {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"January", "February", "March",     "April",   "May",      "June",
                                                      "July",    "August",   "September", "October", "November", "December"};
constexpr std::array<std::string_view, 7> kDays = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
constexpr std::string_view kLetters = "GyYMLwWDdFEuaHkKhmsSzZX";

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// A moment taken apart in a zone.
struct Moment {
  std::int64_t year;
  int month, day, weekday, day_of_year, hour, minute, second, ms;
  const TimeZone::Offset& offset;
};

std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0); }

Moment take_apart(std::int64_t ms, const TimeZone& zone) {
  const std::int64_t utc = floor_div(ms, 1000);
  const TimeZone::Offset& offset = zone.at(utc);
  const std::int64_t seconds = utc + offset.seconds;
  const std::int64_t days = floor_div(seconds, 86400);
  const auto of_day = static_cast<int>(seconds - days * 86400);
  const Civil date = civil_from_days(days);
  return {date.year,
          date.month,
          date.day,
          static_cast<int>(((days + 4) % 7 + 7) % 7),
          static_cast<int>(days - days_from_civil(date.year, 1, 1)) + 1,
          of_day / 3600,
          of_day / 60 % 60,
          of_day % 60,
          static_cast<int>(ms - utc * 1000),
          offset};
}

void number(std::int64_t value, std::size_t width, SliceBuilder& out) {
  char text[24];
  const auto size = static_cast<std::size_t>(std::to_chars(text, text + sizeof text, value).ptr - text);
  for (std::size_t i = size; i < width; ++i) out.push_back('0');
  out.append({text, size});
}

void zone_offset(std::int32_t seconds, std::size_t width, bool colon, SliceBuilder& out) {
  out.push_back(seconds < 0 ? '-' : '+');
  const std::int32_t minutes = (seconds < 0 ? -seconds : seconds) / 60;
  number(minutes / 60, 2, out);
  if (width < 2) return;
  if (colon) out.push_back(':');
  number(minutes % 60, 2, out);
}

/// Weeks begin on Sunday and the first one may have a single day, as in the locale that Java starts with.
int week(int day, int weekday) { return (day - 1 + (7 + weekday - (day - 1) % 7) % 7) / 7 + 1; }

int days_in_year(std::int64_t year) { return static_cast<int>(days_from_civil(year + 1, 1, 1) - days_from_civil(year, 1, 1)); }

/// The days that are left of the year belong to the next year's first week where that begins in this year.
bool in_next_year(const Moment& at) { return at.day_of_year + (6 - at.weekday) > days_in_year(at.year); }

void year(std::int64_t value, std::size_t width, SliceBuilder& out) {
  if (value <= 0) value = 1 - value;
  width == 2 ? number(value % 100, 2, out) : number(value, width, out);
}

void letter(char c, std::size_t width, const Moment& at, SliceBuilder& out) {
  switch (c) {
    case 'G':
      return out.append(at.year > 0 ? "AD" : "BC");
    case 'y':
      return year(at.year, width, out);
    case 'Y':
      return year(at.year + (in_next_year(at) ? 1 : 0), width, out);
    case 'M':
    case 'L': {
      const std::string_view name = kMonths[static_cast<std::size_t>(at.month - 1)];
      return width >= 4 ? out.append(name) : width == 3 ? out.append(name.substr(0, 3)) : number(at.month, width, out);
    }
    case 'w':
      return number(in_next_year(at) ? 1 : week(at.day_of_year, at.weekday), width, out);
    case 'W':
      return number(week(at.day, at.weekday), width, out);
    case 'D':
      return number(at.day_of_year, width, out);
    case 'd':
      return number(at.day, width, out);
    case 'F':
      return number((at.day - 1) / 7 + 1, width, out);
    case 'E': {
      const std::string_view name = kDays[static_cast<std::size_t>(at.weekday)];
      return out.append(width >= 4 ? name : name.substr(0, 3));
    }
    case 'u':
      return number(at.weekday == 0 ? 7 : at.weekday, width, out);
    case 'a':
      return out.append(at.hour < 12 ? "AM" : "PM");
    case 'H':
      return number(at.hour, width, out);
    case 'k':
      return number(at.hour == 0 ? 24 : at.hour, width, out);
    case 'K':
      return number(at.hour % 12, width, out);
    case 'h':
      return number(at.hour % 12 == 0 ? 12 : at.hour % 12, width, out);
    case 'm':
      return number(at.minute, width, out);
    case 's':
      return number(at.second, width, out);
    case 'S':
      return number(at.ms, width, out);
    case 'z':
      return out.append(width >= 4 && at.offset.name == "UTC" ? std::string_view("Coordinated Universal Time") : at.offset.name);
    case 'Z':
      return zone_offset(at.offset.seconds, 2, false, out);
    case 'X':
      return at.offset.seconds == 0 ? out.push_back('Z') : zone_offset(at.offset.seconds, width, width == 3, out);
    default:
      return;
  }
}

}  // namespace

Result<> check_date_pattern(std::string_view pattern) {
  bool quoted = false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c == '\'') {
      quoted = !quoted;
    } else if (!quoted && is_letter(c) && kLetters.find(c) == std::string_view::npos) {
      return Error("java.lang.IllegalArgumentException", std::string("Illegal pattern character '") + c + "'");
    } else if (!quoted && c == 'X' && pattern.substr(i).starts_with("XXXX")) {
      return Error("java.lang.IllegalArgumentException", "invalid ISO 8601 format: length=4");
    }
  }
  if (quoted) return Error("java.lang.IllegalArgumentException", "Unterminated quote");
  return {};
}

void format_date(std::int64_t ms, std::string_view pattern, const TimeZone& zone, SliceBuilder& out) {
  const Moment at = take_apart(ms, zone);
  for (std::size_t i = 0; i < pattern.size();) {
    const char c = pattern[i];
    if (c == '\'') {
      if (pattern.substr(i).starts_with("''")) {
        out.push_back('\'');
        i += 2;
        continue;
      }
      for (++i; i < pattern.size(); ++i) {
        if (pattern[i] != '\'') {
          out.push_back(pattern[i]);
        } else if (pattern.substr(i).starts_with("''")) {
          out.push_back(pattern[i++]);
        } else {
          break;
        }
      }
      ++i;
    } else if (is_letter(c)) {
      std::size_t width = 1;
      while (i + width < pattern.size() && pattern[i + width] == c) ++width;
      letter(c, width, at, out);
      i += width;
    } else {
      out.push_back(c);
      ++i;
    }
  }
}

}  // namespace kamel
