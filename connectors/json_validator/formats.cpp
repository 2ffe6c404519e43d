// The formats that a JSON schema can ask for.
#include <re2/re2.h>

#include <charconv>

#include "connectors/json_validator/schema.h"

namespace kamel::json_schema {
namespace {

bool matches(std::string_view text, const char* pattern) { return re2::RE2::FullMatch(re2::StringPiece(text.data(), text.size()), pattern); }

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

bool is_time(std::string_view text) { return matches(text, R"(([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?([zZ]|[+-]([01]\d|2[0-3]):[0-5]\d))"); }

bool is_date_time(std::string_view text) {
  return text.size() > 11 && (text[10] == 'T' || text[10] == 't') && is_date(text.substr(0, 10)) && is_time(text.substr(11));
}

bool is_ipv6(std::string_view text) {
  const auto double_colon = text.find("::");
  if (double_colon != text.npos && text.find("::", double_colon + 1) != text.npos) return false;
  std::size_t groups = 0;
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t colon = rest.find(':');
    const std::string_view group = rest.substr(0, colon);
    if (group.find('.') != group.npos) {
      if (colon != rest.npos || !has_format("ipv4", group)) return false;
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

}  // namespace

bool has_format(std::string_view format, std::string_view text) {
  if (format == "date") return is_date(text);
  if (format == "time") return is_time(text);
  if (format == "date-time") return is_date_time(text);
  if (format == "duration") return matches(text, R"(P(\d+W|(\d+Y)?(\d+M)?(\d+D)?(T(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?))") && text.size() > 1 && !text.ends_with('T');
  // The last part of a domain has two letters at least.
  if (format == "email" || format == "idn-email") return matches(text, R"([^@\s"(),:;<>\[\]\\]+@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,})");
  if (format == "hostname") return text.size() <= 253 && matches(text, R"([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*)");
  if (format == "ipv4") return matches(text, R"(((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d))");
  if (format == "ipv6") return is_ipv6(text);
  if (format == "uuid") return matches(text, "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  if (format == "uri" || format == "iri") return matches(text, R"([A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]*)");
  if (format == "uri-reference" || format == "iri-reference") return matches(text, R"([^\s<>"{}|\\^`]*)");
  if (format == "json-pointer") return matches(text, R"((/([^~/]|~[01])*)*)");
  if (format == "relative-json-pointer") return matches(text, R"((0|[1-9]\d*)(#|(/([^~/]|~[01])*)*))");
  if (format == "regex") return re2::RE2(re2::StringPiece(text.data(), text.size()), re2::RE2::Quiet).ok();
  return true;
}

}  // namespace kamel::json_schema
