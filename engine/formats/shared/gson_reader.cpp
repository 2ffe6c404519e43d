// Reading JSON as Gson does by default: leniently.
#include <algorithm>
#include <charconv>

#include "dsl/json.h"
#include "engine/formats/shared/gson.h"

namespace kamel::formats {
namespace {

constexpr int kDeepest = 255;  // Gson's nesting limit

/// Single quotes, names and texts without quotes, comments, ';' for ',' and '=' for ':' are taken; numbers that JSON does not know are texts.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {
    if (text_.starts_with(")]}'\n")) at_ = 5;
  }

  Result<Value> read(bool unique_names) {
    unique_names_ = unique_names;
    Result<Value> value = this->value();
    if (!value) return value;
    if (next() != '\0') return malformed("Use JsonReader.setStrictness(Strictness.LENIENT) to accept malformed JSON");
    return value;
  }

 private:
  Error malformed(std::string_view why) const {
    const std::string_view before = text_.substr(0, at_);
    const std::size_t line = before.rfind('\n');
    return Error("com.google.gson.stream.MalformedJsonException",
                 std::string(why) + " at line " + std::to_string(std::ranges::count(before, '\n') + 1) + " column " +
                     std::to_string(line == std::string_view::npos ? at_ + 1 : at_ - line));
  }
  Error ended() const { return Error("java.io.EOFException", "End of input at character " + std::to_string(at_)); }

  /// The next character that counts, '\0' at the end. Stays before it.
  char next() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
        ++at_;
      } else if (c == '#' || text_.substr(at_).starts_with("//")) {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (text_.substr(at_).starts_with("/*")) {
        const std::size_t end = text_.find("*/", at_ + 2);
        at_ = end == std::string_view::npos ? text_.size() : end + 2;
      } else {
        return c;
      }
    }
    return '\0';
  }

  Result<Value> value() {
    const char c = next();
    if (c == '\0') return ended();
    if (c == '"' || c == '\'') return quoted();
    if (c == '{' || c == '[') {
      if (++depth_ > kDeepest) return malformed("Nesting limit 255 reached");
      Result<Value> made = c == '{' ? map() : list();
      --depth_;
      return made;
    }
    const std::string_view word = unquoted();
    if (word.empty()) return malformed("Expected value");
    return literal(word);
  }

  Result<Value> map() {
    Map map;
    const bool outermost = depth_ == 1;
    ++at_;
    if (next() == '}') return ++at_, Value(std::move(map));
    for (;;) {
      Result<Value> name = this->name();
      if (!name) return name;
      if (outermost && unique_names_ && map.find(name->slice()) != nullptr) return Error("com.google.gson.JsonSyntaxException", "duplicate key: " + name->slice().str());
      const char between = next();
      if (between != ':' && between != '=') return between == '\0' ? ended() : malformed("Expected ':'");
      ++at_;
      if (between == '=' && at_ < text_.size() && text_[at_] == '>') ++at_;
      Result<Value> value = this->value();
      if (!value) return value;
      map.set(name->slice(), std::move(*value));
      const char behind = next();
      if (behind == '}') return ++at_, Value(std::move(map));
      if (behind != ',' && behind != ';') return behind == '\0' ? ended() : malformed("Unterminated object");
      ++at_;
    }
  }

  Result<Value> name() {
    const char c = next();
    if (c == '\0') return ended();
    if (c == '"' || c == '\'') return quoted();
    const std::string_view word = unquoted();
    return word.empty() ? Result<Value>(malformed("Expected name")) : Result<Value>(Value(word));
  }

  /// Between two commas there is a null.
  Result<Value> list() {
    List list;
    ++at_;
    if (next() == ']') return ++at_, Value(std::move(list));
    for (;;) {
      const char c = next();
      if (c == ',' || c == ';' || c == ']') {
        list.push_back(Value());
      } else {
        Result<Value> item = value();
        if (!item) return item;
        list.push_back(std::move(*item));
      }
      const char behind = next();
      if (behind == ']') return ++at_, Value(std::move(list));
      if (behind != ',' && behind != ';') return behind == '\0' ? ended() : malformed("Unterminated array");
      ++at_;
    }
  }

  std::string_view unquoted() {
    const std::size_t end = std::min(text_.find_first_of("/\\;#={}[]:, \t\f\r\n", at_), text_.size());
    const std::string_view word = text_.substr(at_, end - at_);
    at_ = end;
    return word;
  }

  static Value literal(std::string_view word) {
    std::string lower(word);
    std::ranges::transform(lower, lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
    if (lower == "true" || lower == "false") return Value(lower == "true");
    if (lower == "null") return {};
    if (word[0] == '-' || (word[0] >= '0' && word[0] <= '9')) {
      if (Result<Value> number = json::parse(Slice(word))) return std::move(*number);
    }
    return Value(word);
  }

  /// A text between quotes of either kind; read as JSON where it is one.
  Result<Value> quoted() {
    const char quote = text_[at_];
    std::string json = "\"";
    for (std::size_t i = at_ + 1; i < text_.size(); ++i) {
      const char c = text_[i];
      if (c == quote) {
        at_ = i + 1;
        Result<Value> made = json::parse(Slice(json + '"'));
        return made ? std::move(made) : Result<Value>(malformed("Invalid escape sequence"));
      }
      if (c == '\\' && i + 1 < text_.size()) {
        const char escaped = text_[++i];
        json += escaped == '\'' || escaped == '\n' ? std::string(escaped == '\'' ? "'" : "\\n") : std::string{'\\', escaped};
      } else {
        add_raw(c, json);
      }
    }
    at_ = text_.size();
    return malformed("Unterminated string");
  }
  static void add_raw(char c, std::string& json) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && c != '"') {
      json += c;
    } else if (c == '"') {
      json += "\\\"";
    } else {
      json += "\\u00";
      json += kDigits[byte >> 4];
      json += kDigits[byte & 15];
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
  bool unique_names_ = false;
};

}  // namespace

Result<Value> read_gson(std::string_view text, bool unique_names) { return Reader(text).read(unique_names); }

}  // namespace kamel::formats
