// The methods of java.util.List and java.util.Map.
#include <algorithm>

#include "engine/convert.h"
#include "engine/languages/simple/ognl.h"
#include "engine/map_entry.h"

namespace kamel::simple {
namespace {

Error out_of_bounds(std::int64_t index, std::size_t size) {
  return Error("java.lang.IndexOutOfBoundsException",
               "Index " + std::to_string(index) + " out of bounds for length " + std::to_string(size));
}

/// The argument as an index of `size` items.
Result<std::size_t> index(const Arguments& arguments, std::size_t i, std::size_t size) {
  const auto number = arguments.integer(i);
  if (!number) return number.error();
  if (*number < 0 || static_cast<std::size_t>(*number) >= size) return out_of_bounds(*number, size);
  return static_cast<std::size_t>(*number);
}

std::int32_t place(const List& list, const Value& item) {
  const auto found = std::ranges::find(list.items(), item);
  return found == list.end() ? -1 : static_cast<std::int32_t>(found - list.begin());
}

std::int32_t last_place(const List& list, const Value& item) {
  for (std::size_t i = list.size(); i-- > 0;) {
    if (list[i] == item) return static_cast<std::int32_t>(i);
  }
  return -1;
}

/// Java picks remove(int) for a number and remove(Object) for anything else.
Result<Value> remove(List& list, const Arguments& arguments) {
  const auto number = arguments.quoted[0] ? std::optional<std::int32_t>() : to_int(arguments[0]);
  if (number) {
    const auto at = index(arguments, 0, list.size());
    if (!at) return at.error();
    const auto item = list.items().begin() + static_cast<std::ptrdiff_t>(*at);
    Value removed = std::move(*item);
    list.items().erase(item);
    return removed;
  }
  const std::int32_t at = place(list, arguments[0]);
  if (at >= 0) list.items().erase(list.items().begin() + at);
  return Value(at >= 0);
}

Result<Value> sub_list(const List& list, const Arguments& arguments) {
  const auto from = arguments.integer(0), to = arguments.integer(1);
  if (!from) return from.error();
  if (!to) return to.error();
  if (*from < 0 || *to < *from || static_cast<std::size_t>(*to) > list.size()) {
    return Error("java.lang.IndexOutOfBoundsException", "toIndex = " + std::to_string(*to));
  }
  List out;
  for (std::int32_t i = *from; i < *to; ++i) out.push_back(list[static_cast<std::size_t>(i)]);
  return Value(std::move(out));
}

Result<Value> add(List& list, const Arguments& arguments) {
  if (arguments.size() == 1) {
    list.push_back(arguments[0]);
    return Value(true);
  }
  const auto at = index(arguments, 0, list.size() + 1);
  if (!at) return at.error();
  list.items().insert(list.items().begin() + static_cast<std::ptrdiff_t>(*at), arguments[1]);
  return Value();
}

Result<Value> set(List& list, const Arguments& arguments) {
  const auto at = index(arguments, 0, list.size());
  if (!at) return at.error();
  return std::exchange(list[*at], arguments[1]);
}

Result<Value> get(const List& list, const Arguments& arguments) {
  const auto at = index(arguments, 0, list.size());
  if (!at) return at.error();
  return list[*at];
}

List keys(const Map& map) {
  List out;
  for (const auto& [key, value] : map) out.push_back(Value(key));
  return out;
}

List values(const Map& map) {
  List out;
  for (const auto& [key, value] : map) out.push_back(value);
  return out;
}

Value get(const Map& map, std::string_view key) {
  const Value* found = map.find(key);
  return found != nullptr ? *found : Value();
}

Value put(Map& map, const Slice& key, const Value& value) {
  Value before = get(map, key);
  map.set(key, value);
  return before;
}

Value remove(Map& map, const Slice& key) {
  Value before = get(map, key);
  map.erase(key);
  return before;
}

}  // namespace

Called call_list(Value& self, std::string_view method, const Arguments& arguments) {
  List& list = self.list();
  if (method == "size") return Value(static_cast<std::int32_t>(list.size()));
  if (method == "isEmpty") return Value(list.empty());
  if (method == "iterator") return self;
  if (method == "toArray") return self;
  if (method == "clear") {
    list.items().clear();
    return Value();
  }
  if (arguments.size() < 1) return std::nullopt;
  if (method == "get") return get(list, arguments);
  if (method == "contains") return Value(place(list, arguments[0]) >= 0);
  if (method == "indexOf") return Value(place(list, arguments[0]));
  if (method == "lastIndexOf") return Value(last_place(list, arguments[0]));
  if (method == "add") return add(list, arguments);
  if (method == "remove") return remove(list, arguments);
  if (arguments.size() < 2) return std::nullopt;
  if (method == "set") return set(list, arguments);
  if (method == "subList") return sub_list(list, arguments);
  return std::nullopt;
}

Called call_map(Value& self, std::string_view method, const Arguments& arguments) {
  Map& map = self.map();
  if (method == "size") return Value(static_cast<std::int32_t>(map.size()));
  if (method == "isEmpty") return Value(map.empty());
  if (method == "keySet") return Value(keys(map));
  if (method == "values") return Value(values(map));
  if (method == "entrySet") return Value(iterate(self));
  if (method == "clear") {
    map.clear();
    return Value();
  }
  if (arguments.size() < 1) return std::nullopt;
  const Slice key = arguments.text(0);
  if (method == "get") return get(map, key);
  if (method == "containsKey") return Value(map.find(key) != nullptr);
  if (method == "containsValue") return Value(place(values(map), arguments[0]) >= 0);
  if (method == "remove") return remove(map, key);
  if (arguments.size() < 2) return std::nullopt;
  if (method == "put") return put(map, key, arguments[1]);
  if (method == "getOrDefault") return map.find(key) != nullptr ? get(map, key) : arguments[1];
  if (method == "putIfAbsent") return get(map, key).is_null() ? put(map, key, arguments[1]) : get(map, key);
  if (method == "replace") return map.find(key) != nullptr ? put(map, key, arguments[1]) : Value();
  return std::nullopt;
}

}  // namespace kamel::simple
