// Expression: a value, or a yes or no, computed from an exchange.
#pragma once

#include <memory>

#include "dsl/error.h"
#include "dsl/value.h"

namespace kamel {

class Exchange;

/// A compiled expression of some language. Const: shared by all workers.
class Expression {
 public:
  virtual ~Expression() = default;
  /// Fails with the exception that Camel would throw. May change the exchange only where the language says so (simple's setHeader).
  virtual Result<Value> evaluate(Exchange& exchange) const = 0;
  /// As a predicate. The default evaluates and judges the value as Camel does (see engine/compare.h).
  virtual Result<bool> matches(Exchange& exchange) const;
  /// The value where it never changes, so that a step can take it once; nullptr otherwise.
  virtual const Value* constant() const noexcept { return nullptr; }
};
using ExpressionPtr = std::unique_ptr<const Expression>;

}  // namespace kamel
