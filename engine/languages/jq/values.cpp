// jq's operators on values.
#include "engine/languages/jq/values.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "dsl/json.h"

namespace kamel::languages::jq_lang {
namespace {

/// A number beyond 64 bits counts as a Double.
std::optional<double> real_of(const Value& value) {
  if (value.is_number()) return value.number();
  if (!value.is_object()) return std::nullopt;
  const auto plain = value.object().converted();
  return plain && plain->is_number() ? std::optional(plain->number()) : std::nullopt;
}

int rank(const Value& value) {
  if (value.is_null()) return 0;
  if (value.is_bool()) return value.as_bool() ? 2 : 1;
  if (real_of(value)) return 3;
  if (value.is_list()) return 5;
  return value.is_map() ? 6 : 4;
}

int compare_lists(const List& a, const List& b) {
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    if (const int order = compare(a[i], b[i]); order != 0) return order;
  }
  return a.size() < b.size() ? -1 : a.size() > b.size() ? 1 : 0;
}

std::vector<std::string> sorted_keys(const Map& map) {
  std::vector<std::string> keys;
  for (const Map::Entry& entry : map) keys.push_back(entry.key.str());
  std::ranges::sort(keys);
  return keys;
}

/// First by the sorted names, then by the values in that order.
int compare_maps(const Map& a, const Map& b) {
  const auto names = sorted_keys(a), others = sorted_keys(b);
  if (names != others) return names < others ? -1 : 1;
  for (const std::string& name : names) {
    if (const int order = compare(*a.find(name), *b.find(name)); order != 0) return order;
  }
  return 0;
}

std::string described(const Value& value) { return std::string(kind_of(value)) + " (" + text_of(value).str() + ")"; }

Error unfit(const Value& a, const Value& b, std::string_view done) {
  return Error("net.thisptr.jackson.jq.exception.JsonQueryTypeException", described(a) + " and " + described(b) + " cannot be " + std::string(done));
}

Value merged(const Map& a, const Map& b, bool deep) {
  Map out(a);
  for (const Map::Entry& entry : b) {
    const Value* before = deep ? a.find(entry.key) : nullptr;
    const bool both = before != nullptr && before->is_map() && entry.value.is_map();
    out.set(entry.key, both ? merged(before->map(), entry.value.map(), true) : entry.value);
  }
  return Value(std::move(out));
}

Value repeated(const Slice& text, double times) {
  if (times <= 0 || static_cast<double>(text.size()) * times > 100e6) return {};
  std::string out;
  for (int i = 0; i < std::max(1, static_cast<int>(std::ceil(times))); ++i) out += text.view();
  return Value(out);
}

Value parts_of(std::string_view text, std::string_view separator) {
  List parts;
  if (text.empty()) return Value(std::move(parts));
  for (std::size_t from = 0;;) {
    const std::size_t at = separator.empty() ? from + 1 : std::min(text.find(separator, from), text.size());
    if (separator.empty() && from >= text.size()) break;
    std::size_t end = at;
    while (separator.empty() && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
    parts.push_back(Value(text.substr(from, end - from)));
    if (end >= text.size()) break;
    from = end + separator.size();
  }
  return Value(std::move(parts));
}

Result<Value> sum(const Value& a, const Value& b) {
  if (a.is_null()) return b;
  if (b.is_null()) return a;
  if (a.is_text() && b.is_text()) return Value(a.slice().str() + b.slice().str());
  if (a.is_map() && b.is_map()) return merged(a.map(), b.map(), false);
  if (!a.is_list() || !b.is_list()) return unfit(a, b, "added");
  List out(a.list());
  for (const Value& item : b.list()) out.push_back(item);
  return Value(std::move(out));
}

Result<Value> difference(const Value& a, const Value& b) {
  if (!a.is_list() || !b.is_list()) return unfit(a, b, "subtracted");
  List out;
  for (const Value& item : a.list()) {
    if (std::ranges::none_of(b.list(), [&](const Value& other) { return compare(item, other) == 0; })) out.push_back(item);
  }
  return Value(std::move(out));
}

Result<Value> quotient(char operation, double a, double b, const Value& left, const Value& right) {
  const bool divide = operation == '/';
  if (divide ? b == 0 : std::trunc(b) == 0) return unfit(left, right, divide ? "divided because the divisor is zero" : "divided (remainder) because the divisor is zero");
  return number_of(divide ? a / b : std::fmod(std::trunc(a), std::trunc(std::fabs(b))));
}

}  // namespace

std::string_view kind_of(const Value& value) {
  static constexpr std::string_view kNames[] = {"null", "boolean", "boolean", "number", "string", "array", "object"};
  return kNames[rank(value)];
}

Error failure(std::string message) { return Error("net.thisptr.jackson.jq.exception.JsonQueryException", std::move(message)); }

int compare(const Value& a, const Value& b) {
  const int left = rank(a), right = rank(b);
  if (left != right) return left < right ? -1 : 1;
  if (left == 3) {
    if (a.is_whole() && b.is_whole()) return a.as_whole() < b.as_whole() ? -1 : a.as_whole() > b.as_whole() ? 1 : 0;
    const double x = *real_of(a), y = *real_of(b);
    return x < y ? -1 : x > y ? 1 : 0;
  }
  if (left == 5) return compare_lists(a.list(), b.list());
  if (left == 6) return compare_maps(a.map(), b.map());
  if (left != 4) return 0;
  const int order = text_of(a).view().compare(text_of(b).view());
  return order < 0 ? -1 : order > 0 ? 1 : 0;
}

Value number_of(double value) {
  const bool whole = std::floor(value) == value && std::fabs(value) < 9.2e18;
  return whole ? Value::integer(static_cast<std::int64_t>(value)) : Value(value);
}

constexpr std::size_t kLongestText = 256u << 20, kLongestList = 10'000'000;

Result<Value> arithmetic(char operation, const Value& a, const Value& b) {
  const auto x = real_of(a), y = real_of(b);
  if (x && y) {
    if (operation == '/' || operation == '%') return quotient(operation, *x, *y, a, b);
    if (a.is_whole() && b.is_whole()) {
      // Java's long wraps around.
      const auto left = static_cast<std::uint64_t>(a.as_whole()), right = static_cast<std::uint64_t>(b.as_whole());
      return Value::integer(static_cast<std::int64_t>(operation == '+' ? left + right : operation == '-' ? left - right : left * right));
    }
    return number_of(operation == '+' ? *x + *y : operation == '-' ? *x - *y : *x * *y);
  }
  switch (operation) {
    case '+':
      // Added to itself again and again, a text or a list doubles: 40 times would take a terabyte.
      if (a.is_text() && b.is_text() && a.slice().size() + b.slice().size() > kLongestText) return failure("a text of more than 256 MB");
      if (a.is_list() && b.is_list() && a.list().size() + b.list().size() > kLongestList) return failure("a list of more than 10,000,000 values");
      return sum(a, b);
    case '-':
      return difference(a, b);
    case '*':
      if (a.is_text() && y) return repeated(a.slice(), *y);
      if (b.is_text() && x) return repeated(b.slice(), *x);
      if (a.is_map() && b.is_map()) return merged(a.map(), b.map(), true);
      return unfit(a, b, "multiplied");
    case '/':
      if (a.is_text() && b.is_text()) return parts_of(a.slice(), b.slice());
      return unfit(a, b, "divided");
    default:
      return unfit(a, b, "divided (remainder)");
  }
}

Slice text_of(const Value& value) { return value.is_text() ? value.slice() : json::write(value); }

namespace {

Value with_whole_numbers(const Value& value) {
  if (value.kind() == Value::Kind::Double) return number_of(value.as_double());
  if (value.is_list()) {
    List items;
    for (const Value& item : value.list()) items.push_back(with_whole_numbers(item));
    return Value(std::move(items));
  }
  if (!value.is_map()) return value;
  Map map;
  for (const Map::Entry& entry : value.map()) map.set(entry.key, with_whole_numbers(entry.value));
  return Value(std::move(map));
}

}  // namespace

Slice json_of(const Value& value) { return json::write(with_whole_numbers(value)); }

Result<Value> index(const Value& value, const Value& key) {
  if (value.is_null() && (key.is_text() || key.is_number())) return Value();
  if (value.is_map() && key.is_text()) {
    const Value* found = value.map().find(key.slice());
    return found != nullptr ? *found : Value();
  }
  if (value.is_list() && key.is_number()) {
    const auto size = static_cast<double>(value.list().size());
    if (key.number() != std::floor(key.number())) return Value();
    const double place = key.number() + (key.number() < 0 ? size : 0);
    return place >= 0 && place < size ? value.list()[static_cast<std::size_t>(place)] : Value();
  }
  if (key.is_text()) return failure("Cannot index " + std::string(kind_of(value)) + " with string \"" + key.slice().str() + "\"");
  return failure("Cannot index " + std::string(kind_of(value)) + " with " + std::string(kind_of(key)));
}

Result<Value> slice(const Value& value, const Value& from, const Value& to) {
  if (value.is_null()) return Value();
  if ((!from.is_null() && !from.is_number()) || (!to.is_null() && !to.is_number())) return failure("Start and end indices of an array slice must be numbers");
  if (!value.is_list() && !value.is_text()) return failure("Cannot index " + std::string(kind_of(value)) + " with object");
  const Value cut = value.is_list() ? value : parts_of(value.slice(), "");
  const auto size = static_cast<double>(cut.list().size());
  const auto place = [&](double at) { return std::clamp(at < 0 ? at + size : at, 0.0, size); };
  const auto first = static_cast<std::size_t>(std::floor(from.is_null() ? 0 : place(from.number())));
  const auto last = static_cast<std::size_t>(std::ceil(to.is_null() ? size : place(to.number())));
  List items;
  std::string text;
  for (std::size_t i = first; i < last; ++i) {
    if (value.is_text()) {
      text += cut.list()[i].slice().view();
    } else {
      items.push_back(cut.list()[i]);
    }
  }
  return value.is_text() ? Value(text) : Value(std::move(items));
}

Result<List> elements(const Value& value) {
  if (value.is_list()) return value.list();
  if (!value.is_map()) return failure("Cannot iterate over " + std::string(kind_of(value)));
  List values;
  for (const Map::Entry& entry : value.map()) values.push_back(entry.value);
  return values;
}

bool contains(const Value& a, const Value& b) {
  if (a.is_map() && b.is_map()) {
    return std::ranges::all_of(b.map(), [&](const Map::Entry& entry) {
      const Value* found = a.map().find(entry.key);
      return found != nullptr && contains(*found, entry.value);
    });
  }
  if (a.is_list() && b.is_list()) {
    return std::ranges::all_of(b.list(), [&](const Value& wanted) { return std::ranges::any_of(a.list(), [&](const Value& item) { return contains(item, wanted); }); });
  }
  if (a.is_text() && b.is_text()) return a.slice().view().find(b.slice().view()) != std::string_view::npos;
  return compare(a, b) == 0;
}

Result<Value> length(const Value& value) {
  if (value.is_null()) return Value(0);
  if (value.is_list()) return Value::integer(static_cast<std::int64_t>(value.list().size()));
  if (value.is_map()) return Value::integer(static_cast<std::int64_t>(value.map().size()));
  if (value.is_whole()) return Value::integer(std::abs(value.as_whole()));
  if (const auto real = real_of(value)) return number_of(std::fabs(*real));
  if (!value.is_text()) return failure(described(value) + " has no length");
  const std::string_view text = value.slice();
  return Value::integer(std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

Result<Value> replaced(const Value& value, const List& path, std::size_t depth, const Value& by) {
  if (depth == path.size()) return by;
  const Value& key = path[depth];
  Result<Value> inside = index(value, key);
  if (!inside) return inside;
  Result<Value> made = replaced(*inside, path, depth + 1, by);
  if (!made) return made;
  if (key.is_text()) {
    Map map = value.is_map() ? value.map() : Map();
    map.set(key.slice(), std::move(*made));
    return Value(std::move(map));
  }
  List list = value.is_list() ? value.list() : List();
  const double place = key.number() < 0 ? key.number() + static_cast<double>(list.size()) : key.number();
  if (place < 0) return failure("Out of bounds negative array index");
  if (place > 1e6) return failure("Array index too large");
  while (static_cast<double>(list.size()) <= place) list.push_back(Value());
  list[static_cast<std::size_t>(place)] = std::move(*made);
  return Value(std::move(list));
}

Result<Value> removed(const Value& value, const List& path, std::size_t depth) {
  if (path.empty() || value.is_null()) return Value();
  const Value& key = path[depth];
  Result<Value> inside = index(value, key);
  if (!inside) return inside;
  if (depth + 1 < path.size()) {
    if (inside->is_null()) return value;
    Result<Value> made = removed(*inside, path, depth + 1);
    return made ? replaced(value, {key}, 0, *made) : made;
  }
  if (value.is_map()) {
    Map map(value.map());
    map.erase(key.slice());
    return Value(std::move(map));
  }
  List list(value.list());
  const double place = key.number() < 0 ? key.number() + static_cast<double>(list.size()) : key.number();
  if (place >= 0 && place < static_cast<double>(list.size())) list.items().erase(list.items().begin() + static_cast<std::ptrdiff_t>(place));
  return Value(std::move(list));
}

}  // namespace kamel::languages::jq_lang
