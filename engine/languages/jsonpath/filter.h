// Filter: the condition of [?(…)], compiled.
#pragma once

#include "engine/languages/jsonpath/path.h"
#include "engine/languages/shared/pattern.h"

namespace kamel::languages::json_path {

enum class Operator : std::uint8_t { Eq, Ne, StrictEq, StrictNe, Lt, Le, Gt, Ge, Regex, In, NotIn, Contains, Size, Empty, SubsetOf, AnyOf, NoneOf, Never };

/// One side of a comparison.
struct Operand {
  enum class Kind : std::uint8_t { Path, Literal, Pattern };
  Kind kind = Kind::Literal;
  std::unique_ptr<const Path> path;
  bool negated_path = false;              // !@.a
  Value literal;
  std::shared_ptr<const Pattern> pattern;
};

struct Filter {
  enum class Kind : std::uint8_t { And, Or, Not, Exists, Compare };
  Kind kind = Kind::Compare;
  std::shared_ptr<const Filter> left, right;  // And, Or; Not has a left one
  Operand a, b;                               // Exists has an a
  Operator op = Operator::Eq;
};

}  // namespace kamel::languages::json_path
