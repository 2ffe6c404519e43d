#include "connectors/knative/cesql/nodes.h"

#include <limits>

#include "connectors/knative/cesql/like.h"

namespace kamel::cesql {
namespace {

/// What an expression comes to as a given type; with an error, the zero of what the whole would have been.
Outcome evaluate_as(const Expression& expression, Type type, const Attributes& event, Type whole) {
  Outcome outcome = expression.evaluate(event);
  if (outcome.fine()) outcome = cast(outcome.value, type);
  if (!outcome.fine()) outcome.value = zero_of(whole);
  return outcome;
}

class Literal final : public Expression {
 public:
  explicit Literal(Value value) : value_(std::move(value)) {}
  Outcome evaluate(const Attributes&) const override { return {value_}; }

 private:
  Value value_;
};

class Attribute final : public Expression {
 public:
  explicit Attribute(std::string name) : name_(std::move(name)) {}
  Outcome evaluate(const Attributes& event) const override {
    auto value = event.find(name_);
    if (value) return {std::move(*value)};
    return {false, Problem::MissingAttribute, "the event has no " + name_};
  }

 private:
  std::string name_;
};

class Exists final : public Expression {
 public:
  explicit Exists(std::string name) : name_(std::move(name)) {}
  Outcome evaluate(const Attributes& event) const override { return {event.find(name_).has_value()}; }

 private:
  std::string name_;
};

class Negation final : public Expression {
 public:
  explicit Negation(ExpressionPtr of) : of_(std::move(of)) {}
  Outcome evaluate(const Attributes& event) const override {
    Outcome outcome = evaluate_as(*of_, Type::Boolean, event, Type::Boolean);
    if (outcome.fine()) outcome.value = !std::get<bool>(outcome.value);
    return outcome;
  }

 private:
  ExpressionPtr of_;
};

Outcome whole_number(std::int64_t number) {
  constexpr auto kLeast = std::numeric_limits<std::int32_t>::min(), kMost = std::numeric_limits<std::int32_t>::max();
  if (number < kLeast || number > kMost) return {std::int32_t{0}, Problem::Math, "the result is no 32-bit Integer"};
  return {static_cast<std::int32_t>(number)};
}

class Negative final : public Expression {
 public:
  explicit Negative(ExpressionPtr of) : of_(std::move(of)) {}
  Outcome evaluate(const Attributes& event) const override {
    Outcome outcome = evaluate_as(*of_, Type::Integer, event, Type::Integer);
    return outcome.fine() ? whole_number(-std::int64_t{std::get<std::int32_t>(outcome.value)}) : outcome;
  }

 private:
  ExpressionPtr of_;
};

class Logic final : public Expression {
 public:
  Logic(Operator which, ExpressionPtr left, ExpressionPtr right) : which_(which), left_(std::move(left)), right_(std::move(right)) {}
  Outcome evaluate(const Attributes& event) const override {
    Outcome left = evaluate_as(*left_, Type::Boolean, event, Type::Boolean);
    const bool first = std::get<bool>(left.value);
    if (!left.fine() || (which_ == Operator::And && !first) || (which_ == Operator::Or && first)) return left;
    Outcome right = evaluate_as(*right_, Type::Boolean, event, Type::Boolean);
    if (right.fine() && which_ == Operator::Xor) right.value = std::get<bool>(right.value) != first;
    return right;
  }

 private:
  Operator which_;
  ExpressionPtr left_, right_;
};

/// = and !=: the right side says which type the left one is compared as.
class Equality final : public Expression {
 public:
  Equality(bool equal, ExpressionPtr left, ExpressionPtr right) : equal_(equal), left_(std::move(left)), right_(std::move(right)) {}
  Outcome evaluate(const Attributes& event) const override {
    Outcome left = left_->evaluate(event);
    Outcome right = left.fine() ? right_->evaluate(event) : Outcome();
    if (left.fine() && right.fine()) left = cast(left.value, type_of(right.value));
    if (!left.fine() || !right.fine()) {
      Outcome& failed = left.fine() ? right : left;
      failed.value = false;
      return failed;
    }
    return {(left.value == right.value) == equal_};
  }

 private:
  bool equal_;
  ExpressionPtr left_, right_;
};

class Arithmetic final : public Expression {
 public:
  Arithmetic(Operator which, ExpressionPtr left, ExpressionPtr right) : which_(which), left_(std::move(left)), right_(std::move(right)) {}
  Outcome evaluate(const Attributes& event) const override {
    const Type whole = which_ < Operator::Plus ? Type::Boolean : Type::Integer;
    Outcome left = left_->evaluate(event);
    Outcome right = left.fine() ? right_->evaluate(event) : Outcome();  // both before either is cast: what is missing is told first
    if (left.fine() && right.fine()) left = cast(left.value, Type::Integer);
    if (left.fine() && right.fine()) right = cast(right.value, Type::Integer);
    if (left.fine() && right.fine()) return of(std::get<std::int32_t>(left.value), std::get<std::int32_t>(right.value));
    Outcome& failed = left.fine() ? right : left;
    failed.value = zero_of(whole);
    return failed;
  }

 private:
  Outcome of(std::int64_t x, std::int64_t y) const {
    if ((which_ == Operator::Divide || which_ == Operator::Modulo) && y == 0) return {std::int32_t{0}, Problem::Math, "division by zero"};
    switch (which_) {
      case Operator::Less: return {x < y};
      case Operator::LessOrEqual: return {x <= y};
      case Operator::Greater: return {x > y};
      case Operator::GreaterOrEqual: return {x >= y};
      case Operator::Plus: return whole_number(x + y);
      case Operator::Minus: return whole_number(x - y);
      case Operator::Times: return whole_number(x * y);
      case Operator::Divide: return whole_number(x / y);
      default: return whole_number(x % y);
    }
  }
  Operator which_;
  ExpressionPtr left_, right_;
};

class Like final : public Expression {
 public:
  Like(ExpressionPtr of, std::string pattern, bool negated) : of_(std::move(of)), pattern_(std::move(pattern)), negated_(negated) {}
  Outcome evaluate(const Attributes& event) const override {
    Outcome outcome = of_->evaluate(event);
    if (outcome.fine()) return {is_like(std::get<std::string>(cast(outcome.value, Type::String).value), pattern_) != negated_};
    outcome.value = false;
    return outcome;
  }

 private:
  ExpressionPtr of_;
  std::string pattern_;
  bool negated_;
};

class In final : public Expression {
 public:
  In(ExpressionPtr of, std::vector<ExpressionPtr> set, bool negated) : of_(std::move(of)), set_(std::move(set)), negated_(negated) {}
  Outcome evaluate(const Attributes& event) const override {
    Outcome wanted = of_->evaluate(event);
    for (std::size_t i = 0; wanted.fine() && i < set_.size(); ++i) {
      Outcome item = evaluate_as(*set_[i], type_of(wanted.value), event, Type::Boolean);
      if (!item.fine()) return item;
      if (item.value == wanted.value) return {!negated_};
    }
    if (wanted.fine()) return {negated_};
    wanted.value = false;
    return wanted;
  }

 private:
  ExpressionPtr of_;
  std::vector<ExpressionPtr> set_;
  bool negated_;
};

class Call final : public Expression {
 public:
  Call(std::string name, std::vector<ExpressionPtr> arguments)
      : name_(std::move(name)), arguments_(std::move(arguments)), function_(find_function(name_, arguments_.size())) {}
  Outcome evaluate(const Attributes& event) const override {
    if (function_ == nullptr) return {false, Problem::MissingFunction, "no function " + name_ + " of " + std::to_string(arguments_.size()) + " arguments"};
    std::vector<Value> values;
    for (std::size_t i = 0; i < arguments_.size(); ++i) {
      const Type type = i < function_->parameters.size() ? function_->parameters[i] : Type::String;
      Outcome argument = function_->any ? arguments_[i]->evaluate(event) : evaluate_as(*arguments_[i], type, event, function_->result);
      if (!argument.fine()) return argument.value = zero_of(function_->result), argument;
      values.push_back(std::move(argument.value));
    }
    return function_->run(values);
  }

 private:
  std::string name_;
  std::vector<ExpressionPtr> arguments_;
  const Function* function_;
};

}  // namespace

ExpressionPtr literal(Value value) { return std::make_unique<Literal>(std::move(value)); }
ExpressionPtr attribute(std::string name) { return std::make_unique<Attribute>(std::move(name)); }
ExpressionPtr exists(std::string name) { return std::make_unique<Exists>(std::move(name)); }
ExpressionPtr negation(ExpressionPtr of) { return std::make_unique<Negation>(std::move(of)); }
ExpressionPtr negative(ExpressionPtr of) { return std::make_unique<Negative>(std::move(of)); }

ExpressionPtr binary(Operator which, ExpressionPtr left, ExpressionPtr right) {
  if (which <= Operator::Xor) return std::make_unique<Logic>(which, std::move(left), std::move(right));
  if (which <= Operator::NotEqual) return std::make_unique<Equality>(which == Operator::Equal, std::move(left), std::move(right));
  return std::make_unique<Arithmetic>(which, std::move(left), std::move(right));
}

ExpressionPtr like(ExpressionPtr of, std::string pattern, bool negated) { return std::make_unique<Like>(std::move(of), std::move(pattern), negated); }
ExpressionPtr in(ExpressionPtr of, std::vector<ExpressionPtr> set, bool negated) { return std::make_unique<In>(std::move(of), std::move(set), negated); }
ExpressionPtr call(std::string name, std::vector<ExpressionPtr> arguments) { return std::make_unique<Call>(std::move(name), std::move(arguments)); }

bool passes(const Expression& expression, const Attributes& event) {
  const Outcome outcome = expression.evaluate(event);
  return outcome.fine() && outcome.value == Value(true);
}

}  // namespace kamel::cesql
