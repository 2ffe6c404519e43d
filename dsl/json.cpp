// JSON text → Value.
#include "dsl/json.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "dsl/json_error.h"
#include "dsl/json_reader.h"

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

Value value_of(const Number& number) {
  if (number.beyond) return Value(std::make_unique<BigInteger>(std::string(number.text)));
  if (number.whole) return Value::integer(number.value);
  double value = 0;
  const auto result = std::from_chars(number.text.data(), number.text.data() + number.text.size(), value);
  if (result.ec != std::errc::result_out_of_range) return value;
  const bool tiny = number.text.find("e-") != std::string_view::npos || number.text.find("E-") != std::string_view::npos;
  value = tiny ? 0.0 : HUGE_VAL;
  return number.text[0] == '-' ? -value : value;
}

const Selection kEverything{.whole = true, .members = {}};

// Builds a tree while reading. A string that needs no unescaping is still inside the input: then a piece of it is enough.
class Builder {
 public:
  explicit Builder(const Slice& text) : reader_(text.view()), text_(text) {}

  bool value(Value& out, const Selection& wanted, std::size_t depth) {
    switch (reader_.next()) {
      case '"': return string(out);
      case '{': return depth > 0 && map(out, wanted, depth - 1);
      case '[': return depth > 0 && list(out, depth - 1);
      case 't': out = true; return reader_.word("true");
      case 'f': out = false; return reader_.word("false");
      case 'n': return reader_.word("null");
      default: return number(out);
    }
  }
  std::size_t used() const noexcept { return reader_.used(); }

 private:
  static constexpr std::size_t kUsual = 4;  // most lists are small: room for so many at once

  Slice slice(const Written& written) { return written.escaped ? unescape(written.text) : text_.sub(written.text); }
  bool string(Value& out) {
    Written found;
    if (!reader_.string(found)) return false;
    out = Value(slice(found));
    return true;
  }
  bool number(Value& out) {
    Number found;
    if (!reader_.number(found)) return false;
    out = value_of(found);
    return true;
  }
  bool map(Value& out, const Selection& wanted, std::size_t depth) {
    out = Value(Map());
    Map& map = out.map();
    return reader_.members([&](const Written& key) {
      if (wanted.whole) return member(map, key, wanted, depth);
      const Selection* here = key.escaped ? wanted.find(unescape(key.text)) : wanted.find(key.text);
      return here != nullptr ? member(map, key, *here, depth) : reader_.skip(depth);
    });
  }
  bool member(Map& map, const Written& key, const Selection& wanted, std::size_t depth) {
    Value& item = map.slot(slice(key));
    item = Value();  // the last one of a name counts
    return value(item, wanted, depth);
  }
  bool list(Value& out, std::size_t depth) {
    out = Value(List());
    List::Items& items = out.list().items();
    return reader_.items([&] {
      if (items.empty()) items.reserve(kUsual);
      return value(items.emplace_back(), kEverything, depth);
    });
  }

  Reader reader_;
  const Slice& text_;
};

bool is_space(char c) noexcept { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

}  // namespace

const Selection* Selection::find(std::string_view name) const noexcept {
  const auto found = std::ranges::find(members, name, &Member::name);
  return found != members.end() ? &found->wanted : nullptr;
}

Result<Value> parse(const Slice& text, const Selection& wanted) {
  Builder builder(text);
  Value value;
  if (!builder.value(value, wanted, kDepth)) return explain(text);
  // After a number or a word Jackson wants a blank, after anything else it does not look.
  const bool open_ended = !value.is_list() && !value.is_map() && !value.is_text();
  const std::size_t used = builder.used();
  if (open_ended && used < text.size() && !is_space(text.data()[used])) return explain(text);
  return value;
}

Result<Value> parse(const Slice& text) { return parse(text, kEverything); }

}  // namespace kamel::json
