// CloudEvents SQL 1.0: expressions over the attributes of an event. Knows nothing of Knative.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "connectors/knative/cesql/value.h"
#include "dsl/error.h"

namespace kamel::cesql {

/// The event that an expression looks at. Names are in lower case.
class Attributes {
 public:
  virtual ~Attributes() = default;
  virtual std::optional<Value> find(std::string_view name) const = 0;
};

/// Immutable; any thread. Evaluation stops at the first error (the specification's fail-fast mode), always ends, and changes nothing.
class Expression {
 public:
  virtual ~Expression() = default;
  virtual Outcome evaluate(const Attributes& event) const = 0;
};
using ExpressionPtr = std::unique_ptr<const Expression>;

/// Reads an expression. The error (java.lang.IllegalArgumentException) says where it stops to be one: "…, at offset 12".
Result<ExpressionPtr> parse(std::string_view text);

/// As a filter: whether the value is the Boolean true, and no error was met.
bool passes(const Expression& expression, const Attributes& event);

}  // namespace kamel::cesql
