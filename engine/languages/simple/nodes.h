// The tree that a simple expression becomes.
#pragma once

#include <utility>
#include <vector>

#include "engine/exchange.h"
#include "engine/expression.h"

namespace kamel::simple {

/// A value that never changes.
class Constant final : public Expression {
 public:
  explicit Constant(Value value) : value_(std::move(value)) {}
  Result<Value> evaluate(Exchange&) const override { return value_; }
  const Value* constant() const noexcept override { return &value_; }

 private:
  Value value_;
};

/// The message's body.
class Body final : public Expression {
 public:
  Result<Value> evaluate(Exchange& exchange) const override { return exchange.message.body; }
};

/// A header by its name, in any case; where there is none, the exchange's property of exactly that name, as in Camel.
inline const Value& header_or_property(const Exchange& exchange, const Slice& name) {
  static const Value null;
  const Value* found = exchange.message.headers.find(name);
  if (found == nullptr || found->is_null()) found = exchange.properties.find(name);
  return found != nullptr ? *found : null;
}

/// A header by a name that is known.
class Header final : public Expression {
 public:
  explicit Header(Slice name) : name_(std::move(name)) {}
  Result<Value> evaluate(Exchange& exchange) const override { return header_or_property(exchange, name_); }
  const Slice& name() const noexcept { return name_; }

 private:
  Slice name_;
};

/// A mark of nodes that read a stream from its beginning, whoever has read it before (variables).
class Rewinds {
 public:
  virtual ~Rewinds() = default;
};

/// A mark of nodes that make text of the body, and leave nothing of a stream.
class ReadsBody {
 public:
  virtual ~ReadsBody() = default;
};

/// A node whose code is a function object.
template <class F, class... Marks>
class Computed final : public Expression, public Marks... {
 public:
  explicit Computed(F code) : code_(std::move(code)) {}
  Result<Value> evaluate(Exchange& exchange) const override { return code_(exchange); }

 private:
  F code_;
};

template <class... Marks, class F>
ExpressionPtr compute(F code) {
  return std::make_unique<Computed<F, Marks...>>(std::move(code));
}

inline ExpressionPtr constant(Value value) { return std::make_unique<Constant>(std::move(value)); }

/// An expression whose value is only looked at: where it stands, when it is a constant, the body or a header.
class Operand {
 public:
  explicit Operand(ExpressionPtr expression);
  /// `storage` holds the value where it had to be made.
  Result<const Value*> look(Exchange& exchange, Value& storage) const {
    if (constant_ != nullptr) return constant_;
    if (body_) return static_cast<const Value*>(&exchange.message.body);
    if (header_ != nullptr) return &header_or_property(exchange, header_->name());
    auto value = expression_->evaluate(exchange);
    if (!value) return value.error();
    storage = std::move(*value);
    return static_cast<const Value*>(&storage);
  }

 private:
  ExpressionPtr expression_;
  const Value* constant_;
  const Header* header_;
  bool body_;
};

/// Texts and functions one after the other: a String.
ExpressionPtr concat(std::vector<ExpressionPtr> parts);
/// `++` (by = 1) and `--` (by = -1) behind a function.
ExpressionPtr increment(ExpressionPtr operand, int by);

/// A value as text, null staying null: what Camel's evaluate(exchange, String.class) gives.
Result<Value> evaluate_text(const Expression& expression, Exchange& exchange);
/// The value as a number; fails as Camel's converter does; nullopt for null and for what has no conversion.
Result<std::optional<std::int64_t>> evaluate_long(const Expression& expression, Exchange& exchange);
Result<std::optional<std::int32_t>> evaluate_int(const Expression& expression, Exchange& exchange);
Result<std::optional<double>> evaluate_double(const Expression& expression, Exchange& exchange);

/// As TypeConverter.convertTo: null where there is no conversion, an error where it fails.
Result<Value> convert_or_null(const Value& value, std::string_view java_type, Exchange& exchange);

/// Camel's way of telling that something failed while an exchange was looked at.
Error execution_error(Error cause);

}  // namespace kamel::simple
