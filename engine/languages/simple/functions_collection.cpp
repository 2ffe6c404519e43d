// Functions on lists and maps.
#include <algorithm>
#include <array>
#include <random>

#include "engine/compare.h"
#include "engine/convert.h"
#include "engine/iterator.h"
#include "engine/languages/simple/functions.h"
#include "engine/languages/simple/pattern.h"

namespace kamel::simple {
namespace {

/// Items of a list, one by one.
class ListIterator : public Iterator {
 public:
  explicit ListIterator(List items, std::size_t at = 0) : items_(std::move(items)), at_(at) {}
  std::optional<Value> next() override {
    if (at_ >= items_.size()) return std::nullopt;
    return items_[at_++];
  }

 protected:
  List items_;
  std::size_t at_;
};

/// The same in groups.
class GroupIterator final : public ListIterator {
 public:
  GroupIterator(List items, std::size_t size) : ListIterator(std::move(items)), size_(size) {}
  std::string_view java_class() const noexcept override { return "org.apache.camel.support.GroupIterator"; }
  std::optional<Value> next() override {
    List group;
    while (group.size() < size_ && at_ < items_.size()) group.push_back(items_[at_++]);
    if (group.empty()) return std::nullopt;
    return Value(std::move(group));
  }

 private:
  std::size_t size_;
};

Error no_iterator() {
  return Error("java.lang.IllegalArgumentException",
               "expression: body evaluated on Exchange[] must return an java.util.Iterator must be specified");
}

/// What an expression gives, to be walked through; null is an error, and blank text nothing.
Result<List> items_of(const Expression& expression, Exchange& exchange) {
  const auto value = expression.evaluate(exchange);
  if (!value) return value.error();
  if (value->is_null()) return no_iterator();
  if (value->is_text() && trim(value->slice().view()).empty()) return List();
  return iterate(*value);
}

std::int32_t number_of(const Call& call) {
  const auto number = to_int(Value(trim(call.arguments.text)));
  if (!number) Compiler::fail(call.arguments, "For input string: \"" + std::string(call.arguments.text) + "\"", "write a whole number");
  return *number;
}

ExpressionPtr skip(const Call& call) {
  const std::int32_t count = number_of(call);
  return compute([count](Exchange& exchange) -> Result<Value> {
    auto items = items_of(Body(), exchange);
    if (!items) return items.error();
    if (count < 0) return Error("java.lang.IllegalArgumentException", "Skip must not be a negative number, was: " + std::to_string(count));
    return Value(std::make_unique<ListIterator>(std::move(*items), static_cast<std::size_t>(count)));
  });
}

ExpressionPtr collate(const Call& call) {
  const std::int32_t size = number_of(call);
  return compute([size](Exchange& exchange) -> Result<Value> {
    if (size <= 0) {
      return Error("org.apache.camel.RuntimeExchangeException",
                   "Group must be a positive number, was: " + std::to_string(size) + " on the exchange: Exchange[]");
    }
    auto items = items_of(Body(), exchange);
    if (!items) return items.error();
    return Value(std::make_unique<GroupIterator>(std::move(*items), static_cast<std::size_t>(size)));
  });
}

ExpressionPtr join(const Call& call) {
  const std::string_view text = call.arguments.text;
  if (!text.empty() && text.find_first_not_of(',') == std::string_view::npos) Compiler::fail(call.whole, "Index 0 out of bounds for length 0", "write ${join()} for a comma");
  const auto arguments = call.split(0, 3);
  const Slice separator(arguments.empty() ? "," : unescape(arguments[0].piece.text, call.compiler));
  const Slice prefix(arguments.size() > 1 ? arguments[1].piece.text : "");
  auto subject = arguments.size() == 3 ? call.value(arguments[2]) : std::make_unique<Body>();
  return compute([subject = std::move(subject), separator, prefix](Exchange& exchange) -> Result<Value> {
    const auto items = items_of(*subject, exchange);
    if (!items) return items.error();
    SliceBuilder out(64);
    bool first = true;
    for (const Value& item : *items) {
      if (item.is_null()) continue;
      if (!first) out.append(separator);
      first = false;
      out.append(prefix);
      append_text(item, out);
    }
    return Value(out.finish());
  });
}

ExpressionPtr list(const Call& call) {
  std::vector<ExpressionPtr> values;
  for (const Argument& argument : split_arguments(call.arguments)) values.push_back(call.value(argument));
  return compute([values = std::move(values)](Exchange& exchange) -> Result<Value> {
    List out;
    for (const ExpressionPtr& each : values) {
      auto value = each->evaluate(exchange);
      if (!value) return value;
      out.push_back(std::move(*value));
    }
    return Value(std::move(out));
  });
}

ExpressionPtr map(const Call& call) {
  std::vector<std::pair<ExpressionPtr, ExpressionPtr>> pairs;
  const auto arguments = split_arguments(call.arguments);
  if (arguments.size() % 2 == 1) {
    Compiler::fail(call.whole, "Map function must have an even number of values, was: " + std::to_string(arguments.size()) + " values.");
  }
  for (std::size_t i = 0; i < arguments.size(); i += 2) pairs.emplace_back(call.value(arguments[i]), call.value(arguments[i + 1]));
  return compute([pairs = std::move(pairs)](Exchange& exchange) -> Result<Value> {
    Map out;
    for (const auto& [key, value] : pairs) {
      const auto name = key->evaluate(exchange);
      if (!name) return name;
      auto item = value->evaluate(exchange);
      if (!item) return item;
      out.set(to_text(*name), std::move(*item));
    }
    return Value(std::move(out));
  });
}

/// All items of all values, which `change` then puts in order.
template <class F>
ExpressionPtr gathered(const Call& call, F change) {
  return compute([values = call.values_or_body(), change](Exchange& exchange) -> Result<Value> {
    List out;
    for (const ExpressionPtr& each : values) {
      const auto value = each->evaluate(exchange);
      if (!value) return value;
      for (const Value& item : iterate(*value)) out.push_back(item);
    }
    change(out);
    return Value(std::move(out));
  });
}

void make_distinct(List& list) {
  List out;
  for (const Value& item : list) {
    if (std::ranges::find(out.items(), item) == out.end()) out.push_back(item);
  }
  list = std::move(out);
}

void shuffle(List& list) { std::ranges::shuffle(list.items(), std::mt19937(std::random_device{}())); }

ExpressionPtr split_function(const Call& call) {
  const auto arguments = call.split(0, 2);
  auto subject = arguments.size() == 2 ? call.value(arguments[0]) : std::make_unique<Body>();
  const std::string separator(arguments.empty() ? "," : unescape(arguments.back().piece.text, call.compiler));
  const auto pattern = compile_pattern(separator);
  if (!pattern) Compiler::fail(call.arguments, std::string(pattern.error().message()));
  return compute([subject = std::move(subject), pattern = *pattern](Exchange& exchange) -> Result<Value> {
    const auto text = evaluate_text(*subject, exchange);
    if (!text || text->is_null()) return text;
    return Value(pattern->split(text->slice(), 0));
  });
}

bool is_flag(std::string_view text) { return text == "true" || text == "false"; }

ExpressionPtr sort(const Call& call) {
  const auto arguments = call.split(0, 2);
  const bool flag_alone = arguments.size() == 1 && is_flag(arguments[0].piece.text);
  auto subject = arguments.empty() || flag_alone ? std::make_unique<Body>() : call.value(arguments[0]);
  const bool reverse = !arguments.empty() && arguments.back().piece.text == "true";
  return compute([subject = std::move(subject), reverse](Exchange& exchange) -> Result<Value> {
    const auto value = subject->evaluate(exchange);
    if (!value) return value;
    List items = iterate(*value);
    std::ranges::stable_sort(items.items(), [](const Value& a, const Value& b) { return compare(a, b).value_or(0) < 0; });
    if (reverse) std::ranges::reverse(items.items());
    return Value(std::move(items));
  });
}

/// Arguments as (exp, function): what is behind the first comma, all of it.
std::pair<ExpressionPtr, Piece> source_and_function(const Call& call) {
  const auto arguments = call.split(2, 64, true);
  const char* begin = arguments[1].piece.text.data();
  const char* end = call.arguments.text.data() + call.arguments.text.size();
  const std::string_view rest = trim({begin, static_cast<std::size_t>(end - begin)});
  return {call.compiler.expression(call.arguments.sub(unquote(arguments[0].piece.text))), call.arguments.sub(unquote(rest))};
}

/// Runs `each` with every item as the body, which afterwards is as before.
template <class F>
Result<Value> with_each_item(const Expression& source, Exchange& exchange, F each) {
  const auto value = source.evaluate(exchange);
  if (!value) return value;
  const Value body = exchange.message.body;
  List out;
  Error failed;
  for (const Value& item : iterate(*value)) {
    exchange.message.body = item;
    failed = each(item, out);
    if (failed) break;
  }
  exchange.message.body = body;
  if (failed) return failed;
  return Value(std::move(out));
}

ExpressionPtr for_each(const Call& call) {
  auto [source, text] = source_and_function(call);
  return compute([source = std::move(source), function = call.compiler.expression(text)](Exchange& exchange) -> Result<Value> {
    return with_each_item(*source, exchange, [&](const Value&, List& out) -> Error {
      auto value = function->evaluate(exchange);
      if (!value) return value.error();
      if (!value->is_null()) out.push_back(std::move(*value));
      return {};
    });
  });
}

ExpressionPtr filter(const Call& call) {
  auto [source, text] = source_and_function(call);
  return compute([source = std::move(source), wanted = call.compiler.predicate(text)](Exchange& exchange) -> Result<Value> {
    return with_each_item(*source, exchange, [&](const Value& item, List& out) -> Error {
      const auto holds = wanted->matches(exchange);
      if (!holds) return holds.error();
      if (*holds) out.push_back(item);
      return {};
    });
  });
}

ExpressionPtr range(const Call& call) {
  const auto arguments = call.split(1, 2);
  auto from = arguments.size() == 2 ? call.value(arguments[0]) : constant(0);
  auto to = call.value(arguments.back());
  return compute([from = std::move(from), to = std::move(to)](Exchange& exchange) -> Result<Value> {
    const auto least = evaluate_int(*from, exchange), most = evaluate_int(*to, exchange);
    if (!least) return least.error();
    if (!most) return most.error();
    if (std::int64_t{most->value_or(0)} - least->value_or(0) > (1 << 24))
      return Error("java.lang.OutOfMemoryError", "range of more than 16 million numbers");
    List out;
    for (std::int32_t i = least->value_or(0); i < most->value_or(0); ++i) out.push_back(i);
    return Value(std::move(out));
  });
}

/// Changes a list or a map in place, as Java's reference semantics have it, and gives it back.
template <class F>
ExpressionPtr changed(ExpressionPtr source, ExpressionPtr item, F change) {
  return compute([source = std::move(source), item = std::move(item), change](Exchange& exchange) -> Result<Value> {
    auto target = source->evaluate(exchange);
    if (!target || target->is_null()) return target;
    auto value = item->evaluate(exchange);
    if (!value) return value;
    change(*target, std::move(*value));
    return target;
  });
}

ExpressionPtr list_change(const Call& call, bool add) {
  const auto arguments = call.split(1, 2);
  auto source = arguments.size() == 2 ? call.value(arguments[0]) : std::make_unique<Body>();
  return changed(std::move(source), call.value(arguments.back()), [add](Value& target, Value item) {
    if (!target.is_list()) return;
    if (add) return target.list().push_back(std::move(item));
    const auto found = std::ranges::find(target.list().items(), item);
    if (found != target.list().items().end()) target.list().items().erase(found);
  });
}

ExpressionPtr map_add(const Call& call) {
  const auto arguments = call.split(2, 3);
  auto source = arguments.size() == 3 ? call.value(arguments[0]) : std::make_unique<Body>();
  Slice key(arguments[arguments.size() - 2].piece.text);
  return changed(std::move(source), call.value(arguments.back()), [key](Value& target, Value item) {
    if (target.is_map()) target.map().set(key, std::move(item));
  });
}

ExpressionPtr map_remove(const Call& call) {
  const auto arguments = call.split(1, 2);
  auto source = arguments.size() == 2 ? call.value(arguments[0]) : std::make_unique<Body>();
  return changed(std::move(source), call.value(arguments.back()), [](Value& target, Value key) {
    if (target.is_map()) target.map().erase(to_text(key));
  });
}

ExpressionPtr size(const Call& call) {
  return compute([subject = call.value_or_body()](Exchange& exchange) -> Result<Value> {
    const auto value = subject->evaluate(exchange);
    if (!value) return value;
    if (value->is_map()) return Value(static_cast<std::int32_t>(value->map().size()));
    if (value->is_list()) return Value(static_cast<std::int32_t>(value->list().size()));
    if (value->kind() == Value::Kind::Bytes) return Value(static_cast<std::int32_t>(value->slice().size()));
    return Value(value->is_null() ? 0 : 1);
  });
}

constexpr std::array kFunctions = {
    FunctionEntry{"skip", "${skip(number)}", skip},
    FunctionEntry{"collate", "${collate(group)}", collate},
    FunctionEntry{"join", "${join(separator,prefix,expression)}", join},
    FunctionEntry{"list", "${list(val,...)}", list},
    FunctionEntry{"map", "${map(key1,value1,...)}", map},
    FunctionEntry{"distinct", "${distinct(val,...)}", [](const Call& c) { return gathered(c, make_distinct); }, true},
    FunctionEntry{"reverse", "${reverse(val,...)}",
                  [](const Call& c) { return gathered(c, [](List& l) { std::ranges::reverse(l.items()); }); }, true},
    FunctionEntry{"shuffle", "${shuffle(val,...)}", [](const Call& c) { return gathered(c, shuffle); }, true},
    FunctionEntry{"split", "${split(separator)} or ${split(exp,separator)}", split_function, true},
    FunctionEntry{"sort", "${sort(reverse)} or ${sort(exp,reverse)}", sort, true},
    FunctionEntry{"forEach", "${forEach(exp,exp)}", for_each, true},
    FunctionEntry{"filter", "${filter(exp,exp)}", filter, true},
    FunctionEntry{"range", "${range(min,max)} or ${range(max)}", range, true},
    FunctionEntry{"listAdd", "${listAdd(exp)} or ${listAdd(exp,exp)}", [](const Call& c) { return list_change(c, true); }, true},
    FunctionEntry{"listRemove", "${listRemove(exp)} or ${listRemove(exp,exp)}", [](const Call& c) { return list_change(c, false); }, true},
    FunctionEntry{"mapAdd", "${mapAdd(key,exp)} or ${mapAdd(exp,key,exp)}", map_add, true},
    FunctionEntry{"mapRemove", "${mapRemove(key)} or ${mapRemove(exp,key)}", map_remove, true},
    FunctionEntry{"size", "${size(exp)}", size, true},
};

}  // namespace

std::span<const FunctionEntry> collection_functions() { return kFunctions; }

}  // namespace kamel::simple
