#include "engine/languages/xpath/dialect.h"

#include <cctype>

namespace kamel::languages::xpath_lang {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool in_name(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' || c == '.' || c == ':' || static_cast<unsigned char>(c) >= 0x80; }

/// Behind the literal that begins at `at`.
std::size_t behind_literal(std::string_view text, std::size_t at) {
  const std::size_t end = text.find(text[at], at + 1);
  return end == std::string_view::npos ? text.size() : end + 1;
}

std::size_t behind_name(std::string_view text, std::size_t at) {
  while (at < text.size() && in_name(text[at])) ++at;
  return at;
}

}  // namespace

std::string wrong_for_xalan(std::string_view text) {
  bool signed_before = false, operand_before = false;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (std::isspace(static_cast<unsigned char>(c)) != 0) {
      ++at;
      continue;
    }
    const bool sign = c == '-' && !operand_before;
    if (sign && signed_before) return "A location path was expected, but the following token was encountered:  -";
    signed_before = sign;
    const std::size_t begin = at;
    if (c == '\'' || c == '"') {
      at = behind_literal(text, at);
    } else if (is_digit(c) || (c == '.' && at + 1 < text.size() && is_digit(text[at + 1]))) {
      while (at < text.size() && (is_digit(text[at]) || text[at] == '.')) ++at;
      if (at < text.size() && (std::isalpha(static_cast<unsigned char>(text[at])) != 0 || text[at] == '_'))
        return std::string(text.substr(begin, behind_name(text, at) - begin)) + " could not be formatted to a number!";
    } else if (std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_' || static_cast<unsigned char>(c) >= 0x80) {
      at = behind_name(text, at);
    } else {
      ++at;
    }
    operand_before = std::string_view("/|+-=<>!([,@$").find(c) == std::string_view::npos;
  }
  return {};
}

std::string without_current(std::string_view text) {
  constexpr std::string_view kCurrent = "current()";
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    std::size_t end = at + 1;
    if (c == '\'' || c == '"') {
      end = behind_literal(text, at);
    } else if (in_name(c)) {
      end = behind_name(text, at);
      if (text.substr(at).starts_with(kCurrent)) {
        out += "(/)";
        at += kCurrent.size();
        continue;
      }
    }
    out += text.substr(at, end - at);
    at = end;
  }
  return out;
}

}  // namespace kamel::languages::xpath_lang
