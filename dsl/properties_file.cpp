// Java .properties files.
#include <cctype>

#include "dsl/placeholders.h"

namespace kamel {
namespace {

void append_utf8(std::string& out, std::uint32_t code) {
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0 | (code >> 6));
    out += static_cast<char>(0x80 | (code & 63));
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0 | (code >> 12));
    out += static_cast<char>(0x80 | ((code >> 6) & 63));
    out += static_cast<char>(0x80 | (code & 63));
  } else {
    out += static_cast<char>(0xF0 | (code >> 18));
    out += static_cast<char>(0x80 | ((code >> 12) & 63));
    out += static_cast<char>(0x80 | ((code >> 6) & 63));
    out += static_cast<char>(0x80 | (code & 63));
  }
}

// Reads key and value of each logical line, by java.util.Properties' rules.
class PropertiesReader {
 public:
  PropertiesReader(const SourcePtr& source, Diagnostics& diagnostics) : source_(source), text_(source->text), diagnostics_(diagnostics) {}

  bool next(std::string& key, std::string& value) {
    skip_empty();
    if (done()) return false;
    key.clear();
    value.clear();
    while (!done() && !at_end() && !is_blank(peek()) && peek() != '=' && peek() != ':') character(key);
    skip_blanks();
    if (!done() && (peek() == '=' || peek() == ':')) step();
    skip_blanks();
    while (!done() && !at_end()) character(value);
    return true;
  }

 private:
  static bool is_blank(char c) noexcept { return c == ' ' || c == '\t' || c == '\f'; }
  bool done() const noexcept { return at_ >= text_.size(); }
  char peek() const noexcept { return text_[at_]; }
  bool at_end() const noexcept { return peek() == '\n' || peek() == '\r'; }
  void step() noexcept {
    if (text_[at_] == '\n') {
      ++line_;
      line_start_ = at_ + 1;
    }
    ++at_;
  }

  // Blank lines and comments.
  void skip_empty() noexcept {
    while (!done()) {
      if (is_blank(peek()) || at_end()) {
        step();
      } else if (peek() == '#' || peek() == '!') {
        while (!done() && !at_end()) step();
      } else {
        return;
      }
    }
  }

  void skip_blanks() noexcept {
    while (!done() && (is_blank(peek()) || continuation())) {
      if (is_blank(peek())) step();
    }
  }

  // A backslash at the end of the line: the next line goes on, without its leading blanks.
  bool continuation() noexcept {
    if (peek() != '\\' || at_ + 1 >= text_.size() || (text_[at_ + 1] != '\n' && text_[at_ + 1] != '\r')) return false;
    step();
    if (peek() == '\r') step();
    if (!done() && peek() == '\n') step();
    while (!done() && is_blank(peek())) step();
    return true;
  }

  void character(std::string& out) {
    if (peek() != '\\') {
      out += peek();
      return step();
    }
    if (continuation()) return;
    step();
    if (done()) return;
    const char kind = peek();
    step();
    switch (kind) {
      case 't': out += '\t'; break;
      case 'n': out += '\n'; break;
      case 'r': out += '\r'; break;
      case 'f': out += '\f'; break;
      case 'u': unicode(out); break;
      default: out += kind; break;
    }
  }

  std::optional<std::uint32_t> four_digits() noexcept {
    std::uint32_t code = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      if (at_ + i >= text_.size() || std::isxdigit(static_cast<unsigned char>(text_[at_ + i])) == 0) return std::nullopt;
      const char c = text_[at_ + i];
      code = code * 16 + static_cast<std::uint32_t>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
    }
    at_ += 4;
    return code;
  }

  void unicode(std::string& out) {
    const auto code = four_digits();
    if (!code) {
      diagnostics_.error({source_, line_, static_cast<std::uint32_t>(at_ - line_start_ - 1)}, "malformed \\uxxxx encoding", {}, "java.lang.IllegalArgumentException");
      return;
    }
    if (*code >= 0xD800 && *code < 0xDC00 && text_.substr(at_).starts_with("\\u")) {
      at_ += 2;
      if (const auto low = four_digits()) return append_utf8(out, 0x10000 + ((*code - 0xD800) << 10) + (*low - 0xDC00));
    }
    append_utf8(out, *code);
  }

  SourcePtr source_;
  std::string_view text_;
  Diagnostics& diagnostics_;
  std::size_t at_ = 0, line_start_ = 0;
  std::uint32_t line_ = 1;
};

}  // namespace

void Properties::load(const SourcePtr& source, Diagnostics& diagnostics) {
  PropertiesReader reader(source, diagnostics);
  for (std::string key, value; reader.next(key, value);) set(key, value);
}

}  // namespace kamel
