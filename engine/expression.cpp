#include "engine/expression.h"

#include "engine/compare.h"

namespace kamel {

Result<bool> Expression::matches(Exchange& exchange) const {
  auto value = evaluate(exchange);
  if (!value) return value.error();
  return is_true(*value);
}

}  // namespace kamel
