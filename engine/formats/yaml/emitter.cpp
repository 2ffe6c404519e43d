// Writing YAML.
#include "engine/formats/yaml/emitter.h"

#include <algorithm>

#include "engine/convert.h"

namespace kamel::formats::yaml_text {
namespace {

constexpr std::size_t kWidth = 80;
constexpr int kIndent = 2;

bool is_break(char c) noexcept { return c == '\n' || c == '\r'; }
bool is_blank(char c) noexcept { return c == ' ' || c == '\t' || is_break(c) || c == '\0'; }

/// Which styles a text may be written in.
struct Analysis {
  bool block_plain = true, flow_plain = true, single_quoted = true, block = true, multiline = false;
};

Analysis analyse(std::string_view text) {
  Analysis result;
  if (text.empty()) {
    result.flow_plain = false;
    result.block = false;
    return result;
  }
  bool block_indicators = text.starts_with("---") || text.starts_with("..."), flow_indicators = block_indicators;
  bool special = false, space_break = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool before_blank = i + 1 >= text.size() || is_blank(text[i + 1]);
    const bool after_blank = i > 0 && is_blank(text[i - 1]);
    if (i == 0) {
      if (std::string_view("#,[]{}&*!|>'\"%@`").find(c) != std::string_view::npos) block_indicators = flow_indicators = true;
      if (c == '?' || c == ':') flow_indicators = true;
      if ((c == '?' || c == ':' || c == '-') && before_blank) block_indicators = flow_indicators = true;
    } else {
      if (std::string_view(",?[]{}").find(c) != std::string_view::npos) flow_indicators = true;
      if (c == ':') {
        flow_indicators = true;
        block_indicators = block_indicators || before_blank;
      }
      if (c == '#' && after_blank) block_indicators = flow_indicators = true;
    }
    if (is_break(c)) {
      result.multiline = true;
      space_break = space_break || (i > 0 && text[i - 1] == ' ') || (i + 1 < text.size() && text[i + 1] == ' ');
    }
    const auto byte = static_cast<unsigned char>(c);
    special = special || ((byte < 0x20 && c != '\n') || byte == 0x7F);
  }
  const bool edge_space = text.front() == ' ' || text.back() == ' ' || is_break(text.front()) || is_break(text.back());
  if (edge_space || result.multiline) result.flow_plain = result.block_plain = false;
  if (text.back() == ' ') result.block = false;
  if (space_break) result.flow_plain = result.block_plain = result.single_quoted = false;
  if (special) result.flow_plain = result.block_plain = result.single_quoted = result.block = false;
  if (flow_indicators) result.flow_plain = false;
  if (block_indicators) result.block_plain = false;
  return result;
}

/// Whether YAML may show all of its characters; a text of others is written as bytes.
bool is_printable(std::string_view text) noexcept {
  return std::ranges::none_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\n' && c != '\r' && c != '\t') || byte == 0x7F;
  });
}

/// The tree's own value of objects.
Value plain_value(const Value& value) {
  if (!value.is_object()) return value;
  const auto tree = value.object().converted();
  return tree ? *tree : Value(value.object().text());
}

/// Whether SnakeYAML gives the scalar no style of its own.
bool is_plain_scalar(const Value& value) {
  const Value seen = plain_value(value);
  if (seen.is_list() || seen.is_map()) return false;
  if (seen.kind() == Value::Kind::Bytes) return false;
  return !seen.is_bytes_like() || (seen.slice().view().find('\n') == std::string_view::npos && is_printable(seen.slice()));
}

class Emitter {
 public:
  explicit Emitter(bool pretty_flow) : pretty_(pretty_flow) {}
  std::string document(const Value& value) {
    node(value, false, false);
    if (column_ != 0) line_break();
    return std::move(out_);
  }

 private:
  void put(std::string_view text) {
    out_ += text;
    column_ += text.size();
  }
  void indicator(std::string_view text, bool need_blank, bool leaves_blank, bool leaves_indention) {
    if (!blank_ && need_blank) put(" ");
    blank_ = leaves_blank;
    indention_ = indention_ && leaves_indention;
    put(text);
  }
  void line_break() {
    out_ += '\n';
    column_ = 0;
    blank_ = indention_ = true;
  }
  void new_line() {
    const auto indent = static_cast<std::size_t>(std::max(indent_, 0));
    if (!indention_ || column_ > indent || (column_ == indent && !blank_)) line_break();
    if (column_ < indent) {
      put(std::string(indent - column_, ' '));
      blank_ = true;
    }
  }
  /// Deeper for as long as it lives.
  class Deeper {
   public:
    Deeper(Emitter& emitter, bool flow, bool indentless) : emitter_(emitter), before_(emitter.indent_) {
      if (before_ < 0) {
        emitter.indent_ = flow ? kIndent : 0;
      } else if (!indentless) {
        emitter.indent_ += kIndent;
      }
    }
    ~Deeper() { emitter_.indent_ = before_; }
    Deeper(const Deeper&) = delete;
    Deeper& operator=(const Deeper&) = delete;

   private:
    Emitter& emitter_;
    int before_;
  };

  void node(const Value& original, bool in_mapping, bool key) {
    const Value value = plain_value(original);
    if (value.is_list()) return list(value.list(), in_mapping);
    if (value.is_map()) return map(value.map());
    const Deeper deeper(*this, true, false);
    scalar(value, key);
  }

  void list(const List& list, bool in_mapping) {
    if (flow_ > 0 || std::ranges::all_of(list.items(), is_plain_scalar)) {
      flow("[", "]", list.size(), [&](std::size_t i) { node(list[i], false, false); });
      return;
    }
    const Deeper deeper(*this, false, in_mapping && !indention_);
    for (const Value& item : list) {
      new_line();
      indicator("-", true, false, true);
      node(item, false, false);
    }
  }

  void map(const Map& map) {
    const auto is_plain = [](const Map::Entry& entry) { return is_plain_scalar(entry.value) && entry.key.view().find('\n') == std::string_view::npos; };
    if (flow_ > 0 || std::ranges::all_of(map.entries(), is_plain)) {
      flow("{", "}", map.size(), [&](std::size_t i) {
        const Map::Entry& entry = map.entries()[i];
        node(Value(entry.key), false, true);
        indicator(":", false, false, false);
        node(entry.value, true, false);
      });
      return;
    }
    const Deeper deeper(*this, false, false);
    for (const Map::Entry& entry : map) {
      new_line();
      node(Value(entry.key), false, true);
      indicator(":", false, false, false);
      node(entry.value, true, false);
    }
  }

  void flow(std::string_view open, std::string_view close, std::size_t size, const auto& item) {
    indicator(open, true, true, false);
    ++flow_;
    {
      const Deeper deeper(*this, true, false);
      if (pretty_) new_line();
      for (std::size_t i = 0; i < size; ++i) {
        if (i > 0) indicator(",", false, false, false);
        if (column_ > kWidth || pretty_) new_line();
        item(i);
      }
    }
    --flow_;
    if (pretty_ && size > 0) new_line();
    indicator(close, false, false, false);
  }

  void scalar(const Value& value, bool key) {
    if (value.kind() == Value::Kind::Bytes) return binary(value.slice());
    if (value.is_null()) return plain("null", !key);
    if (!value.is_bytes_like()) return plain(to_text(value).view(), !key);
    const std::string text = value.slice().str();
    if (!is_printable(text)) return binary(text);
    const Analysis analysis = analyse(text);
    const bool literal = text.find('\n') != std::string::npos;
    const bool implicit = !literal && resolve(text).is_text() && text != "<<";
    if (implicit && !(key && analysis.multiline) && (flow_ > 0 ? analysis.flow_plain : analysis.block_plain)) return plain(text, !key);
    if (literal && flow_ == 0 && !key && analysis.block) return write_literal(text);
    if (analysis.single_quoted && !(key && analysis.multiline)) return single_quoted(text, !key);
    double_quoted(text);
  }

  void plain(std::string_view text, bool split) {
    if (text.empty()) return;
    if (!blank_) put(" ");
    blank_ = indention_ = false;
    words(text, split, false);
  }

  /// Writes text, a single blank at the line's limit becoming a new line.
  void words(std::string_view text, bool split, bool quoted) {
    std::size_t start = 0;
    while (start < text.size()) {
      const std::size_t end = text[start] == ' ' ? std::min(text.find_first_not_of(' ', start), text.size()) : std::min(text.find_first_of(quoted ? " '" : " ", start + 1), text.size());
      const std::string_view piece = text.substr(start, end - start);
      const bool may_break = !quoted || (start != 0 && end != text.size());
      if (piece == " " && column_ > kWidth && split && may_break) {
        new_line();
        blank_ = indention_ = false;
      } else if (quoted && piece.front() == '\'') {
        put("''");
        put(piece.substr(1));
      } else {
        put(piece);
      }
      start = end;
    }
  }

  void single_quoted(std::string_view text, bool split) {
    indicator("'", true, false, false);
    for (std::size_t start = 0; start <= text.size();) {
      const std::size_t end = std::min(text.find('\n', start), text.size());
      words(text.substr(start, end - start), split, true);
      if (end < text.size()) {
        // A line break is written as an empty line.
        line_break();
        new_line();
      }
      start = end + 1;
    }
    indicator("'", false, false, false);
  }

  void double_quoted(std::string_view text) {
    static constexpr char kHex[] = "0123456789ABCDEF";
    static constexpr std::string_view kNamed("\0\a\b\t\n\v\f\r\x1b\"\\", 11);
    static constexpr std::string_view kNames = "0abtnvfre\"\\";
    indicator("\"", true, false, false);
    for (const char c : text) {
      const auto byte = static_cast<unsigned char>(c);
      if (const std::size_t known = kNamed.find(c); known != std::string_view::npos) {
        put(std::string{'\\', kNames[known]});
      } else if (byte < 0x20 || byte == 0x7F) {
        put(std::string{'\\', 'x', kHex[byte >> 4], kHex[byte & 15]});
      } else {
        put({&c, 1});
      }
    }
    indicator("\"", false, false, false);
  }

  void write_literal(std::string_view text) {
    std::string hints = "|";
    if (text.front() == ' ' || is_break(text.front())) hints += std::to_string(kIndent);
    if (!text.ends_with('\n')) {
      hints += '-';
    } else if (text.size() == 1 || text[text.size() - 2] == '\n') {
      hints += '+';
    }
    indicator(hints, true, false, false);
    if (text.ends_with('\n')) text.remove_suffix(1);
    for (std::size_t start = 0; start <= text.size();) {
      const std::size_t end = std::min(text.find('\n', start), text.size());
      line_break();
      if (end > start) put(std::string(static_cast<std::size_t>(std::max(indent_, 0)), ' ') + std::string(text.substr(start, end - start)));
      start = end + 1;
    }
    blank_ = indention_ = false;
  }

  void binary(std::string_view bytes) {
    static constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
      const auto byte = [&](std::size_t at) { return at < bytes.size() ? static_cast<unsigned>(static_cast<unsigned char>(bytes[at])) : 0u; };
      const unsigned bits = byte(i) << 16 | byte(i + 1) << 8 | byte(i + 2);
      text += kAlphabet[bits >> 18];
      text += kAlphabet[bits >> 12 & 63];
      text += i + 1 < bytes.size() ? kAlphabet[bits >> 6 & 63] : '=';
      text += i + 2 < bytes.size() ? kAlphabet[bits & 63] : '=';
    }
    indicator("!!binary", true, false, false);
    flow_ == 0 ? write_literal(text) : double_quoted(text);
  }

  std::string out_;
  std::size_t column_ = 0;
  int indent_ = -1;
  int flow_ = 0;
  bool blank_ = true, indention_ = true;
  bool pretty_;
};

}  // namespace

std::string write(const Value& value, bool pretty_flow) { return Emitter(pretty_flow).document(value); }

}  // namespace kamel::formats::yaml_text
