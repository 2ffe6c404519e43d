#include "engine/convert.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "engine/date.h"
#include "engine/iterator.h"
#include "engine/map_entry.h"
#include "dsl/json.h"
#include "engine/languages/shared/json_node.h"

namespace kamel {
namespace {

/// The digits of the shortest decimal that reads back as `value`, and its exponent: value = 0.d1d2d3… × 10^point.
struct Decimal {
  std::string digits;
  int point = 0;
};

template <class Real>
Decimal shortest(Real value) {
  char text[40];
  const auto end = std::to_chars(text, text + sizeof text, value, std::chars_format::scientific).ptr;
  const std::string_view written(text, static_cast<std::size_t>(end - text));
  const auto e = written.find('e');
  Decimal out;
  for (const char c : written.substr(0, e)) {
    if (c != '.') out.digits += c;
  }
  int exponent = 0;
  std::string_view rest = written.substr(e + 1);
  if (rest.starts_with('+')) rest.remove_prefix(1);
  std::from_chars(rest.data(), rest.data() + rest.size(), exponent);
  out.point = exponent + 1;
  return out;
}

std::string java_decimal(const Decimal& decimal) {
  const auto& [digits, point] = decimal;
  if (point > -3 && point <= 7) {
    if (point <= 0) return "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
    const auto whole = static_cast<std::size_t>(point);
    if (digits.size() <= whole) return digits + std::string(whole - digits.size(), '0') + ".0";
    return digits.substr(0, whole) + "." + digits.substr(whole);
  }
  const std::string fraction = digits.size() > 1 ? digits.substr(1) : "0";
  return digits.substr(0, 1) + "." + fraction + "E" + std::to_string(point - 1);
}

void append_whole(std::int64_t value, SliceBuilder& out) {
  char text[24];
  const auto end = std::to_chars(text, text + sizeof text, value).ptr;
  out.append({text, static_cast<std::size_t>(end - text)});
}

/// As Java's toString(), which writes a JSON tree on one line; alone as a body it is written over several.
void append_item(const Value& value, SliceBuilder& out) {
  if (value.is_null()) return out.append("null");
  if (const auto* node = value.object_as<languages::JsonNode>()) return json::write(node->tree(), out);
  append_text(value, out);
}

void append_list(const List& list, SliceBuilder& out) {
  if (list.is_grouped()) {
    out.append("List<Exchange>(");
    append_whole(static_cast<std::int64_t>(list.size()), out);
    return out.append(" elements)");
  }
  out.push_back('[');
  bool first = true;
  for (const Value& item : list) {
    if (!first) out.append(", ");
    first = false;
    append_item(item, out);
  }
  out.push_back(']');
}

void append_map(const Map& map, SliceBuilder& out) {
  out.push_back('{');
  bool first = true;
  for (const auto& [key, value] : map) {
    if (!first) out.append(", ");
    first = false;
    out.append(key);
    out.push_back('=');
    append_item(value, out);
  }
  out.push_back('}');
}

/// What a converter to numbers reads: the converted value of an object, the value itself otherwise.
std::optional<Value> seen(const Value& value) {
  if (!value.is_object()) return value;
  return value.object().converted();
}

template <class Whole>
std::optional<Whole> clamp(double value) {
  if (std::isnan(value)) return std::nullopt;
  if (value >= static_cast<double>(std::numeric_limits<Whole>::max())) return std::numeric_limits<Whole>::max();
  if (value <= static_cast<double>(std::numeric_limits<Whole>::min())) return std::numeric_limits<Whole>::min();
  return static_cast<Whole>(value);
}

/// As Long.valueOf(String): an optional sign and digits, nothing else.
template <class Whole>
std::optional<Whole> parse_whole(std::string_view text) {
  if (text.size() > 1 && text.front() == '+' && text[1] != '-') text.remove_prefix(1);
  Whole out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return out;
}

/// As Double.valueOf(String): blanks around it and a d or f behind it are fine.
std::optional<double> parse_real(std::string_view text) {
  const auto blank = [](char c) { return static_cast<unsigned char>(c) <= ' '; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  bool negative = false;
  if (!text.empty() && (text.front() == '+' || text.front() == '-')) {
    negative = text.front() == '-';
    text.remove_prefix(1);
  }
  const double sign = negative ? -1.0 : 1.0;
  if (text == "NaN") return std::numeric_limits<double>::quiet_NaN();
  if (text == "Infinity") return sign * std::numeric_limits<double>::infinity();
  if (text.empty() || (text.front() != '.' && (text.front() < '0' || text.front() > '9'))) return std::nullopt;
  if (std::string_view("dDfF").find(text.back()) != std::string_view::npos) text.remove_suffix(1);
  double out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (end != text.data() + text.size()) return std::nullopt;
  if (error == std::errc::result_out_of_range)
    return sign * (text.find('-') != std::string_view::npos ? 0.0 : std::numeric_limits<double>::infinity());
  if (error != std::errc()) return std::nullopt;
  return sign * out;
}

}  // namespace

std::string java_double(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value < 0 ? "-Infinity" : "Infinity";
  if (value == 0) return std::signbit(value) ? "-0.0" : "0.0";
  const std::string text = java_decimal(shortest(std::abs(value)));
  return value < 0 ? "-" + text : text;
}

void append_text(const Value& value, SliceBuilder& out) {
  switch (value.kind()) {
    case Value::Kind::Null:
      return;
    case Value::Kind::Bool:
      return out.append(value.as_bool() ? "true" : "false");
    case Value::Kind::Int:
    case Value::Kind::Long:
      return append_whole(value.as_whole(), out);
    case Value::Kind::Double:
      return out.append(java_double(value.as_double()));
    case Value::Kind::Text:
    case Value::Kind::Bytes:
    case Value::Kind::Stream:
      return out.append(value.slice());
    case Value::Kind::List:
      return append_list(value.list(), out);
    case Value::Kind::Map:
      return append_map(value.map(), out);
    case Value::Kind::Error:
      return out.append(value.error().text());
    case Value::Kind::Object:
      return out.append(value.object().text());
  }
}

Slice to_text(const Value& value) {
  if (value.is_bytes_like()) return value.slice();
  if (value.is_null()) return {};
  if (value.is_bool()) return Slice::literal(value.as_bool() ? "true" : "false");
  SliceBuilder out(24);
  append_text(value, out);
  return out.finish();
}

std::optional<std::int64_t> to_long(const Value& original) {
  const auto value = seen(original);
  if (!value) return std::nullopt;
  switch (value->kind()) {
    case Value::Kind::Int:
    case Value::Kind::Long:
      return value->as_whole();
    case Value::Kind::Double:
      return clamp<std::int64_t>(value->as_double());
    case Value::Kind::Text:
    case Value::Kind::Bytes:
      return parse_whole<std::int64_t>(value->slice());
    default:
      return std::nullopt;
  }
}

std::optional<std::int32_t> to_int(const Value& original) {
  const auto value = seen(original);
  if (!value) return std::nullopt;
  switch (value->kind()) {
    case Value::Kind::Int:
    case Value::Kind::Long:
      return static_cast<std::int32_t>(value->as_whole());
    case Value::Kind::Double:
      return clamp<std::int32_t>(value->as_double());
    case Value::Kind::Text:
    case Value::Kind::Bytes:
      return parse_whole<std::int32_t>(value->slice());
    default:
      return std::nullopt;
  }
}

std::optional<double> to_double(const Value& original) {
  const auto value = seen(original);
  if (!value) return std::nullopt;
  switch (value->kind()) {
    case Value::Kind::Int:
    case Value::Kind::Long:
    case Value::Kind::Double:
      return value->number();
    case Value::Kind::Text:
    case Value::Kind::Bytes:
      return parse_real(value->slice());
    default:
      return std::nullopt;
  }
}

std::optional<bool> to_bool(const Value& original) {
  const auto value = seen(original);
  if (!value) return std::nullopt;
  const auto is = [&](std::string_view word) {
    return std::ranges::equal(value->slice().view(), word, [](char a, char b) { return (a | 0x20) == b; });
  };
  switch (value->kind()) {
    case Value::Kind::Bool:
      return value->as_bool();
    case Value::Kind::Int:
      return value->as_whole() > 0;
    case Value::Kind::Text:
    case Value::Kind::Bytes:
      if (is("true")) return true;
      if (is("false")) return false;
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

namespace {

List entries_of(const Map& map) {
  List out;
  for (const auto& [key, value] : map) out.push_back(Value(std::make_unique<MapEntry>(key, value)));
  return out;
}

List bytes_of(std::string_view bytes) {
  List out;
  for (const char c : bytes) out.push_back(std::int32_t{static_cast<signed char>(c)});
  return out;
}

List items_of(const Value& object) {
  if (auto* iterator = object.object_as<Iterator>()) {
    auto all = drain(*iterator);
    return all ? *all : List();
  }
  if (auto items = object.object().items()) return std::move(*items);
  if (const auto converted = object.object().converted(); converted && converted->is_list()) return converted->list();
  return List({object});
}

/// Text split as Camel does: one delimiter at each end does not count, and a comma inside parentheses does not split.
List parts_of(const Slice& whole, std::string_view delimiter) {
  List out;
  std::string_view text = whole;
  if (text.empty()) return out;
  if (delimiter.empty() || text.find(delimiter) == std::string_view::npos) return List({Value(whole)});
  if (text.starts_with(delimiter)) text.remove_prefix(delimiter.size());
  if (text.ends_with(delimiter)) text.remove_suffix(delimiter.size());
  const bool nested = delimiter == "," && text.find('(') != std::string_view::npos && text.find(')') != std::string_view::npos;
  std::size_t begin = 0;
  int depth = 0;
  for (std::size_t i = 0; i < text.size();) {
    if (nested && text[i] == '(') ++depth;
    if (nested && text[i] == ')') --depth;
    if (depth <= 0 && text.substr(i).starts_with(delimiter)) {
      out.push_back(whole.sub(text.substr(begin, i - begin)));
      begin = i += delimiter.size();
    } else {
      ++i;
    }
  }
  out.push_back(whole.sub(text.substr(begin)));
  return out;
}

}  // namespace

List iterate(const Value& value, std::string_view delimiter) {
  switch (value.kind()) {
    case Value::Kind::Null:
      return {};
    case Value::Kind::List:
      return value.list();
    case Value::Kind::Map:
      return entries_of(value.map());
    case Value::Kind::Bytes:
      return bytes_of(value.slice());
    case Value::Kind::Object:
      return items_of(value);
    case Value::Kind::Text:
      return parts_of(value.slice(), delimiter);
    default:
      return List({value});
  }
}

}  // namespace kamel
