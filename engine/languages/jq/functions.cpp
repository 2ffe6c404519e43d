// jq's functions of values.
#include "engine/languages/jq/functions.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numeric>

#include "dsl/json.h"
#include "engine/languages/jq/dates.h"

namespace kamel::languages::jq_lang {
namespace {

using Arguments = std::span<const Value>;

Error unfit(std::string_view name, const Value& value) {
  return failure(std::string(name) + " is not applicable to " + std::string(kind_of(value)));
}

Error give(Value value, List& out) {
  out.push_back(std::move(value));
  return {};
}
Error give(bool truth, List& out) { return give(Value(truth), out); }
Error give(Result<Value> value, List& out) { return value ? give(std::move(*value), out) : value.error(); }

Error keys(const Value& input, Arguments, List& out) {
  if (!input.is_list() && !input.is_map()) return unfit("keys", input);
  List names;
  if (input.is_list()) {
    for (std::size_t i = 0; i < input.list().size(); ++i) names.push_back(Value::integer(static_cast<std::int64_t>(i)));
  } else {
    for (const Map::Entry& entry : input.map()) names.push_back(Value(entry.key));
    std::ranges::sort(names.items(), [](const Value& a, const Value& b) { return compare(a, b) < 0; });
  }
  return give(Value(std::move(names)), out);
}

Error has(const Value& input, Arguments arguments, List& out) {
  const Value& key = arguments[0];
  if (input.is_map() && key.is_text()) return give(input.map().find(key.slice()) != nullptr, out);
  if (input.is_list() && key.is_number()) return give(key.number() >= 0 && key.number() < static_cast<double>(input.list().size()), out);
  return failure("Cannot check whether " + std::string(kind_of(input)) + " has a " + std::string(kind_of(key)) + " key");
}

Error add(const Value& input, Arguments, List& out) {
  Result<List> all = elements(input);
  if (!all) return all.error();
  Value total;
  for (const Value& item : *all) {
    Result<Value> next = arithmetic('+', total, item);
    if (!next) return next.error();
    total = std::move(*next);
  }
  return give(std::move(total), out);
}

Error any(const Value& input, Arguments, List& out) {
  Result<List> all = elements(input);
  return all ? give(std::ranges::any_of(all->items(), is_truth), out) : all.error();
}
Error every(const Value& input, Arguments, List& out) {
  Result<List> all = elements(input);
  return all ? give(std::ranges::all_of(all->items(), is_truth), out) : all.error();
}

Error least(const Value& input, Arguments, List& out) {
  if (!input.is_list()) return unfit("min", input);
  const auto& items = input.list().items();
  return give(items.empty() ? Value() : *std::ranges::min_element(items, [](const Value& a, const Value& b) { return compare(a, b) < 0; }), out);
}
Error greatest(const Value& input, Arguments, List& out) {
  if (!input.is_list()) return unfit("max", input);
  Value best;
  for (const Value& item : input.list()) {
    if (&item == &input.list()[0] || compare(item, best) >= 0) best = item;
  }
  return give(std::move(best), out);
}

Error sorted(const Value& input, Arguments, List& out) {
  if (!input.is_list()) return failure(std::string(kind_of(input)) + " cannot be sorted, as it is not an array");
  List items(input.list()), same(input.list());
  sort_by_keys(items, same);
  return give(Value(std::move(items)), out);
}
Error distinct(const Value& input, Arguments arguments, List& out) {
  List one;
  if (Error error = sorted(input, arguments, one)) return error;
  List items;
  for (const Value& item : one[0].list()) {
    if (items.empty() || compare(items[items.size() - 1], item) != 0) items.push_back(item);
  }
  return give(Value(std::move(items)), out);
}
Error reversed(const Value& input, Arguments, List& out) {
  if (input.is_null()) return give(Value(List()), out);
  if (!input.is_list()) return unfit("reverse", input);
  List items(input.list());
  std::ranges::reverse(items.items());
  return give(Value(std::move(items)), out);
}

Error flatten(const Value& list, double depth, List& into) {
  for (const Value& item : list.list()) {
    if (item.is_list() && depth > 0) {
      if (Error error = flatten(item, depth - 1, into)) return error;
    } else {
      into.push_back(item);
    }
  }
  return {};
}
Error flattened(const Value& input, Arguments arguments, List& out) {
  const double depth = arguments.empty() ? 1e9 : arguments[0].number();
  if (depth < 0) return failure("flatten depth must not be negative");
  if (!input.is_list() && !input.is_map()) return unfit("flatten", input);
  List items;
  if (Error error = flatten(Value(*elements(input)), depth, items)) return error;
  return give(Value(std::move(items)), out);
}

Error number_from(const Value& input, Arguments, List& out) {
  if (input.is_number()) return give(input, out);
  if (!input.is_text()) return unfit("tonumber", input);
  std::string_view text = input.slice();
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  double number = 0;
  const bool digits = !text.empty() && text.find_first_not_of("0123456789.eE+-") == std::string_view::npos;
  if (digits && text[0] == '+') text.remove_prefix(1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (!digits || error != std::errc() || end != text.data() + text.size()) return failure("N/A");
  return give(number_of(number), out);
}

Error from_json(const Value& input, Arguments, List& out) {
  if (!input.is_text()) return unfit("fromjson", input);
  Result<Value> value = json::parse(input.slice());
  return value ? give(std::move(*value), out) : failure(value.error().text());
}

template <char kFrom, char kTo>
Error cased(const Value& input, Arguments, List& out) {
  if (!input.is_text()) return unfit("ascii case", input);
  std::string text = input.slice().str();
  for (char& c : text) {
    if (c >= kFrom && c <= kTo) c = static_cast<char>(c ^ 0x20);
  }
  return give(Value(text), out);
}

Error to_entries(const Value& input, Arguments, List& out) {
  if (!input.is_map() && !input.is_list()) return unfit("to_entries", input);
  List entries;
  for (std::size_t i = 0; input.is_list() && i < input.list().size(); ++i) {
    entries.push_back(Value(Map{{"key", Value::integer(static_cast<std::int64_t>(i))}, {"value", input.list()[i]}}));
  }
  if (input.is_list()) return give(Value(std::move(entries)), out);
  for (const Map::Entry& entry : input.map()) entries.push_back(Value(Map{{"key", Value(entry.key)}, {"value", entry.value}}));
  return give(Value(std::move(entries)), out);
}

/// The first of these names that is there with a value.
Value first_of(const Value& entry, std::span<const std::string_view> names) {
  for (const std::string_view name : names) {
    const Value* found = entry.is_map() ? entry.map().find(name) : nullptr;
    if (found != nullptr && !found->is_null()) return *found;
  }
  return {};
}
Error from_entries(const Value& input, Arguments, List& out) {
  static constexpr std::array<std::string_view, 3> kKeys = {"key", "Key", "name"};
  static constexpr std::array<std::string_view, 2> kValues = {"value", "Value"};
  Result<List> entries = elements(input);
  if (!entries) return entries.error();
  Map map;
  for (const Value& entry : *entries) {
    const Value key = first_of(entry, kKeys);
    if (!key.is_text()) return failure("Cannot use " + std::string(kind_of(key)) + " (" + text_of(key).str() + ") as object key");
    map.set(key.slice(), first_of(entry, kValues));
  }
  return give(Value(std::move(map)), out);
}

Error join(const Value& input, Arguments arguments, List& out) {
  Result<List> all = elements(input);
  if (!all) return all.error();
  if (!arguments[0].is_text()) return unfit("join", arguments[0]);
  std::string text;
  for (std::size_t i = 0; i < all->size(); ++i) {
    const Value& item = (*all)[i];
    if (item.is_list() || item.is_map()) return failure("Cannot join with " + std::string(kind_of(item)));
    if (i > 0) text += arguments[0].slice().view();
    if (!item.is_null()) text += text_of(item).view();
  }
  return give(Value(text), out);
}

Error starts_with(const Value& input, Arguments arguments, List& out) {
  if (!input.is_text() || !arguments[0].is_text()) return failure("startswith() requires string inputs");
  return give(input.slice().view().starts_with(arguments[0].slice()), out);
}
Error ends_with(const Value& input, Arguments arguments, List& out) {
  if (!input.is_text() || !arguments[0].is_text()) return failure("endswith() requires string inputs");
  return give(input.slice().view().ends_with(arguments[0].slice()), out);
}
Error without_head(const Value& input, Arguments arguments, List& out) {
  const bool cut = input.is_text() && arguments[0].is_text() && input.slice().view().starts_with(arguments[0].slice());
  return give(cut ? Value(input.slice().view().substr(arguments[0].slice().size())) : input, out);
}
Error without_tail(const Value& input, Arguments arguments, List& out) {
  const bool cut = input.is_text() && arguments[0].is_text() && input.slice().view().ends_with(arguments[0].slice());
  return give(cut ? Value(input.slice().view().substr(0, input.slice().size() - arguments[0].slice().size())) : input, out);
}

Error transposed(const Value& input, Arguments, List& out) {
  if (!input.is_list()) return unfit("transpose", input);
  std::size_t width = 0;
  for (const Value& row : input.list()) {
    if (!row.is_list()) return unfit("transpose", row);
    width = std::max(width, row.list().size());
  }
  List columns;
  for (std::size_t i = 0; i < width; ++i) {
    List column;
    for (const Value& row : input.list()) column.push_back(i < row.list().size() ? row.list()[i] : Value());
    columns.push_back(Value(std::move(column)));
  }
  return give(Value(std::move(columns)), out);
}

/// A function of mathematics, whose results stay Doubles.
template <double (*kFunction)(double)>
Error real(const Value& input, Arguments, List& out) {
  return input.is_number() ? give(Value(kFunction(input.number())), out) : unfit("a function of numbers", input);
}
Error power(const Value&, Arguments arguments, List& out) {
  if (!arguments[0].is_number() || !arguments[1].is_number()) return unfit("pow", arguments[0]);
  return give(number_of(std::pow(arguments[0].number(), arguments[1].number())), out);
}
Error get_path(const Value& input, Arguments arguments, List& out) {
  if (!arguments[0].is_list()) return failure("Path must be specified as an array");
  Value at = input;
  for (const Value& key : arguments[0].list()) {
    Result<Value> next = index(at, key);
    if (!next) return next.error();
    at = std::move(*next);
  }
  return give(std::move(at), out);
}

struct Entry {
  std::string_view name;
  std::size_t arguments;
  Function function;
};

/// The value itself when its kind has one of the first letters; null's is N.
template <char... kKinds>
Error only(const Value& input, Arguments, List& out) {
  const std::string_view kind = kind_of(input);
  const char mark = kind == "null" ? 'N' : kind[0];
  if (((mark == kKinds) || ...)) out.push_back(input);
  return {};
}

constexpr std::array kFunctions = {
    Entry{"empty", 0, [](const Value&, Arguments, List&) { return Error(); }},
    Entry{"not", 0, [](const Value& input, Arguments, List& out) { return give(!is_truth(input), out); }},
    Entry{"length", 0, [](const Value& input, Arguments, List& out) { return give(length(input), out); }},
    Entry{"keys", 0, keys},
    Entry{"has", 1, has},
    Entry{"in", 1, [](const Value& input, Arguments a, List& out) { return has(a[0], {&input, 1}, out); }},
    Entry{"add", 0, add},
    Entry{"any", 0, any},
    Entry{"all", 0, every},
    Entry{"min", 0, least},
    Entry{"max", 0, greatest},
    Entry{"sort", 0, sorted},
    Entry{"unique", 0, distinct},
    Entry{"reverse", 0, reversed},
    Entry{"flatten", 0, flattened},
    Entry{"flatten", 1, flattened},
    Entry{"first", 0, [](const Value& input, Arguments, List& out) { return give(index(input, Value(0)), out); }},
    Entry{"last", 0, [](const Value& input, Arguments, List& out) { return give(index(input, Value(-1)), out); }},
    Entry{"nth", 1, [](const Value& input, Arguments a, List& out) { return give(index(input, a[0]), out); }},
    Entry{"floor", 0, real<std::floor>},
    Entry{"round", 0, real<std::round>},
    Entry{"sqrt", 0, real<std::sqrt>},
    Entry{"log", 0, real<std::log>},
    Entry{"log10", 0, real<std::log10>},
    Entry{"exp", 0, real<std::exp>},
    Entry{"pow", 2, power},
    Entry{"getpath", 1, get_path},
    Entry{"tostring", 0, [](const Value& input, Arguments, List& out) { return give(input.is_text() ? input : Value(json_of(input)), out); }},
    Entry{"tonumber", 0, number_from},
    Entry{"type", 0, [](const Value& input, Arguments, List& out) { return give(Value(kind_of(input)), out); }},
    Entry{"tojson", 0, [](const Value& input, Arguments, List& out) { return give(Value(json_of(input)), out); }},
    Entry{"fromjson", 0, from_json},
    Entry{"ascii_downcase", 0, cased<'A', 'Z'>},
    Entry{"ascii_upcase", 0, cased<'a', 'z'>},
    Entry{"to_entries", 0, to_entries},
    Entry{"from_entries", 0, from_entries},
    Entry{"join", 1, join},
    Entry{"contains", 1, [](const Value& input, Arguments a, List& out) { return kind_of(input) == kind_of(a[0]) ? give(contains(input, a[0]), out) : failure(std::string(kind_of(input)) + " and " + std::string(kind_of(a[0])) + " cannot have their containment checked"); }},
    Entry{"inside", 1, [](const Value& input, Arguments a, List& out) { return give(contains(a[0], input), out); }},
    Entry{"startswith", 1, starts_with},
    Entry{"endswith", 1, ends_with},
    Entry{"ltrimstr", 1, without_head},
    Entry{"rtrimstr", 1, without_tail},
    Entry{"split", 1, [](const Value& input, Arguments a, List& out) { return input.is_text() && a[0].is_text() ? give(arithmetic('/', input, a[0]), out) : failure("split input and separator must be strings"); }},
    Entry{"strftime", 1, format_time},
    Entry{"strftime", 2, format_time},
    Entry{"strptime", 1, parse_time},
    Entry{"strptime", 2, parse_time},
    Entry{"transpose", 0, transposed},
    Entry{"values", 0, only<'b', 'n', 's', 'a', 'o'>},
    Entry{"nulls", 0, only<'N'>},
    Entry{"booleans", 0, only<'b'>},
    Entry{"numbers", 0, only<'n'>},
    Entry{"strings", 0, only<'s'>},
    Entry{"arrays", 0, only<'a'>},
    Entry{"objects", 0, only<'o'>},
    Entry{"iterables", 0, only<'a', 'o'>},
    Entry{"scalars", 0, only<'N', 'b', 'n', 's'>},
};

}  // namespace

Function find_function(std::string_view name, std::size_t arguments) {
  const auto* found = std::ranges::find_if(kFunctions, [&](const Entry& entry) { return entry.name == name && entry.arguments == arguments; });
  return found != kFunctions.end() ? found->function : nullptr;
}

void sort_by_keys(List& items, List& keys) {
  std::vector<std::size_t> order(items.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return compare(keys[a], keys[b]) < 0; });
  List sorted_items, sorted_keys;
  for (const std::size_t i : order) {
    sorted_items.push_back(items[i]);
    sorted_keys.push_back(keys[i]);
  }
  items = std::move(sorted_items);
  keys = std::move(sorted_keys);
}

}  // namespace kamel::languages::jq_lang
