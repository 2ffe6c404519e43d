// JSON text → Value, by Boost.JSON's incremental parser.
#include "dsl/json.h"

#include <boost/json/basic_parser_impl.hpp>
#include <charconv>

#include "dsl/json_error.h"

namespace kamel::json {
namespace {

// A number beyond 64 bits.
class BigInteger final : public Object {
 public:
  explicit BigInteger(std::string text) : text_(std::move(text)) {}
  std::string_view java_class() const noexcept override { return "java.math.BigInteger"; }
  std::string text() const override { return text_; }
  std::optional<Value> converted() const override {
    double value = 0;
    std::from_chars(text_.data(), text_.data() + text_.size(), value);
    return Value(value);
  }

 private:
  std::string text_;
};

// Receives the parser's events. A string that needed no unescaping is still inside the input: then a piece of it is enough.
class Builder {
 public:
  static constexpr std::size_t max_object_size = std::size_t(-1);
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = std::size_t(-1);
  static constexpr std::size_t max_string_size = std::size_t(-1);
  using error_code = boost::json::error_code;
  using string_view = boost::json::string_view;

  explicit Builder(const Slice& text) : text_(text) {}
  Value take() { return std::move(root_); }

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_array_begin(error_code&) { return open(List()); }
  bool on_array_end(std::size_t, error_code&) { return close(); }
  bool on_object_begin(error_code&) { return open(Map()); }
  bool on_object_end(std::size_t, error_code&) { return close(); }
  bool on_key_part(string_view part, std::size_t, error_code&) { return gather(part); }
  bool on_key(string_view part, std::size_t, error_code&) {
    open_.back().key = text(part);
    return true;
  }
  bool on_string_part(string_view part, std::size_t, error_code&) { return gather(part); }
  bool on_string(string_view part, std::size_t, error_code&) { return add(Value(text(part))); }
  bool on_number_part(string_view part, error_code&) { return gather(part); }
  bool on_int64(std::int64_t value, string_view, error_code&) {
    parts_.clear();
    return add(Value::integer(value));
  }
  bool on_uint64(std::uint64_t value, string_view, error_code&) {
    parts_.clear();
    if (value <= INT64_MAX) return add(Value::integer(static_cast<std::int64_t>(value)));
    return add(Value(std::make_unique<BigInteger>(std::to_string(value))));
  }
  bool on_double(double, string_view part, error_code&) { return add(number(part)); }
  bool on_bool(bool value, error_code&) { return add(Value(value)); }
  bool on_null(error_code&) { return add(Value()); }
  bool on_comment_part(string_view, error_code&) { return true; }
  bool on_comment(string_view, error_code&) { return true; }

 private:
  struct Open {
    Value value;
    Slice key;
  };

  bool gather(string_view part) {
    parts_.append(part.data(), part.size());
    return true;
  }

  Slice text(string_view part) {
    const std::string_view last(part.data(), part.size());
    if (parts_.empty()) return text_.holds(last) ? text_.sub(last) : Slice(last);
    parts_ += last;
    Slice whole(parts_);
    parts_.clear();
    return whole;
  }

  // Boost.JSON 1.81 rounds some doubles wrongly, and turns large whole numbers into doubles: the digits are read again.
  Value number(string_view part) {
    parts_.append(part.data(), part.size());
    std::string digits = std::move(parts_);
    parts_.clear();
    if (digits.find_first_of(".eE") == std::string::npos) return Value(std::make_unique<BigInteger>(std::move(digits)));
    double value = 0;
    const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (result.ec == std::errc::result_out_of_range) {
      const bool tiny = digits.find("e-") != std::string::npos || digits.find("E-") != std::string::npos;
      value = tiny ? 0.0 : HUGE_VAL;
      if (digits[0] == '-') value = -value;
    }
    return value;
  }

  bool open(Value container) {
    open_.push_back({std::move(container), {}});
    return true;
  }

  bool close() {
    Value value = std::move(open_.back().value);
    open_.pop_back();
    return add(std::move(value));
  }

  bool add(Value value) {
    if (open_.empty()) {
      root_ = std::move(value);
    } else if (Open& parent = open_.back(); parent.value.is_list()) {
      parent.value.list().push_back(std::move(value));
    } else {
      parent.value.map().set(std::move(parent.key), std::move(value));
    }
    return true;
  }

  const Slice& text_;
  Value root_;
  std::vector<Open, pool::Allocator<Open>> open_;
  std::string parts_;
};

bool is_space(char c) noexcept { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

}  // namespace

Result<Value> parse(const Slice& text) {
  boost::json::parse_options options;
  options.max_depth = kDepth;
  boost::json::basic_parser<Builder> parser(options, text);
  boost::json::error_code failed;
  const std::size_t used = parser.write_some(false, text.data(), text.size(), failed);
  if (failed) return explain(text);
  Value value = parser.handler().take();
  // After a number or a word Jackson wants a blank, after anything else it does not look.
  const bool open_ended = !value.is_list() && !value.is_map() && !value.is_text();
  if (open_ended && used < text.size() && used > 0 && !is_space(text.data()[used]) && !is_space(text.data()[used - 1])) return explain(text);
  return value;
}

}  // namespace kamel::json
