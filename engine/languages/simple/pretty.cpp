// Pretty text as Camel prints it: JSON with tabs, XML with two blanks and every text on a line of its own.
#include <array>
#include <charconv>

#include "dsl/json.h"
#include "engine/convert.h"
#include "engine/languages/simple/functions.h"

namespace kamel::simple {
namespace {

/// Whether Camel writes a character of a JSON text as \uXXXX.
bool is_escaped(unsigned code) noexcept { return code < 0x20 || (code >= 0x7F && code <= 0x9F) || (code >= 0x2000 && code <= 0x20FF); }

/// A character of two or three bytes; ASCII as it is.
void append_utf8(unsigned code, SliceBuilder& out) {
  if (code >= 0x800) {
    out.push_back(static_cast<char>(0xE0 | (code >> 12)));
    out.push_back(static_cast<char>(0x80 | ((code >> 6) & 0x3F)));
  } else {
    out.push_back(static_cast<char>(0xC0 | (code >> 6)));
  }
  out.push_back(static_cast<char>(0x80 | (code & 0x3F)));
}

/// JSON that is known to be valid, its numbers kept as they were written.
class JsonPrinter {
 public:
  JsonPrinter(std::string_view text, SliceBuilder& out) : text_(text), out_(out) {}
  void run() {
    value(0);
    out_.push_back('\n');
  }

 private:
  void blanks() {
    while (at_ < text_.size() && static_cast<unsigned char>(text_[at_]) <= ' ') ++at_;
  }
  void line(int depth) {
    out_.push_back('\n');
    for (int i = 0; i < depth; ++i) out_.push_back('\t');
  }
  void string() {
    const std::size_t begin = at_++;
    while (at_ < text_.size() && text_[at_] != '"') at_ += text_[at_] == '\\' ? 2 : 1;
    at_ = std::min(at_ + 1, text_.size());
    for (std::size_t i = begin; i < at_; ++i) {
      if (unescaped(i)) continue;
      if (text_[i] == '/' && text_[i - 1] != '\\') out_.push_back('\\');
      out_.push_back(text_[i]);
    }
  }
  /// Writes the \uXXXX at `i` as the character that it is, and moves to its last digit. Halves of pairs stay as they are.
  bool unescaped(std::size_t& i) {
    if (text_[i] != '\\' || i + 5 >= at_ || text_[i + 1] != 'u' || (i > 0 && text_[i - 1] == '\\')) return false;
    unsigned code = 0;
    std::from_chars(text_.data() + i + 2, text_.data() + i + 6, code, 16);
    if (code < 0x80 || is_escaped(code) || (code >= 0xD800 && code < 0xE000)) return false;
    append_utf8(code, out_);
    i += 5;
    return true;
  }
  void container(int depth, char close) {
    out_.push_back(text_[at_++]);
    line(depth + 1);
    for (blanks(); at_ < text_.size() && text_[at_] != close; blanks()) {
      if (text_[at_] == ',') {
        out_.push_back(',');
        ++at_;
        line(depth + 1);
      } else if (text_[at_] == ':') {
        out_.append(": ");
        ++at_;
      } else {
        value(depth + 1);
      }
    }
    ++at_;
    line(depth);
    out_.push_back(close);
  }
  void value(int depth) {
    blanks();
    if (at_ >= text_.size()) return;
    if (text_[at_] == '{') return container(depth, '}');
    if (text_[at_] == '[') return container(depth, ']');
    if (text_[at_] == '"') return string();
    const std::size_t begin = at_;
    while (at_ < text_.size() && std::string_view(",]}: \t\r\n").find(text_[at_]) == std::string_view::npos) ++at_;
    out_.append(text_.substr(begin, at_ - begin));
    if (at_ == begin) ++at_;
  }

  std::string_view text_;
  SliceBuilder& out_;
  std::size_t at_ = 0;
};

/// XML, tag by tag. False when the tags do not match.
class XmlPrinter {
 public:
  XmlPrinter(std::string_view text, SliceBuilder& out) : text_(text), out_(out) {}
  bool run() {
    for (std::size_t at = 0; at < text_.size();) {
      const std::size_t open = std::min(text_.find('<', at), text_.size());
      if (opened_ && text_.substr(open).starts_with("</")) words(trim(text_.substr(at, open - at)));  // text beside elements is left out
      if (open == text_.size()) break;
      const bool comment = text_.substr(open).starts_with("<!--");
      const std::size_t close = comment ? text_.find("-->", open) : text_.find('>', open);
      if (close == std::string_view::npos) return false;
      if (!comment && !tag(text_.substr(open, close + 1 - open))) return false;
      at = close + (comment ? 3 : 1);
    }
    return depth_ == 0;
  }

 private:
  void line(std::string_view text) {
    if (out_.size() > 0) out_.push_back('\n');
    for (int i = 0; i < depth_; ++i) out_.append("  ");
    out_.append(text);
  }
  void words(std::string_view text) {
    if (!text.empty()) line(text);
  }
  bool tag(std::string_view text) {
    opened_ = false;
    if (text.starts_with("<?") || text.starts_with("<!")) {
      line(text);
    } else if (text.starts_with("</")) {
      if (depth_-- == 0) return false;
      line(text);
    } else if (text.ends_with("/>")) {
      const std::string_view start = trim(text.substr(0, text.size() - 2));
      line(std::string(start) + ">");
      line("</" + std::string(start.substr(1, start.find_first_of(" \t\r\n") - 1)) + ">");
    } else {
      line(text);
      ++depth_;
      opened_ = true;
    }
    return true;
  }

  std::string_view text_;
  SliceBuilder& out_;
  int depth_ = 0;
  bool opened_ = false;  // the last tag was the start of an element
};

}  // namespace

Slice prettify(const Slice& text) {
  const std::string_view all = text;
  SliceBuilder out(all.size() * 2);
  if (all.starts_with('{') || all.starts_with('[')) {
    if (!json::parse(text)) return text;
    JsonPrinter(all, out).run();
    return out.finish();
  }
  if (all.starts_with('<')) return XmlPrinter(all, out).run() ? out.finish() : text;
  return text;
}

Value pretty_value(const Value& value) {
  if (value.is_null()) return {};
  const Slice text = to_text(value);
  const bool structure = value.is_list() || value.is_map();
  return structure && !json::parse(text) ? Value() : Value(prettify(text));
}

}  // namespace kamel::simple
