// The kinds of expressions, as the parser makes them.
#pragma once

#include <string>
#include <vector>

#include "connectors/knative/cesql/expression.h"
#include "connectors/knative/cesql/functions.h"

namespace kamel::cesql {

enum class Operator : std::uint8_t { And, Or, Xor, Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual, Plus, Minus, Times, Divide, Modulo };

ExpressionPtr literal(Value value);
ExpressionPtr attribute(std::string name);
ExpressionPtr exists(std::string name);
ExpressionPtr negation(ExpressionPtr of);    // NOT x
ExpressionPtr negative(ExpressionPtr of);    // -x
ExpressionPtr binary(Operator which, ExpressionPtr left, ExpressionPtr right);
ExpressionPtr like(ExpressionPtr of, std::string pattern, bool negated);
ExpressionPtr in(ExpressionPtr of, std::vector<ExpressionPtr> set, bool negated);
/// `name` in upper case. Which function that is depends on the number of arguments; one that is not there is an error of the evaluation.
ExpressionPtr call(std::string name, std::vector<ExpressionPtr> arguments);

}  // namespace kamel::cesql
