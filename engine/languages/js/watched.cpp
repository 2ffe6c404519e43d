#include "engine/languages/js/watched.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

namespace kamel::languages::javascript {
namespace {

bool in_name(char c) noexcept { return c == '_' || c == '$' || std::isalnum(static_cast<unsigned char>(c)) != 0; }

/// A script's text, piece by piece: names, texts, comments and patterns whole, all else one character at a time.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}
  bool at_end() const noexcept { return at_ >= text_.size(); }
  /// Whether a text is next: of a function's body, that may be 'use strict', which has to stay the first.
  bool text_follows() const noexcept {
    const std::size_t next = text_.find_first_not_of(" \t\r\n", at_);
    return next != std::string_view::npos && (text_[next] == '"' || text_[next] == '\'');
  }

  /// The next piece; comments and blanks are given as well.
  std::string_view next() {
    const std::size_t start = at_;
    at_ = end_of_piece();
    const std::string_view piece = text_.substr(start, at_ - start);
    const bool silent = piece.starts_with("//") || piece.starts_with("/*") || std::isspace(static_cast<unsigned char>(piece[0])) != 0;
    if (!silent) before_ = piece;
    return piece;
  }

 private:
  std::size_t end_of_piece() const {
    const char c = text_[at_];
    const std::string_view rest = text_.substr(at_);
    if (in_name(c)) return end_of_name();
    if (c == '"' || c == '\'' || c == '`') return quoted(c);
    if (rest.starts_with("//")) return std::min(text_.find('\n', at_), text_.size());
    if (rest.starts_with("/*")) {
      const std::size_t end = text_.find("*/", at_ + 2);
      return end == std::string_view::npos ? text_.size() : end + 2;
    }
    return c == '/' && may_begin_pattern() ? pattern() : at_ + 1;
  }
  std::size_t end_of_name() const {
    std::size_t end = at_;
    while (end < text_.size() && in_name(text_[end])) ++end;
    return end;
  }
  std::size_t quoted(char quote) const {
    std::size_t end = at_ + 1;
    while (end < text_.size() && text_[end] != quote) end += text_[end] == '\\' ? 2 : 1;
    return std::min(end + 1, text_.size());
  }
  /// Behind a value a slash divides.
  bool may_begin_pattern() const {
    if (before_.empty() || before_ == "return" || before_ == "typeof" || before_ == "case" || before_ == "in") return true;
    const char last = before_.back();
    return !in_name(last) && last != ')' && last != ']' && last != '}' && last != '"' && last != '\'';
  }
  std::size_t pattern() const {
    bool in_class = false;
    for (std::size_t i = at_ + 1; i < text_.size() && text_[i] != '\n'; ++i) {
      if (text_[i] == '\\') ++i;
      else if (text_[i] == '[') in_class = true;
      else if (text_[i] == ']') in_class = false;
      else if (text_[i] == '/' && !in_class) return i + 1;
    }
    return at_ + 1;
  }

  std::string_view text_, before_;
  std::size_t at_ = 0;
};

/// The parentheses that are open, and which of them hold a loop's condition.
class Writer {
 public:
  Writer(std::string_view script, std::string_view tick) : scanner_(script), call_(std::string(tick) + "()") {}

  std::string run() {
    while (!scanner_.at_end()) piece(scanner_.next());
    return std::move(out_);
  }

 private:
  enum class Kind : std::uint8_t { Plain, While, For, Condition, Step, Function };
  struct Open {
    Kind kind;
    std::size_t start = 0;  // in out_, of a for's condition
  };

  void piece(std::string_view text) {
    const bool blank = std::isspace(static_cast<unsigned char>(text[0])) != 0 || text.starts_with("//") || text.starts_with("/*");
    if (text == "(") return open();
    if (text == ")" && !open_.empty()) return close();
    if (text == ";" && !open_.empty()) return semicolon();
    if (text == "[" || text == "{") open_.push_back({Kind::Plain});
    const bool body = body_ && text == "{" && !scanner_.text_follows();
    if ((text == "]" || text == "}") && !open_.empty()) open_.pop_back();
    out_ += text;
    if (body) out_ += call_ + ";";
    if (!blank) body_ = false;
    if (!blank && loop_ == Kind::Function) return;  // its name
    if (!blank) loop_ = property_ ? Kind::Plain : text == "while" ? Kind::While : text == "for" ? Kind::For : text == "function" ? Kind::Function : Kind::Plain;
    if (!blank) property_ = text == ".";  // a.while is no loop
  }
  void open() {
    out_ += '(';
    open_.push_back({loop_});
    if (loop_ == Kind::While) out_ += call_ + ",(";
    loop_ = Kind::Plain;
  }
  void close() {
    if (open_.back().kind == Kind::While) out_ += ')';
    out_ += ')';
    body_ = open_.back().kind == Kind::Function;
    open_.pop_back();
    loop_ = Kind::Plain;
  }
  /// for (first; condition; step): the first semicolon begins the condition, the second ends it.
  void semicolon() {
    Open& here = open_.back();
    if (here.kind == Kind::For) {
      out_ += ';';
      here = {Kind::Condition, out_.size()};
    } else if (here.kind == Kind::Condition) {
      const std::string condition = out_.substr(here.start);
      const bool none = std::ranges::all_of(condition, [](char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; });
      out_.resize(here.start);
      out_ += call_ + (none ? ",true" + condition : ",(" + condition + ")") + ";";
      here.kind = Kind::Step;
    } else {
      out_ += ';';
    }
    loop_ = Kind::Plain;
  }

  Scanner scanner_;
  std::string call_, out_;
  std::vector<Open> open_;
  Kind loop_ = Kind::Plain;  // what the last word was
  bool body_ = false;        // the parentheses that were closed last are a function's
  bool property_ = false;    // the last piece was a dot
};

}  // namespace

std::string watched(std::string_view script, std::string_view tick) { return Writer(script, tick).run(); }

}  // namespace kamel::languages::javascript
