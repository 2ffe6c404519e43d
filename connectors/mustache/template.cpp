#include "connectors/mustache/template.h"

#include <algorithm>

#include "engine/convert.h"
#include "engine/named_values.h"

namespace kamel::mustache {

struct Template::Part {
  enum class Kind : std::uint8_t { Text, Name, Section, Inverted };
  Kind kind;
  std::string text;  // the text, or the name
  bool escapes = false;
  std::vector<Part> inside;
};

Template::Template() = default;
Template::~Template() = default;

namespace {

constexpr std::size_t kDepth = 200;  // of sections and partials

// A list's and a text's own methods, as Java has them, where templates ask for one.
Value method(const Value& value, std::string_view name) {
  const std::size_t size = value.is_list() ? value.list().size() : value.slice().size();
  if (name == "empty" || name == "isEmpty") return size == 0;
  return name == (value.is_list() ? "size" : "length") ? Value(static_cast<std::int32_t>(size)) : Value();
}

Value member(const Value& value, std::string_view name) {
  if (value.is_list() || value.is_text()) return method(value, name);
  if (!value.is_map()) return value.is_object() ? value.object().property(name).value_or(Value()) : Value();
  if (const Value* found = value.map().find(name)) return *found;
  return {};
}

Value along(Value value, std::string_view path) {
  while (!path.empty() && !value.is_null()) {
    const std::size_t dot = path.find('.');
    value = member(value, path.substr(0, dot));
    path = dot == path.npos ? std::string_view() : path.substr(dot + 1);
  }
  return value;
}

// As mustache.java's HtmlEscaper.
void escape(std::string_view text, SliceBuilder& out) {
  for (const char c : text) {
    switch (c) {
      case '&': out.append("&amp;"); break;
      case '<': out.append("&lt;"); break;
      case '>': out.append("&gt;"); break;
      case '"': out.append("&quot;"); break;
      case '\'': out.append("&#39;"); break;
      case '`': out.append("&#96;"); break;
      case '=': out.append("&#61;"); break;
      case '\n': out.append("&#10;"); break;
      default: out.append(std::string_view(&c, 1));
    }
  }
}

bool is_false(const Value& value) {
  if (value.is_null()) return true;
  if (value.is_bool()) return !value.as_bool();
  if (value.is_text()) return value.slice().view().empty();
  return value.is_list() && value.list().empty();
}

}  // namespace

Value Scopes::find(std::string_view name) const {
  if (name == ".") return stack_.empty() ? Value() : stack_.back();
  const std::size_t dot = name.find('.');
  for (auto scope = stack_.rbegin(); scope != stack_.rend(); ++scope) {
    Value first = member(*scope, name.substr(0, dot));
    if (!first.is_null()) return dot == name.npos ? first : along(std::move(first), name.substr(dot + 1));
  }
  return {};
}

/// Reads one text. Errors are kept in `error`, and end the reading.
class Reader {
 public:
  using Part = Template::Part;
  Reader(std::string_view text, std::string_view open, std::string_view close, const Partials& partials, std::vector<std::string>& including)
      : text_(text), open_(open), close_(close), partials_(partials), including_(including) {}

  static std::shared_ptr<Template> empty() { return std::shared_ptr<Template>(new Template()); }
  static std::vector<Part>& parts(Template& made) { return made.parts_; }

  std::vector<Part> read() {
    std::vector<Part> out;
    block(out, "");
    return out;
  }
  Error error;

 private:
  struct Tag {
    char kind = 0;  // 0: a name
    std::string name;
    std::size_t begin = 0, end = 0;
  };

  Error broken(std::string why) const {
    const auto line = 1 + std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(std::min(at_, text_.size())), '\n');
    return Error("com.github.mustachejava.MustacheException", std::move(why) + " @[line " + std::to_string(line) + "]");
  }

  // The next tag; false at the end of the text.
  bool next(Tag& tag) {
    tag.begin = text_.find(open_, at_);
    if (tag.begin == text_.npos) return false;
    std::size_t inside = tag.begin + open_.size();
    const bool triple = open_ == "{{" && text_.substr(inside, 1) == "{";
    const std::string end = triple ? "}}}" : text_.substr(inside, 1) == "=" ? "=" + close_ : close_;
    const std::size_t stop = text_.find(end, inside + 1);
    if (stop == text_.npos) {
      error = broken("Improperly closed variable");
      return false;
    }
    std::string_view body = text_.substr(inside, stop - inside);
    tag.kind = 0;
    if (!body.empty() && std::string_view("#^/!>&={").find(body.front()) != std::string_view::npos) {
      tag.kind = body.front();
      body.remove_prefix(1);
    }
    while (!body.empty() && (body.front() == ' ' || body.front() == '\t' || body.front() == '\n')) body.remove_prefix(1);
    while (!body.empty() && (body.back() == ' ' || body.back() == '\t' || body.back() == '\n')) body.remove_suffix(1);
    tag.name = body;
    tag.end = stop + end.size();
    return true;
  }

  // Whether a section's tag has its line for itself: then the whole line goes.
  bool alone(const Tag& tag, std::size_t& from, std::size_t& to) const {
    from = tag.begin;
    while (from > 0 && (text_[from - 1] == ' ' || text_[from - 1] == '\t')) --from;
    if (from > 0 && text_[from - 1] != '\n') return false;
    to = tag.end;
    while (to < text_.size() && (text_[to] == ' ' || text_[to] == '\t' || text_[to] == '\r')) ++to;
    if (to == text_.size()) return true;
    if (text_[to] != '\n') return false;
    ++to;
    return true;
  }

  void text(std::vector<Part>& out, std::size_t end) const {
    if (end > at_) out.push_back({Part::Kind::Text, std::string(text_.substr(at_, end - at_)), false, {}});
  }

  // Until the tag that closes `section`, or the end.
  void block(std::vector<Part>& out, const std::string& section) {
    if (++depth_ > kDepth) error = broken("sections stand too deep in each other");
    Tag tag;
    while (!error && next(tag)) {
      std::size_t from = tag.begin, to = tag.end;
      const bool structural = tag.kind == '#' || tag.kind == '^' || tag.kind == '/';
      if (structural && !alone(tag, from, to)) from = tag.begin, to = tag.end;
      text(out, std::max(from, at_));
      at_ = to;
      if (tag.kind == '/') {
        if (tag.name != section) error = broken("Mismatched start/end tags: " + section + " != " + tag.name);
        --depth_;
        return;
      }
      part(tag, out);
    }
    if (error) return;
    if (!section.empty()) error = broken("Failed to close '" + section + "' tag");
    text(out, text_.size());
    at_ = text_.size();
    --depth_;
  }

  void part(const Tag& tag, std::vector<Part>& out) {
    switch (tag.kind) {
      case '!': return;
      case '=': return delimiters(tag.name);
      case '>': return partial(tag.name, out);
      case '#':
      case '^': {
        Part section{tag.kind == '#' ? Part::Kind::Section : Part::Kind::Inverted, tag.name, false, {}};
        block(section.inside, tag.name);
        out.push_back(std::move(section));
        return;
      }
      default: out.push_back({Part::Kind::Name, tag.name, tag.kind == 0, {}});
    }
  }

  void delimiters(const std::string& given) {
    const std::size_t blank = given.find(' ');
    const std::size_t second = given.find_first_not_of(' ', blank);
    if (blank == std::string::npos || second == std::string::npos) {
      error = broken("Invalid delimiters: " + given);
      return;
    }
    open_ = given.substr(0, blank);
    close_ = given.substr(second);
  }

  void partial(const std::string& name, std::vector<Part>& out) {
    if (std::ranges::find(including_, name) != including_.end() || including_.size() > kDepth) {
      error = broken("the partial '" + name + "' includes itself");
      return;
    }
    const auto loaded = partials_(name);
    if (!loaded) {
      error = Error("com.github.mustachejava.MustacheNotFoundException", "Template " + name + " not found", loaded.error());
      return;
    }
    including_.push_back(name);
    Reader reader(loaded->view(), "{{", "}}", partials_, including_);
    for (Part& read : reader.read()) out.push_back(std::move(read));
    error = reader.error;
    including_.pop_back();
  }

  std::string_view text_;
  std::string open_, close_;
  const Partials& partials_;
  std::vector<std::string>& including_;
  std::size_t at_ = 0, depth_ = 0;
};

Result<std::shared_ptr<const Template>> Template::compile(std::string_view text, std::string_view open, std::string_view close, const Partials& partials) {
  std::vector<std::string> including;
  Reader reader(text, open, close, partials, including);
  auto made = Reader::empty();
  Reader::parts(*made) = reader.read();
  if (reader.error) return reader.error;
  return std::shared_ptr<const Template>(std::move(made));
}

namespace {

template <class Part>
void write(const std::vector<Part>& parts, Scopes& scopes, SliceBuilder& out) {
  for (const Part& part : parts) {
    if (part.kind == Part::Kind::Text) {
      out.append(part.text);
      continue;
    }
    const Value value = scopes.find(part.text);
    if (part.kind == Part::Kind::Name) {
      const Slice text = to_text(value);
      part.escapes ? escape(text.view(), out) : void(out.append(text.view()));
    } else if (part.kind == Part::Kind::Inverted) {
      if (is_false(value)) write(part.inside, scopes, out);
    } else if (!is_false(value)) {
      const List items = value.is_list() ? value.list() : List{value};
      for (const Value& item : items) {
        scopes.push(item);
        write(part.inside, scopes, out);
        scopes.pop();
      }
    }
  }
}

}  // namespace

Slice Template::fill(Scopes& scopes) const {
  SliceBuilder out;
  write(parts_, scopes, out);
  return out.finish();
}

}  // namespace kamel::mustache
