#include "dsl/json_error.h"

#include <cctype>
#include <optional>
#include <string>
#include <vector>

namespace kamel::json {
namespace {

constexpr std::string_view kParse = "com.fasterxml.jackson.core.JsonParseException";
constexpr std::string_view kEnd = "com.fasterxml.jackson.core.io.JsonEOFException";
constexpr std::string_view kMismatch = "com.fasterxml.jackson.databind.exc.MismatchedInputException";
constexpr std::string_view kConstraints = "com.fasterxml.jackson.core.exc.StreamConstraintsException";
constexpr std::string_view kValues = "JSON String, Number, Array, Object or token 'null', 'true' or 'false'";

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool is_space(char c) noexcept { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_control(char c) noexcept { return static_cast<unsigned char>(c) < 32; }

std::string named(char c) {
  const std::string code = std::to_string(static_cast<unsigned char>(c));
  if (is_control(c)) return "((CTRL-CHAR, code " + code + "))";
  return "('" + std::string(1, c) + "' (code " + code + "))";
}

// Walks through the text as Jackson's parser does, until something is wrong.
class Explainer {
 public:
  explicit Explainer(std::string_view text) : text_(text) {}

  Error run() {
    skip();
    if (done()) return {kMismatch, "No content to map due to end-of-input\n at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: 1]"};
    do {
      if (const auto error = expecting_ ? value() : after_value()) return *error;
      skip();
    } while (!done() && !(open_.empty() && !expecting_));
    if (!open_.empty()) return unfinished();
    if (!done() && root_is_open_ended_ && at_ > 0 && !is_space(text_[at_ - 1])) {
      return error(at_, "Unexpected character " + named(peek()) + ": Expected space separating root-level values");
    }
    return error(at_, "Invalid UTF-8 or surrogate in a string");
  }

 private:
  using Maybe = std::optional<Error>;
  struct Open {
    char kind;
    std::size_t at;
  };

  bool done() const noexcept { return at_ >= text_.size(); }
  char peek() const noexcept { return text_[at_]; }
  void skip() noexcept {
    while (!done() && is_space(peek())) ++at_;
  }

  std::string place(std::size_t at) const {
    std::size_t line = 1, column = 1;
    for (std::size_t i = 0; i < at; ++i) {
      column = text_[i] == '\n' ? 1 : column + 1;
      line += text_[i] == '\n' ? 1 : 0;
    }
    return "[Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: " + std::to_string(line) + ", column: " + std::to_string(column) + "]";
  }

  Error error(std::size_t at, std::string message, std::string_view type = kParse) const { return {type, std::move(message) + "\n at " + place(at)}; }

  static std::string name_of(const Open& open) { return open.kind == '{' ? "Object" : "Array"; }

  Error unfinished() const {
    if (after_key_) return error(at_, "Unexpected end-of-input within/between Object entries", kEnd);
    return error(at_, "Unexpected end-of-input: expected close marker for " + name_of(open_.back()) + " (start marker at " + place(open_.back().at) + ")", kEnd);
  }

  // Where a value, or a key in an object, must come.
  Maybe value() {
    if (!open_.empty() && open_.back().kind == '{' && !after_key_) return key();
    const char c = peek();
    after_key_ = false;
    expecting_ = false;
    if (c == '{' || c == '[') return begin(c);
    if (c == '"') return string("was expecting closing quote for a string value");
    if (is_digit(c) || c == '-' || c == '+') return number();
    if (c == ']' && !open_.empty() && open_.back().kind == '[' && fresh_) return end(c);
    if ((c == '}' || c == ']') && (open_.empty() || fresh_)) return end(c);
    if (std::isalpha(static_cast<unsigned char>(c)) != 0) return word();
    return unexpected_value(c);
  }

  Maybe unexpected_value(char c) const {
    if (is_control(c)) return error(at_ + 1, "Illegal character " + named(c) + ": only regular white space (\\r, \\n, \\t) is allowed between tokens");
    if (c == '/') {
      return error(at_, "Unexpected character " + named(c) + ": maybe a (non-standard) comment? (not recognized as one since Feature 'ALLOW_COMMENTS' not enabled for parser)");
    }
    return error(at_, "Unexpected character " + named(c) + ": expected a valid value (" + std::string(kValues) + ")");
  }

  Maybe begin(char kind) {
    if (open_.size() >= kDepth) {
      return Error(kConstraints, "Document nesting depth (" + std::to_string(kDepth + 1) + ") exceeds the maximum allowed (" + std::to_string(kDepth) +
                                     ", from `StreamReadConstraints.getMaxNestingDepth()`)");
    }
    open_.push_back({kind, at_++});
    fresh_ = true;
    expecting_ = true;
    return std::nullopt;
  }

  Maybe end(char kind) {
    const char opening = kind == '}' ? '{' : '[';
    if (open_.empty()) return error(at_, std::string("Unexpected close marker '") + kind + "': no open " + (kind == '}' ? "Object" : "Array") + " to close");
    const Open& last = open_.back();
    if (last.kind != opening) {
      return error(at_, std::string("Unexpected close marker '") + kind + "': expected '" + (last.kind == '{' ? '}' : ']') + "' (for " + name_of(last) + " starting at " +
                            place(last.at) + ")");
    }
    open_.pop_back();
    ++at_;
    fresh_ = false;
    expecting_ = false;
    return std::nullopt;
  }

  Maybe key() {
    if (peek() == '}' && fresh_) return end('}');
    if (peek() != '"') return error(at_, "Unexpected character " + named(peek()) + ": was expecting double-quote to start field name");
    if (auto failed = string("was expecting closing '\"' for name")) return failed;
    after_key_ = true;
    skip();
    if (done()) return unfinished();
    if (peek() != ':') return error(at_, "Unexpected character " + named(peek()) + ": was expecting a colon to separate field name and value");
    ++at_;
    skip();
    if (done()) return unfinished();
    fresh_ = false;
    return std::nullopt;
  }

  Maybe after_value() {
    const char c = peek();
    if (c == '}' || c == ']') return end(c);
    if (c != ',') {
      return error(at_, "Unexpected character " + named(c) + ": was expecting comma to separate " + name_of(open_.back()) + " entries");
    }
    ++at_;
    fresh_ = false;
    expecting_ = true;
    return std::nullopt;
  }

  Maybe string(std::string_view at_end) {
    for (++at_; !done() && peek() != '"'; ++at_) {
      if (is_control(peek())) {
        return error(at_, "Illegal unquoted character " + named(peek()) + ": has to be escaped using backslash to be included in string value");
      }
      if (peek() != '\\') continue;
      ++at_;
      if (done()) break;
      if (auto failed = escape()) return failed;
    }
    if (done()) return error(at_, "Unexpected end-of-input: " + std::string(at_end), kEnd);
    ++at_;
    fresh_ = false;
    return std::nullopt;
  }

  Maybe escape() {
    const char c = peek();
    if (std::string_view("\"\\/bfnrt").find(c) != std::string_view::npos) return std::nullopt;
    if (c != 'u') return error(at_, "Unrecognized character escape '" + std::string(1, c) + "' (code " + std::to_string(static_cast<unsigned char>(c)) + ")");
    for (int i = 0; i < 4; ++i) {
      ++at_;
      if (done()) return error(at_, "Unexpected end-of-input in character escape sequence", kEnd);
      if (std::isxdigit(static_cast<unsigned char>(peek())) == 0) return error(at_, "Unexpected character " + named(peek()) + ": expected a hex-digit for character escape sequence");
    }
    return std::nullopt;
  }

  Maybe in_number(std::size_t at, std::string_view what) const { return error(at, "Unexpected character " + named(text_[at_]) + " in numeric value: " + std::string(what)); }

  Maybe number() {
    root_is_open_ended_ = open_.empty();
    fresh_ = false;
    if (peek() == '+') {
      return in_number(at_ + 1, "JSON spec does not allow numbers to have plus signs: enable `JsonReadFeature.ALLOW_LEADING_PLUS_SIGN_FOR_NUMBERS` to allow");
    }
    if (peek() == '-') {
      ++at_;
      if (done()) return error(at_, "Unexpected end-of-inputNo digit following sign", kEnd);
      if (!is_digit(peek())) return in_number(at_, "expected digit (0-9) to follow minus sign, for valid numeric value");
    }
    if (peek() == '0' && at_ + 1 < text_.size() && is_digit(text_[at_ + 1])) return error(at_ + 1, "Invalid numeric value: Leading zeroes not allowed");
    digits();
    if (!done() && peek() == '.') {
      ++at_;
      if (done() || !is_digit(peek())) return fraction("Decimal point not followed by a digit");
      digits();
    }
    if (!done() && (peek() == 'e' || peek() == 'E')) {
      ++at_;
      if (!done() && (peek() == '+' || peek() == '-')) ++at_;
      if (done() || !is_digit(peek())) return fraction("Exponent indicator not followed by a digit");
      digits();
    }
    return std::nullopt;
  }

  Maybe fraction(std::string_view what) const {
    if (done()) return error(at_, "Unexpected end-of-input in numeric value: " + std::string(what), kEnd);
    return in_number(at_ - 1, what);
  }

  void digits() noexcept {
    while (!done() && is_digit(peek())) ++at_;
  }

  Maybe word() {
    root_is_open_ended_ = open_.empty();
    fresh_ = false;
    const std::size_t begin = at_;
    while (!done() && (std::isalnum(static_cast<unsigned char>(peek())) != 0 || peek() == '_' || peek() == '$')) ++at_;
    const std::string_view found = text_.substr(begin, at_ - begin);
    if (found == "true" || found == "false" || found == "null") return std::nullopt;
    if (found == "NaN") return error(at_, "Non-standard token 'NaN': enable `JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS` to allow");
    return error(at_, "Unrecognized token '" + std::string(found) + "': was expecting (" + std::string(kValues) + ")");
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<Open> open_;
  bool expecting_ = true;   // a value, or a key
  bool after_key_ = false;  // a key and its colon have been read
  bool fresh_ = false;      // nothing is in the innermost container yet
  bool root_is_open_ended_ = false;
};

}  // namespace

Error explain(std::string_view text) { return Explainer(text).run(); }

}  // namespace kamel::json
