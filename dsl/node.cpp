// Node: look-ups, places inside scalars, and YAML's core rules for plain values.
#include "dsl/node.h"

#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

namespace kamel {
namespace {

bool is_blank(char c) noexcept { return c == ' ' || c == '\t'; }

// A place in a source's text that knows its line and column.
class Cursor {
 public:
  Cursor(const Mark& mark) : mark_(mark), text_(mark.source->text) {
    for (std::uint32_t line = 1; line < mark.line && at_ != std::string_view::npos; ++line) {
      at_ = text_.find('\n', at_);
      if (at_ != std::string_view::npos) ++at_;
    }
    at_ = at_ == std::string_view::npos ? text_.size() : std::min(text_.size(), at_ + mark.column - 1);
  }
  bool done() const noexcept { return at_ >= text_.size(); }
  char peek(std::size_t ahead = 0) const noexcept { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  void step() noexcept {
    if (done()) return;
    if (text_[at_++] == '\n') {
      ++mark_.line;
      mark_.column = 1;
    } else {
      ++mark_.column;
    }
  }
  void step(std::size_t count) noexcept {
    while (count-- > 0) step();
  }
  void skip_blanks() noexcept {
    while (is_blank(peek())) step();
  }
  // "\n" or "\r\n"; a lone "\r" is a character like others.
  bool at_break(std::size_t ahead = 0) const noexcept { return peek(ahead) == '\n' || (peek(ahead) == '\r' && peek(ahead + 1) == '\n'); }
  // Whether only blanks stand before the end of the line.
  bool at_line_end() const noexcept {
    std::size_t blanks = 0;
    while (is_blank(peek(blanks))) ++blanks;
    return at_break(blanks);
  }
  // To behind the blanks and the line break.
  void end_line() noexcept {
    skip_blanks();
    step(peek() == '\r' ? 2 : 1);
  }
  const Mark& mark() const noexcept { return mark_; }

 private:
  Mark mark_;
  std::string_view text_;
  std::size_t at_ = 0;
};

// A folded line break of a flow scalar: how many characters of text it stands for; the cursor goes behind it.
std::size_t fold(Cursor& cursor) {
  std::size_t breaks = 0;
  while (cursor.at_line_end()) {
    cursor.end_line();
    ++breaks;
  }
  cursor.skip_blanks();
  return breaks == 1 ? 1 : breaks - 1;
}

std::size_t utf8_length(std::uint32_t code) noexcept { return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4; }

// An escape of a double-quoted scalar: how many bytes of text it stands for.
std::size_t escape(Cursor& cursor) {
  const char kind = cursor.peek(1);
  const std::size_t digits = kind == 'x' ? 2 : kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
  std::uint32_t code = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    const char c = cursor.peek(2 + i);
    code = code * 16 + static_cast<std::uint32_t>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
  }
  cursor.step(2 + digits);
  if (kind == '\n' || kind == '\r') {
    if (kind == '\r' && cursor.peek() == '\n') cursor.step();
    cursor.skip_blanks();
    return 0;
  }
  if (kind == 'N' || kind == '_') return 2;
  if (kind == 'L' || kind == 'P') return 3;
  return digits == 0 ? 1 : utf8_length(code);
}

Mark flow_place(const Node& node, std::size_t offset) {
  Cursor cursor(node.mark);
  const char quote = cursor.peek() == '"' || cursor.peek() == '\'' ? cursor.peek() : '\0';
  if (quote != '\0') cursor.step();
  for (std::size_t done = 0; done < offset && !cursor.done();) {
    if (cursor.at_line_end()) {
      done += fold(cursor);
    } else if (quote == '"' && cursor.peek() == '\\') {
      done += escape(cursor);
    } else {
      cursor.step(quote == '\'' && cursor.peek() == '\'' ? 2 : 1);
      ++done;
    }
  }
  // An escaped line break stands for nothing: the character is behind it.
  while (quote == '"' && cursor.peek() == '\\' && cursor.at_break(1)) escape(cursor);
  return cursor.mark();
}

// Spaces before the first line that is not empty.
std::size_t first_indent(std::string_view text) noexcept {
  std::size_t indent = 0;
  for (char c : text) {
    if (c == ' ') {
      ++indent;
    } else if (c == '\n' || c == '\r') {
      indent = 0;
    } else {
      break;
    }
  }
  return indent;
}

Mark block_place(const Node& node, std::size_t offset) {
  Cursor cursor(node.mark);
  const bool folded = cursor.peek() == '>';
  while (!cursor.done() && cursor.peek() != '\n') cursor.step();
  cursor.step();
  const std::string_view text = node.text;
  std::string_view rest = node.mark.source->text;
  for (std::uint32_t line = 1; line < cursor.mark().line; ++line) rest.remove_prefix(rest.find('\n') + 1);
  const std::size_t in_source = first_indent(rest), in_text = first_indent(text);
  const std::size_t indent = in_source > in_text ? in_source - in_text : 0;
  const auto begin_line = [&] {
    for (std::size_t i = 0; i < indent && cursor.peek() == ' '; ++i) cursor.step();
  };
  begin_line();
  std::size_t done = 0;
  while (done < offset && done < text.size() && !cursor.done()) {
    if (!cursor.at_break()) {
      cursor.step();
      ++done;
      continue;
    }
    if (!folded) {
      cursor.end_line();
      ++done;
      begin_line();
      continue;
    }
    // A fold is one blank, or as many breaks as there are empty lines: the text goes on with the next line that has any.
    if (text[done] == ' ') {
      ++done;
    } else {
      while (done < offset && done < text.size() && text[done] == '\n') ++done;
    }
    while (cursor.at_line_end()) cursor.end_line();
    begin_line();
  }
  return cursor.mark();
}

bool is_one_of(std::string_view text, std::string_view a, std::string_view b, std::string_view c) noexcept {
  return text == a || text == b || text == c;
}

// All of `text` as a number; `base` for whole ones.
template <class T, class... Base>
std::optional<T> whole_match(std::string_view text, Base... base) {
  T value{};
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value, base...);
  if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<Value> number(std::string_view text) {
  const bool negative = text.starts_with('-');
  const std::string_view digits = text.substr(negative || text.starts_with('+') ? 1 : 0);
  if (digits.empty()) return std::nullopt;
  if (is_one_of(digits, ".inf", ".Inf", ".INF")) {
    return negative ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::infinity();
  }
  if (text.size() > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'o')) {
    const auto value = text[2] == '-' ? std::nullopt : whole_match<std::int64_t>(text.substr(2), text[1] == 'x' ? 16 : 8);
    return value ? std::optional(Value::integer(*value)) : std::nullopt;
  }
  if (digits.find_first_not_of("0123456789.eE+-") != std::string_view::npos) return std::nullopt;
  const std::string_view signed_digits = negative ? text : digits;
  if (signed_digits.size() > 1 && !negative && (signed_digits[0] == '-' || signed_digits[0] == '+')) return std::nullopt;
  if (const auto value = whole_match<std::int64_t>(signed_digits)) return Value::integer(*value);
  if (digits.find_first_of("0123456789") == std::string_view::npos) return std::nullopt;
  if (const auto value = whole_match<double>(signed_digits)) return Value(*value);
  return std::nullopt;
}

Value scalar(std::string_view text) {
  if (text.empty() || text == "~" || is_one_of(text, "null", "Null", "NULL")) return {};
  if (is_one_of(text, "true", "True", "TRUE")) return true;
  if (is_one_of(text, "false", "False", "FALSE")) return false;
  if (is_one_of(text, ".nan", ".NaN", ".NAN")) return std::numeric_limits<double>::quiet_NaN();
  if (auto value = number(text)) return *std::move(value);
  return text;
}

}  // namespace

const Node* Node::find(std::string_view key) const noexcept {
  for (const Entry& entry : entries) {
    if (entry.key == key) return &entry.value;
  }
  return nullptr;
}

Mark Node::mark_at(std::size_t offset) const {
  if (kind != Kind::Scalar || !mark.source || mark.line == 0 || mark.column == 0) return mark;
  return block ? block_place(*this, offset) : flow_place(*this, offset);
}

Value Node::value() const {
  switch (kind) {
    case Kind::Null: return {};
    case Kind::Scalar: return quoted ? Value(text) : scalar(text);
    case Kind::List: {
      List list;
      for (const Node& item : items) list.push_back(item.value());
      return list;
    }
    case Kind::Map: {
      Map map;
      for (const Entry& entry : entries) map.set(entry.key, entry.value.value());
      return map;
    }
  }
  return {};
}

}  // namespace kamel
