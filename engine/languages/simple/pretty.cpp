// Pretty text as Camel prints it: JSON with tabs, XML with two blanks and every text on a line of its own.
#include "dsl/json.h"
#include "engine/languages/simple/functions.h"

namespace kamel::simple {
namespace {

/// JSON that is known to be valid, its numbers and escapes kept as they were written.
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
      if (text_[i] == '/' && text_[i - 1] != '\\') out_.push_back('\\');
      out_.push_back(text_[i]);
    }
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
      words(trim(text_.substr(at, open - at)));
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
    }
    return true;
  }

  std::string_view text_;
  SliceBuilder& out_;
  int depth_ = 0;
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

}  // namespace kamel::simple
