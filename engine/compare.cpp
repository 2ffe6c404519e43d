#include "engine/compare.h"

#include <algorithm>
#include <cstring>

#include "engine/convert.h"

namespace kamel {
namespace {

char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

bool equal_text(std::string_view a, std::string_view b, bool ignore_case) noexcept {
  if (!ignore_case) return a == b;
  return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

/// An optional minus and digits.
bool is_number(std::string_view text) noexcept {
  if (text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// The same with at most one dot.
bool is_floating_number(std::string_view text) noexcept {
  if (text.starts_with('-')) text.remove_prefix(1);
  if (text.empty() || std::ranges::count(text, '.') > 1) return false;
  return std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
}

template <class T>
int order(const T& a, const T& b) noexcept {
  return a < b ? -1 : b < a ? 1 : 0;
}

/// As Boolean.valueOf(String).
bool truth(std::string_view text) noexcept { return equal_text(text, "true", true); }

/// Java's class of a value, with the one that a stream has before it is cached.
std::string_view class_of(const Value& value) noexcept {
  return value.kind() == Value::Kind::Stream ? "java.io.ByteArrayInputStream"
         : value.is_list()                   ? "java.util.ArrayList"
                                             : value.java_class();
}

/// As Java's equals; streams are only equal to themselves.
bool same(const Value& a, const Value& b, bool ignore_case) noexcept {
  if (a.is_text() && b.is_text()) return equal_text(a.slice(), b.slice(), ignore_case);
  if (a.kind() == Value::Kind::Stream)
    return b.kind() == Value::Kind::Stream && a.slice().data() == b.slice().data() && a.slice().size() == b.slice().size();
  return a == b;
}

/// As TypeConverter.tryConvertTo: null where there is no conversion or it fails.
Value try_convert(const Value& value, const Value& like) {
  if (like.kind() == Value::Kind::Stream) return {};
  auto converted = convert(value, class_of(like));
  return converted ? *converted : Value();
}

bool equal_after_conversion(const Value& left, const Value& right, bool ignore_case) {
  if (same(left, right, ignore_case)) return true;
  if (left.kind() == right.kind() && !left.is_object()) return false;
  const Value as_right = try_convert(left, right);
  if (!as_right.is_null() && same(as_right, right, ignore_case)) return true;
  const Value as_left = try_convert(right, left);
  return !as_left.is_null() && same(left, as_left, ignore_case);
}

/// Text on the left, for which Camel has rules of its own; nullopt: the general ones hold.
std::optional<bool> text_equals(const Value& left, const Value& right, bool ignore_case) {
  const std::string_view text = left.slice();
  switch (right.kind()) {
    case Value::Kind::Text:
      if (is_number(text) && is_number(right.slice())) {
        const auto a = to_long(left), b = to_long(right);
        if (a && b) return *a == *b;
      }
      return equal_text(text, right.slice(), ignore_case);
    case Value::Kind::Int:
    case Value::Kind::Long:
      if (is_number(text)) return to_long(left) == right.as_whole();
      return std::nullopt;
    case Value::Kind::Double:
      if (is_floating_number(text)) return to_double(left) == right.as_double();
      return std::nullopt;
    case Value::Kind::Bool:
      return truth(text) == right.as_bool();
    default:
      return std::nullopt;
  }
}

/// The pairs that Camel compares without its converters; nullopt: none of them.
std::optional<int> simple_order(const Value& left, const Value& right) {
  if (left.is_text() && right.is_text()) {
    if (is_number(left.slice()) && is_number(right.slice())) {
      const auto a = to_long(left), b = to_long(right);
      if (a && b) return order(*a, *b);
    }
    const auto floating = [](std::string_view text) { return is_floating_number(text) && !text.ends_with('.'); };
    if (floating(left.slice()) && floating(right.slice())) {
      const auto a = to_double(left), b = to_double(right);
      if (a && b) return order(*a, *b);
    }
    return order(left.slice().view(), right.slice().view());
  }
  if (left.is_whole() && right.is_whole()) return order(left.as_whole(), right.as_whole());
  if (left.kind() == Value::Kind::Double && right.kind() == Value::Kind::Double) return order(left.as_double(), right.as_double());
  if (left.is_text() && right.is_whole() && is_number(left.slice())) {
    if (const auto number = to_long(left)) return order(*number, right.as_whole());
  }
  if (left.is_whole() && right.is_text() && is_number(right.slice())) {
    if (const auto number = to_long(right)) return order(left.as_whole(), *number);
  }
  if (left.is_text() && right.kind() == Value::Kind::Double && is_floating_number(left.slice())) {
    if (const auto number = to_double(left)) return order(*number, right.as_double());
  }
  if (left.is_text() && right.is_bool()) return order(truth(left.slice()), right.as_bool());
  if (left.is_bool() && right.is_text()) return order(left.as_bool(), truth(right.slice()));
  return std::nullopt;
}

/// Whether the value's class is Comparable in Java.
bool is_comparable(const Value& value) noexcept {
  return value.is_bool() || value.is_number() || value.is_text() || (value.is_object() && value.object().converted());
}

/// Two values of the same comparable class.
int natural_order(const Value& a, const Value& b) {
  if (const auto found = simple_order(a, b)) return *found;
  if (a.is_bool() && b.is_bool()) return order(a.as_bool(), b.as_bool());
  const auto x = to_long(a), y = to_long(b);
  return x && y ? order(*x, *y) : 0;
}

}  // namespace

bool loosely_equal(const Value& left, const Value& right, bool ignore_case) {
  if (left.is_null() || right.is_null()) return left.is_null() && right.is_null();
  if (left.is_text()) {
    if (const auto decided = text_equals(left, right, ignore_case)) return *decided;
  } else if (left.is_whole() && right.is_text() && is_number(right.slice())) {
    return to_long(right) == left.as_whole();
  } else if (left.is_bool() && right.is_text()) {
    return left.as_bool() == truth(right.slice());
  }
  return equal_after_conversion(left, right, ignore_case);
}

std::optional<int> compare(const Value& left, const Value& right) {
  if (const auto found = simple_order(left, right)) return found;
  const auto left_whole = to_long(left), right_whole = to_long(right);
  if (left_whole && right_whole) return order(*left_whole, *right_whole);
  const auto left_real = to_double(left), right_real = to_double(right);
  if (left_real && right_real) return order(*left_real, *right_real);
  if (right.is_text() && !left.is_text()) {
    const auto flipped = compare(right, left);
    return flipped ? std::optional(-*flipped) : std::nullopt;
  }
  if (is_comparable(right)) {
    if (const Value value = try_convert(left, right); !value.is_null()) return natural_order(value, right);
  }
  if (is_comparable(left)) {
    if (const Value value = try_convert(right, left); !value.is_null()) return natural_order(left, value);
    if (class_of(left) != class_of(right)) return std::nullopt;
  }
  // Java compares the class names, a byte array's being "[B".
  const auto name = [](const Value& value) { return value.kind() == Value::Kind::Bytes ? std::string_view("[B") : class_of(value); };
  return order(name(left), name(right));
}

bool contains(const Value& container, const Value& item, bool ignore_case) {
  if (container.is_null() || item.is_null()) return container.is_null() && item.is_null();
  const auto find = [](std::string_view text, std::string_view part, bool fold) {
    if (!fold) return ::memmem(text.data(), text.size(), part.data(), part.size()) != nullptr;
    const auto same_letter = [](char x, char y) { return lower(x) == lower(y); };
    return std::search(text.begin(), text.end(), part.begin(), part.end(), same_letter) != text.end() || part.empty();
  };
  if (container.is_list()) {
    const auto has = [&](const Value& each) { return ignore_case ? find(to_text(each), to_text(item), true) : same(each, item, false); };
    return std::ranges::any_of(container.list(), has);
  }
  if (container.is_text() || container.kind() == Value::Kind::Bytes) {
    return find(container.slice(), item.is_text() ? item.slice().view() : to_text(item).view(), ignore_case);
  }
  const List items = iterate(container);
  return std::ranges::any_of(items, [&](const Value& each) { return loosely_equal(item, each, ignore_case); });
}

bool is_true(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::Null:
      return false;
    case Value::Kind::Bool:
      return value.as_bool();
    case Value::Kind::Text:
      return !value.slice().empty() && !equal_text(value.slice(), "false", true);
    case Value::Kind::List:
      return !value.list().empty();
    case Value::Kind::Object:
      if (const auto converted = value.object().converted()) return is_true(*converted);
      return true;
    default:
      return true;
  }
}

}  // namespace kamel
