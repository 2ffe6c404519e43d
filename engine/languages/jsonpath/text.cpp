// Brackets, quotes and escapes of JSONPath; a path as text.
#include "engine/languages/jsonpath/text.h"

#include <charconv>

namespace kamel::languages::json_path {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

void append_utf8(unsigned code, std::string& out) {
  if (code < 0x80) {
    out.push_back(static_cast<char>(code));
  } else if (code < 0x800) {
    out.push_back(static_cast<char>(0xC0 | (code >> 6)));
    out.push_back(static_cast<char>(0x80 | (code & 0x3F)));
  } else {
    out.push_back(static_cast<char>(0xE0 | (code >> 12)));
    out.push_back(static_cast<char>(0x80 | ((code >> 6) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (code & 0x3F)));
  }
}

char other_of(char open) noexcept { return open == '(' ? ')' : open == '[' ? ']' : '}'; }

/// A '/' begins a pattern only behind an operator: =~ /x/.
bool begins_pattern(std::string_view text, std::size_t place) noexcept {
  const std::size_t before = place == 0 ? kNone : text.find_last_not_of(' ', place - 1);
  return before != kNone && text[before] == '~';
}

std::string quoted_list(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "'" : ",'") + name + "'";
  return text;
}

std::string text_of(const Token& token) {
  switch (token.kind) {
    case Token::Kind::Property:
      return "[" + quoted_list(token.names) + "]";
    case Token::Kind::Index: {
      std::string text;
      for (const std::int64_t index : token.indices) text += (text.empty() ? "" : ",") + std::to_string(index);
      return "[" + text + "]";
    }
    case Token::Kind::Slice:
      return "[" + (token.from ? std::to_string(*token.from) : "") + ":" + (token.to ? std::to_string(*token.to) : "") + "]";
    case Token::Kind::Wildcard:
      return "[*]";
    case Token::Kind::Scan:
      return "..";
    case Token::Kind::Filter:
      return "[?]";
    case Token::Kind::Function:
      return "." + token.names[0] + (token.arguments.empty() ? "()" : "(...)");
  }
  return "";
}

}  // namespace

std::size_t after_quoted(std::string_view text, std::size_t open) noexcept {
  for (std::size_t place = open + 1; place < text.size(); ++place) {
    if (text[place] == '\\') {
      ++place;
    } else if (text[place] == text[open]) {
      return place + 1;
    }
  }
  return text.size();
}

std::size_t closing(std::string_view text, std::size_t open) noexcept {
  const char begin = text[open];
  const char end = other_of(begin);
  std::size_t depth = 0;
  for (std::size_t place = open; place < text.size(); ++place) {
    const char c = text[place];
    if (c == '\'' || c == '"' || (c == '/' && begins_pattern(text, place))) {
      place = after_quoted(text, place) - 1;
    } else if (c == begin) {
      ++depth;
    } else if (c == end && --depth == 0) {
      return place;
    }
  }
  return kNone;
}

void append_unescaped(std::string_view text, std::size_t& place, std::string& out) {
  const char c = text[++place];
  static constexpr std::string_view kNames = "bfnrt";
  static constexpr std::string_view kMeanings = "\b\f\n\r\t";
  if (c == 'u' && place + 4 < text.size()) {
    unsigned code = 0;
    const char* digits = text.data() + place + 1;
    if (std::from_chars(digits, digits + 4, code, 16).ptr == digits + 4) {
      append_utf8(code, out);
      place += 4;
      return;
    }
  }
  const std::size_t known = kNames.find(c);
  out.push_back(known == kNone ? c : kMeanings[known]);
}

std::string Path::text() const {
  std::string whole(1, from_document ? '$' : '@');
  for (const Token& token : tokens) whole += text_of(token);
  return whole;
}

}  // namespace kamel::languages::json_path
