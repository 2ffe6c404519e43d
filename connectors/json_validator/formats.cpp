#include "connectors/json_validator/formats.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>

#include "engine/languages/shared/pattern.h"

namespace kamel::json_schema {
namespace {

bool matches(std::string_view text, const char* pattern) { return re2::RE2::FullMatch(re2::StringPiece(text.data(), text.size()), pattern); }
bool matches(std::string_view text, const re2::RE2& pattern) { return re2::RE2::FullMatch(re2::StringPiece(text.data(), text.size()), pattern); }

int number(std::string_view digits) {
  int value = -1;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

bool is_date(std::string_view text) {
  if (!matches(text, R"(\d{4}-\d{2}-\d{2})")) return false;
  static constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const int year = number(text.substr(0, 4)), month = number(text.substr(5, 2)), day = number(text.substr(8, 2));
  if (month < 1 || month > 12) return false;
  const bool leap = month == 2 && ((year % 4 == 0 && year % 100 != 0) || year % 400 == 0);
  return day >= 1 && day <= kDays[month - 1] + (leap ? 1 : 0);
}

/// "10:20:30.5+01:00", whatever its figures.
struct Time {
  int hour, minute, second;
  int offset;  // minutes
  std::string_view zone;
};

std::optional<Time> read_time(std::string_view text) {
  if (!matches(text, R"(\d\d:\d\d:\d\d(\.\d{1,9})?([zZ]|[+-]\d\d:\d\d))")) return std::nullopt;
  Time time{number(text.substr(0, 2)), number(text.substr(3, 2)), number(text.substr(6, 2)), 0, "Z"};
  if (text.back() != 'z' && text.back() != 'Z') {
    time.zone = text.substr(text.size() - 6);
    const int minutes = number(time.zone.substr(4));
    if (minutes > 59) return std::nullopt;
    time.offset = (number(time.zone.substr(1, 2)) * 60 + minutes) * (time.zone.front() == '-' ? -1 : 1);
  }
  return time.hour < 24 && time.minute < 60 && time.second < 61 ? std::optional(time) : std::nullopt;
}

// The validator takes the offset from hour and minute apart, and carries nothing upwards: 12:30:15-00:30 would be 12:60 and is refused.
bool is_time(std::string_view text) {
  const auto time = read_time(text);
  if (!time || time->offset > 23 * 60 + 59 || time->offset < -(23 * 60 + 59)) return false;
  int hour = time->hour - time->offset / 60, minute = time->minute - time->offset % 60;
  if (minute < 0) --hour, minute += 60;
  if (hour < 0) hour += 24;
  if (time->second == 60) return hour == 23 && minute == 59;
  return hour < 24 && minute < 60;
}

/// Whether the day ended with a leap second.
bool has_leap_second(int year, int month, int day) {
  static constexpr std::array kJune = {1972, 1981, 1982, 1983, 1985, 1992, 1993, 1994, 1997, 2012, 2015};
  static constexpr std::array kDecember = {1972, 1973, 1974, 1975, 1976, 1977, 1978, 1979, 1987, 1989, 1990, 1995, 1998, 2005, 2008, 2016};
  if (month == 6 && day == 30) return std::ranges::count(kJune, year) > 0;
  return month == 12 && day == 31 && std::ranges::count(kDecember, year) > 0;
}

bool is_date_time(std::string_view text) {
  if (text.size() < 12 || (text[10] != 'T' && text[10] != 't' && text[10] != ' ') || !is_date(text.substr(0, 10))) return false;
  const auto time = read_time(text.substr(11));
  if (!time || time->offset > 18 * 60 || time->offset < -18 * 60 || time->zone == "-00:00") return false;
  if (time->second < 60) return true;
  const int utc = time->hour * 60 + time->minute - time->offset;  // a leap second that another zone has the next day is not known here
  return utc == 23 * 60 + 59 && has_leap_second(number(text.substr(0, 4)), number(text.substr(5, 2)), number(text.substr(8, 2)));
}

bool is_duration(std::string_view text) {
  return matches(text, R"((?i)P(\d+W|(\d+Y)?(\d+M)?(\d+D)?(T(\d+H)?(\d+M)?(\d+S)?)?))") && text.size() > 1 && text.back() != 'T' && text.back() != 't';
}

bool is_ipv4(std::string_view text) { return matches(text, R"(((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d))"); }

bool is_ipv6(std::string_view text) {
  const auto double_colon = text.find("::");
  if (double_colon != text.npos && text.find("::", double_colon + 1) != text.npos) return false;
  std::size_t groups = 0;
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t colon = rest.find(':');
    const std::string_view group = rest.substr(0, colon);
    if (group.find('.') != group.npos) {
      if (colon != rest.npos || !is_ipv4(group)) return false;
      groups += 2;
    } else if (!group.empty()) {
      if (!matches(group, "[0-9a-fA-F]{1,4}")) return false;
      ++groups;
    }
    rest.remove_prefix(colon == rest.npos ? rest.size() : colon + 1);
  }
  const bool ends = !text.empty() && ((text.front() == ':' && !text.starts_with("::")) || (text.back() == ':' && !text.ends_with("::")));
  return !ends && (double_colon == text.npos ? groups == 8 : groups < 8);
}

// As Apache Commons Validator with local addresses, but that any last part of two letters or more counts as a top-level domain.
bool is_email(std::string_view text) {
  static const re2::RE2 user(R"re((([^\s\x00-\x1f\x7f()<>@,;:'\\".\[\]]|\\.|')+|"(\\"|[^"])*")(\.(([^\s\x00-\x1f\x7f()<>@,;:'\\".\[\]]|\\.|')+|"(\\"|[^"])*"))*)re");
  static const re2::RE2 domain(R"(([\pL\pN]([\pL\pN-]{0,61}[\pL\pN])?\.)*([\pL\pN]([\pL\pN-]{0,61}[\pL\pN])?))");
  static const re2::RE2 top(R"(.*\.(\pL{2,63}|xn--[A-Za-z0-9-]{1,59}))");
  const auto at = text.rfind('@');
  if (at == text.npos || at > 64 || !matches(text.substr(0, at), user)) return false;
  std::string_view host = text.substr(at + 1);
  if (host.starts_with('[') && host.ends_with(']')) {
    host = host.substr(1, host.size() - 2);
    if (host.starts_with("IPv6:")) return is_ipv6(host.substr(5));
    return is_ipv4(host) || is_ipv6(host);
  }
  return matches(host, domain) && (host.find('.') == host.npos || matches(host, top));
}

bool is_hostname(std::string_view text) {
  return text.size() <= 253 && matches(text, R"([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*)");
}

// Labels may be empty; other dots than '.' are none.
bool is_idn_hostname(std::string_view text) {
  while (!text.empty()) {
    const std::size_t dot = std::min(text.find('.'), text.size());
    const std::string_view label = text.substr(0, dot);
    const bool hyphens = label.size() > 3 && label.substr(2, 2) == "--" && !matches(label, "xn--[A-Za-z0-9]+-?[A-Za-z0-9-]{2,}");
    if (!label.empty() && (hyphens || label.size() > 253 || !matches(label, R"([\pL\pM\pN]([\pL\pM\pN·・-]{0,61}[\pL\pM\pN・])?)"))) return false;
    text.remove_prefix(std::min(dot + 1, text.size()));
  }
  return true;
}

/// URIs, and with `other` the characters beyond ASCII that IRIs may have.
struct UriRules {
  explicit UriRules(const std::string& other)
      : character("(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2}" + other + ")"),
        tail("(//([^/?#\\[\\]@]*@)?\\[[0-9A-Fa-f:.]+\\](:[0-9]*)?(/" + character + "*)?|" + character + "*)(\\?(" + character + "|\\?)*)?(#(" + character + "|[?\\[\\]])*)?"),
        absolute("[A-Za-z][A-Za-z0-9+.-]*:" + tail),
        relative("(?:[^:/?#]*(?:[/?#].*)?)"),
        any(tail) {}
  bool is_absolute(std::string_view text) const { return matches(text, absolute); }
  // The first part of a path without a scheme has no colon.
  bool is_reference(std::string_view text) const { return is_absolute(text) || (matches(text, relative) && matches(text, any)); }
  const std::string character, tail;
  const re2::RE2 absolute, relative, any;
};

const UriRules& uris() {
  static const UriRules rules("");
  return rules;
}
const UriRules& iris() {
  static const UriRules rules(R"(|[^\x00-\x{9f}\pZ])");
  return rules;
}

bool is_uri(std::string_view text) { return uris().is_absolute(text); }
bool is_uri_reference(std::string_view text) { return uris().is_reference(text); }
bool is_iri(std::string_view text) { return iris().is_absolute(text); }
bool is_iri_reference(std::string_view text) { return iris().is_reference(text); }

bool is_uri_template(std::string_view text) {
  static const std::string part = "(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2})";
  static const std::string variable = part + "(?:\\.?" + part + ")*(?::[1-9][0-9]{0,3}|\\*)?";
  static const re2::RE2 pattern("(?:[^\"'<>^`{|}%]|%[0-9A-Fa-f]{2}|\\{[+#./;?&=,!@|]?" + variable + "(?:," + variable + ")*\\})*");
  return matches(text, pattern);
}

bool is_uuid(std::string_view text) { return matches(text, "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"); }
bool is_json_pointer(std::string_view text) { return matches(text, R"((/([^~/]|~[01])*)*)"); }
bool is_relative_json_pointer(std::string_view text) { return matches(text, R"((0|[1-9]\d*)(#|(/([^~/]|~[01])*)*))"); }

// Java's: what neither of our engines minds, but for braces that count nothing, Python's names and an unknown \u.
bool is_regex(std::string_view text) {
  static const re2::RE2 unknown(R"((?s)(?:.*[^\\])?(?:\\\\)*(?:\\u(?:[^0-9A-Fa-f].*|.{0,3})|\(\?P.*|\\k<.*|[^\\pPNx{]\{(?:[^0-9].*|[0-9]+,?[^0-9,}].*|[0-9]*,?[0-9]*)))");
  if (matches(text, unknown)) return false;
  std::string plain(text);
  re2::RE2::GlobalReplace(&plain, R"(\\u[0-9A-Fa-f]{4}|\\[1-9])", "a");
  return languages::compile_pattern(plain).has_value();
}

struct Format {
  std::string_view name;
  bool (*holds)(std::string_view text);  // nullptr: `says` is the pattern
  std::string_view says;
};

constexpr std::string_view kColor =
    R"((#?([0-9A-Fa-f]{3,6})\b)|(aqua)|(black)|(blue)|(fuchsia)|(gray)|(green)|(lime)|(maroon)|(navy)|(olive)|(orange)|(purple)|(red)|(silver)|(teal)|(white)|(yellow)|)"
    R"((rgb\(\s*\b([0-9]|[1-9][0-9]|1[0-9][0-9]|2[0-4][0-9]|25[0-5])\b\s*,\s*\b([0-9]|[1-9][0-9]|1[0-9][0-9]|2[0-4][0-9]|25[0-5])\b\s*,\s*\b([0-9]|[1-9][0-9]|1[0-9][0-9]|2[0-4][0-9]|25[0-5])\b\s*\))|)"
    R"((rgb\(\s*(\d?\d%|100%)+\s*,\s*(\d?\d%|100%)+\s*,\s*(\d?\d%|100%)+\s*\)))";

// Source: the formats of com.networknt.schema, and their messages.
constexpr std::array kFormats = {
    Format{"date", is_date, "must be a valid RFC 3339 full-date"},
    Format{"date-time", is_date_time, "must be a valid RFC 3339 date-time"},
    Format{"time", is_time, "must be a valid RFC 3339 time"},
    Format{"duration", is_duration, "must be a valid ISO 8601 duration"},
    Format{"email", is_email, "must be a valid RFC 5321 Mailbox"},
    Format{"idn-email", is_email, "must be a valid RFC 6531 Mailbox"},
    Format{"hostname", is_hostname, "must be a valid RFC 1123 host name"},
    Format{"idn-hostname", is_idn_hostname, "must be a valid RFC 5890 internationalized hostname"},
    Format{"ipv4", is_ipv4, "must be a valid RFC 2673 IP address"},
    Format{"ipv6", is_ipv6, "must be a valid RFC 4291 IP address"},
    Format{"uri", is_uri, "must be a valid RFC 3986 URI"},
    Format{"uri-reference", is_uri_reference, "must be a valid RFC 3986 URI-reference"},
    Format{"iri", is_iri, "must be a valid RFC 3987 IRI"},
    Format{"iri-reference", is_iri_reference, "must be a valid RFC 3987 IRI-reference"},
    Format{"uuid", is_uuid, "must be a valid RFC 4122 UUID"},
    Format{"uri-template", is_uri_template, "must be a valid RFC 6570 URI Template"},
    Format{"json-pointer", is_json_pointer, "must be a valid RFC 6901 JSON Pointer"},
    Format{"relative-json-pointer", is_relative_json_pointer, "must be a valid IETF Relative JSON Pointer"},
    Format{"regex", is_regex, "must be a valid ECMA-262 regular expression"},
    Format{"color", nullptr, kColor},
    Format{"phone", nullptr, R"(^\+(?:[0-9] ?){6,14}[0-9]$)"},
    Format{"style", nullptr, R"(\s*(.+?):\s*([^;]+);?)"},
    Format{"utc-millisec", nullptr, R"(^[0-9]+(\.?[0-9]+)?$)"},
    Format{"alpha", nullptr, "^[a-zA-Z]+$"},
    Format{"alphanumeric", nullptr, "^[a-zA-Z0-9]+$"},
    Format{"ip-address", nullptr, R"(^(?:(?:25[0-5]|2[0-4][0-9]|[01]?[0-9][0-9]?)\.){3}(?:25[0-5]|2[0-4][0-9]|[01]?[0-9][0-9]?)$)"},
};

}  // namespace

std::optional<std::string_view> breaks_format(std::string_view format, std::string_view text) {
  const auto* known = std::ranges::find(kFormats, format, &Format::name);
  if (known == kFormats.end()) return std::nullopt;
  const bool holds = known->holds != nullptr ? known->holds(text) : matches(text, std::string(known->says).c_str());
  return holds ? std::nullopt : std::optional(known->says);
}

}  // namespace kamel::json_schema
