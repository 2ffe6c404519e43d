// The operators of predicates.
#pragma once

#include <optional>
#include <string_view>

#include "engine/languages/simple/compiler.h"

namespace kamel::simple {

enum class Operator : std::uint8_t {
  Equal,
  EqualIgnoreCase,
  Greater,
  GreaterOrEqual,
  Less,
  LessOrEqual,
  NotEqual,
  NotEqualIgnoreCase,
  Contains,
  NotContains,
  ContainsIgnoreCase,
  NotContainsIgnoreCase,
  Regex,
  NotRegex,
  In,
  NotIn,
  Is,
  NotIs,
  Range,
  NotRange,
  StartsWith,
  NotStartsWith,
  EndsWith,
  NotEndsWith,
};

struct OperatorName {
  std::string_view text;
  Operator op;
  bool since_418 = false;
};

/// The operator that begins at `at`: it must have a blank on both sides and something behind.
const OperatorName* find_operator(std::string_view text, std::size_t at) noexcept;

/// Camel accepts no bare numbers, booleans and null on the right of these.
constexpr bool wants_text(Operator op) noexcept {
  return op >= Operator::Regex && op <= Operator::NotRange && op != Operator::In && op != Operator::NotIn;
}

/// `left op right`. `right_at` is where the right side begins, for errors in its text.
ExpressionPtr binary(Operator op, ExpressionPtr left, ExpressionPtr right, const Piece& right_at);
ExpressionPtr logical(bool both, ExpressionPtr left, ExpressionPtr right);
/// All of them: what stands side by side without an operator.
ExpressionPtr all_of(std::vector<ExpressionPtr> predicates);
ExpressionPtr ternary(ExpressionPtr condition, ExpressionPtr yes, ExpressionPtr no);
/// `left ?: right`.
ExpressionPtr elvis(ExpressionPtr left, ExpressionPtr right);
/// `left ~> right`: the right side sees the left one's value as the body; with `null_safe` null ends the chain.
ExpressionPtr chain(ExpressionPtr left, ExpressionPtr right, bool null_safe);

}  // namespace kamel::simple
