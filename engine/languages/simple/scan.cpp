#include "engine/languages/simple/scan.h"

namespace kamel::simple {
namespace {

bool is_blank(char c) noexcept { return static_cast<unsigned char>(c) <= ' '; }  // as String.trim()

/// Follows quotes and functions through a text.
class Depth {
 public:
  explicit Depth(std::string_view text) : text_(text) {}
  bool outside() const noexcept { return quote_ == 0 && functions_ == 0; }
  /// Takes the character at `at` in; gives how many were taken.
  std::size_t take(std::size_t at) noexcept {
    const char c = text_[at];
    if (quote_ != 0) {
      if (c == quote_) quote_ = 0;
      return 1;
    }
    if (const std::size_t size = function_start(text_, at)) {
      ++functions_;
      return size;
    }
    if (c == '}' && functions_ > 0) --functions_;
    if (functions_ > 0) return 1;
    if (c == '\'' || c == '"') quote_ = c;
    return 1;
  }

 private:
  std::string_view text_;
  char quote_ = 0;
  int functions_ = 0;
};

/// A stretch between two commas, as an argument.
void add_argument(const Piece& whole, std::string_view part, bool keep_quotes, std::vector<Argument>& out) {
  part = trim(part);
  if (part.empty()) return;
  const std::string_view inner = unquote(part);
  const bool quoted = inner.size() != part.size();
  out.push_back({whole.sub(quoted && !keep_quotes ? inner : part), quoted});
}

}  // namespace

std::size_t function_start(std::string_view text, std::size_t at) noexcept {
  const std::string_view rest = text.substr(at);
  return rest.starts_with("${") ? 2 : rest.starts_with("$simple{") ? 8 : 0;
}

std::size_t function_end(std::string_view text, std::size_t from) noexcept {
  int depth = 1;
  for (std::size_t i = from; i < text.size();) {
    if (escape(text, i) != 0) {
      i += 2;
    } else if (const std::size_t size = function_start(text, i)) {
      ++depth;
      i += size;
    } else {
      if (text[i] == '}' && --depth == 0) return i;
      ++i;
    }
  }
  return std::string_view::npos;
}

char escape(std::string_view text, std::size_t at) noexcept {
  if (text[at] != '\\' || at + 1 >= text.size()) return 0;
  switch (text[at + 1]) {
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case 'r':
      return '\r';
    case '}':
      return '}';
    default:
      return 0;
  }
}

std::string_view unescape(std::string_view text, Compiler& compiler) {
  std::string out;
  bool changed = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char special = escape(text, i);
    changed = changed || special != 0;
    out += special != 0 ? special : text[i];
    if (special != 0) ++i;
  }
  return changed ? compiler.keep(std::move(out)) : text;
}

std::size_t find_outside(std::string_view text, std::string_view token, std::size_t from) noexcept {
  Depth depth(text);
  for (std::size_t i = 0; i < text.size();) {
    if (i >= from && depth.outside() && text.substr(i).starts_with(token)) return i;
    i += depth.take(i);
  }
  return std::string_view::npos;
}

std::string_view trim(std::string_view text) noexcept {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

std::string_view unquote(std::string_view text) noexcept {
  if (text.size() >= 2 && text.front() == text.back() && (text.front() == '\'' || text.front() == '"'))
    return text.substr(1, text.size() - 2);
  return text;
}

std::vector<Argument> split_arguments(const Piece& text, bool keep_quotes) {
  std::vector<Argument> out;
  Depth depth(text.text);
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text.text.size();) {
    if (depth.outside() && text.text[i] == ',') {
      add_argument(text, text.text.substr(begin, i - begin), keep_quotes, out);
      begin = ++i;
    } else {
      i += depth.take(i);
    }
  }
  add_argument(text, text.text.substr(begin), keep_quotes, out);
  return out;
}

}  // namespace kamel::simple
