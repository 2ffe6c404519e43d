#include "engine/languages/simple/operators.h"

#include <algorithm>
#include <array>

#include "engine/compare.h"
#include "engine/convert.h"
#include "engine/languages/simple/nodes.h"
#include "engine/languages/simple/ognl.h"
#include "engine/languages/simple/pattern.h"

namespace kamel::simple {
namespace {

// In the order in which Camel tries them.
constexpr std::array kOperators = {
    OperatorName{"==", Operator::Equal},
    OperatorName{"=~", Operator::EqualIgnoreCase},
    OperatorName{">=", Operator::GreaterOrEqual},
    OperatorName{"<=", Operator::LessOrEqual},
    OperatorName{">", Operator::Greater},
    OperatorName{"<", Operator::Less},
    OperatorName{"!=~", Operator::NotEqualIgnoreCase},
    OperatorName{"!=", Operator::NotEqual},
    OperatorName{"not is", Operator::NotIs},
    OperatorName{"!is", Operator::NotIs},
    OperatorName{"is", Operator::Is},
    OperatorName{"not contains", Operator::NotContains},
    OperatorName{"!contains", Operator::NotContains},
    OperatorName{"contains", Operator::Contains},
    OperatorName{"!~~", Operator::NotContainsIgnoreCase},
    OperatorName{"~~", Operator::ContainsIgnoreCase},
    OperatorName{"not regex", Operator::NotRegex},
    OperatorName{"!regex", Operator::NotRegex},
    OperatorName{"regex", Operator::Regex},
    OperatorName{"not in", Operator::NotIn},
    OperatorName{"!in", Operator::NotIn},
    OperatorName{"in", Operator::In},
    OperatorName{"not range", Operator::NotRange},
    OperatorName{"!range", Operator::NotRange},
    OperatorName{"range", Operator::Range},
    OperatorName{"startsWith", Operator::StartsWith},
    OperatorName{"starts with", Operator::StartsWith},
    OperatorName{"!startsWith", Operator::NotStartsWith, true},
    OperatorName{"endsWith", Operator::EndsWith},
    OperatorName{"ends with", Operator::EndsWith},
    OperatorName{"!endsWith", Operator::NotEndsWith, true},
};

/// A predicate of two values that `decide` knows; evaluates to a Boolean.
template <class F>
class Binary final : public Expression {
 public:
  Binary(ExpressionPtr left, ExpressionPtr right, bool negated, F decide)
      : left_(std::move(left)), right_(std::move(right)), negated_(negated), decide_(std::move(decide)) {}

  Result<bool> matches(Exchange& exchange) const override {
    Value left_storage, right_storage;
    const auto left = left_.look(exchange, left_storage);
    if (!left) return left.error();
    const auto right = right_.look(exchange, right_storage);
    if (!right) return right.error();
    auto decided = decide_(**left, **right, exchange);
    if (!decided) return decided;
    return *decided != negated_;
  }
  Result<Value> evaluate(Exchange& exchange) const override {
    const auto decided = matches(exchange);
    if (!decided) return decided.error();
    return Value(*decided);
  }

 private:
  Operand left_, right_;
  bool negated_;
  F decide_;
};

template <class F>
ExpressionPtr make(ExpressionPtr left, ExpressionPtr right, bool negated, F decide) {
  return std::make_unique<Binary<F>>(std::move(left), std::move(right), negated, std::move(decide));
}

/// Ordering with Camel's nulls: two of them are equal, but not greater; one of them fits nothing.
template <class F>
ExpressionPtr ordered(ExpressionPtr left, ExpressionPtr right, bool both_null, F holds) {
  return make(std::move(left), std::move(right), false, [both_null, holds](const Value& a, const Value& b, Exchange&) -> Result<bool> {
    if (a.is_null() || b.is_null()) return a.is_null() && b.is_null() && both_null;
    const auto order = compare(a, b);
    if (!order) {
      return Error("java.lang.ClassCastException",
                   "class " + std::string(b.java_class()) + " cannot be cast to class " + std::string(a.java_class()));
    }
    return holds(*order);
  });
}

Result<bool> is_in(const Value& value, const Value& set, Exchange& exchange) {
  const List items = iterate(set);
  for (const Value& item : items) {
    if (value.is_null()) break;
    auto converted = convert_or_null(item, value.kind() == Value::Kind::Stream ? "java.io.InputStream" : value.java_class(), exchange);
    if (!converted) return converted.error();
    if (value.kind() != Value::Kind::Stream && loosely_equal(value, *converted)) return true;
  }
  return false;
}

Error illegal(std::string message) {
  return Error("org.apache.camel.language.simple.types.SimpleIllegalSyntaxException", std::move(message));
}

Result<bool> is_of_type(const Value& value, const Value& type, Exchange&) {
  const Slice name = to_text(type);
  if (type.is_null() || name == "null") return illegal("is operator cannot accept null. A class type must be provided.");
  if (!is_known_type(name)) return illegal("is operator cannot find class with name: " + name.str());
  return is_instance(value, name);
}

/// "from..to", both whole numbers.
struct Bounds {
  Value from, to;
};
std::optional<Bounds> parse_bounds(std::string_view text) {
  const auto dots = text.find("..");
  if (dots == std::string_view::npos) return std::nullopt;
  const auto digits = [](std::string_view part) {
    return !part.empty() && std::ranges::all_of(part, [](char c) { return c >= '0' && c <= '9'; });
  };
  const std::string_view from = text.substr(0, dots), to = text.substr(dots + 2);
  if (!digits(from) || !digits(to)) return std::nullopt;
  return Bounds{Value(from), Value(to)};
}

Error null_pointer() { return Error("java.lang.NullPointerException", "the right side is null"); }

Result<bool> is_in_range(const Value& value, const Value& range, Exchange&) {
  if (range.is_null()) return null_pointer();
  const Slice text = to_text(range);
  const auto bounds = parse_bounds(text);
  if (!bounds) return illegal("range operator is not valid. Valid syntax:'from..to' (where from and to are numbers).");
  if (value.is_null()) return false;
  // The first comparison reads a stream to its end: the second sees nothing left of it.
  const Value again = value.kind() == Value::Kind::Stream ? Value(Slice()) : value;
  const auto above = compare(value, bounds->from), below = compare(again, bounds->to);
  return above && below && *above >= 0 && *below <= 0;
}

Result<bool> starts(const Value& value, const Value& part, Exchange&) {
  if (value.is_null() || part.is_null()) return value.is_null() && part.is_null();
  return to_text(value).view().starts_with(to_text(part).view());
}

Result<bool> ends(const Value& value, const Value& part, Exchange&) {
  if (value.is_null() || part.is_null()) return value.is_null() && part.is_null();
  return to_text(value).view().ends_with(to_text(part).view());
}

ExpressionPtr regex(ExpressionPtr left, ExpressionPtr right, bool negated) {
  std::optional<Result<PatternPtr>> known;
  if (const Value* text = right->constant()) known = compile_pattern(to_text(*text));
  return make(std::move(left), std::move(right), negated, [known](const Value& value, const Value& text, Exchange&) -> Result<bool> {
    if (!known && text.is_null()) return null_pointer();
    const auto pattern = known ? *known : cached_pattern(to_text(text));
    if (!pattern) return pattern.error();
    return !value.is_null() && (*pattern)->matches(to_text(value));
  });
}

/// "the value says no" for `?:`: null, "", false, an empty list.
bool is_missing(const Value& value) { return value.is_null() || !is_true(value) || (value.is_map() && value.map().empty()); }

}  // namespace

const OperatorName* find_operator(std::string_view text, std::size_t at) noexcept {
  if (at < 2 || text[at - 1] != ' ') return nullptr;
  const std::string_view rest = text.substr(at);
  const auto fits = [rest](const OperatorName& name) {
    return rest.starts_with(name.text) && name.text.size() + 1 < rest.size() && rest[name.text.size()] == ' ';
  };
  const auto* found = std::ranges::find_if(kOperators, fits);
  return found == kOperators.end() ? nullptr : found;
}

ExpressionPtr binary(Operator op, ExpressionPtr left, ExpressionPtr right, const Piece&) {
  const auto equal = [&](bool ignore_case, bool negated) {
    return make(std::move(left), std::move(right), negated,
                [ignore_case](const Value& a, const Value& b, Exchange&) -> Result<bool> { return loosely_equal(a, b, ignore_case); });
  };
  const auto has = [&](bool ignore_case, bool negated) {
    return make(std::move(left), std::move(right), negated,
                [ignore_case](const Value& a, const Value& b, Exchange& exchange) -> Result<bool> {
                  return contains(is_cached(a, exchange) ? Value(a.slice()) : a, b, ignore_case);
                });
  };
  switch (op) {
    case Operator::Equal:
      return equal(false, false);
    case Operator::EqualIgnoreCase:
      return equal(true, false);
    case Operator::NotEqual:
      return equal(false, true);
    case Operator::NotEqualIgnoreCase:
      return equal(true, true);
    case Operator::Greater:
      return ordered(std::move(left), std::move(right), false, [](int order) { return order > 0; });
    case Operator::GreaterOrEqual:
      return ordered(std::move(left), std::move(right), true, [](int order) { return order >= 0; });
    case Operator::Less:
      return ordered(std::move(left), std::move(right), true, [](int order) { return order < 0; });
    case Operator::LessOrEqual:
      return ordered(std::move(left), std::move(right), true, [](int order) { return order <= 0; });
    case Operator::Contains:
      return has(false, false);
    case Operator::NotContains:
      return has(false, true);
    case Operator::ContainsIgnoreCase:
      return has(true, false);
    case Operator::NotContainsIgnoreCase:
      return has(true, true);
    case Operator::Regex:
    case Operator::NotRegex:
      return regex(std::move(left), std::move(right), op == Operator::NotRegex);
    case Operator::In:
    case Operator::NotIn:
      return make(std::move(left), std::move(right), op == Operator::NotIn, is_in);
    case Operator::Is:
    case Operator::NotIs:
      return make(std::move(left), std::move(right), op == Operator::NotIs, is_of_type);
    case Operator::Range:
    case Operator::NotRange:
      return make(std::move(left), std::move(right), op == Operator::NotRange, is_in_range);
    case Operator::StartsWith:
    case Operator::NotStartsWith:
      return make(std::move(left), std::move(right), op == Operator::NotStartsWith, starts);
    case Operator::EndsWith:
    case Operator::NotEndsWith:
      return make(std::move(left), std::move(right), op == Operator::NotEndsWith, ends);
  }
  return nullptr;
}

namespace {

/// Predicates judged from left to right until one decides.
class Logical final : public Expression {
 public:
  Logical(bool both, std::vector<ExpressionPtr> parts) : both_(both), parts_(std::move(parts)) {}
  Result<bool> matches(Exchange& exchange) const override {
    for (const ExpressionPtr& part : parts_) {
      auto holds = part->matches(exchange);
      if (!holds || *holds != both_) return holds;
    }
    return both_;
  }
  Result<Value> evaluate(Exchange& exchange) const override {
    const auto decided = matches(exchange);
    if (!decided) return decided.error();
    return Value(*decided);
  }

 private:
  bool both_;
  std::vector<ExpressionPtr> parts_;
};

}  // namespace

ExpressionPtr logical(bool both, ExpressionPtr left, ExpressionPtr right) {
  std::vector<ExpressionPtr> parts;
  parts.push_back(std::move(left));
  parts.push_back(std::move(right));
  return std::make_unique<Logical>(both, std::move(parts));
}

ExpressionPtr all_of(std::vector<ExpressionPtr> predicates) { return std::make_unique<Logical>(true, std::move(predicates)); }

ExpressionPtr ternary(ExpressionPtr condition, ExpressionPtr yes, ExpressionPtr no) {
  return compute([condition = std::move(condition), yes = std::move(yes), no = std::move(no)](Exchange& exchange) -> Result<Value> {
    const auto holds = condition->matches(exchange);
    if (!holds) return holds.error();
    return (*holds ? yes : no)->evaluate(exchange);
  });
}

ExpressionPtr elvis(ExpressionPtr left, ExpressionPtr right) {
  return compute([left = std::move(left), right = std::move(right)](Exchange& exchange) -> Result<Value> {
    auto value = left->evaluate(exchange);
    if (!value || !is_missing(*value)) return value;
    return right->evaluate(exchange);
  });
}

ExpressionPtr chain(ExpressionPtr left, ExpressionPtr right, bool null_safe) {
  return compute([left = std::move(left), right = std::move(right), null_safe](Exchange& exchange) -> Result<Value> {
    auto value = left->evaluate(exchange);
    if (!value || (null_safe && value->is_null())) return value;
    Value body = std::exchange(exchange.message.body, std::move(*value));
    auto result = right->evaluate(exchange);
    exchange.message.body = std::move(body);
    return result;
  });
}

}  // namespace kamel::simple
