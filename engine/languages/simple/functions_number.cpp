// Functions on numbers.
#include <array>
#include <cmath>

#include "engine/convert.h"
#include "engine/languages/simple/functions.h"
#include "engine/languages/simple/ids.h"

namespace kamel::simple {
namespace {

ExpressionPtr absolute(const Call& call) {
  return compute([subject = call.value_or_body()](Exchange& exchange) -> Result<Value> {
    const auto number = evaluate_long(*subject, exchange);
    if (!number) return number.error();
    return *number ? Value(std::abs(**number)) : Value();
  });
}

template <class F>
ExpressionPtr rounded(const Call& call, F round) {
  return compute([subject = call.value_or_body(), round](Exchange& exchange) -> Result<Value> {
    const auto number = evaluate_double(*subject, exchange);
    if (!number) return number.error();
    return *number ? Value(static_cast<std::int64_t>(round(**number))) : Value();
  });
}

/// All whole numbers among the values, lists walked through, joined by `fold`; what is no number is passed over.
template <class F>
ExpressionPtr folded(const Call& call, F fold, bool average = false) {
  return compute([values = call.values_or_body(), fold, average](Exchange& exchange) -> Result<Value> {
    std::optional<std::int64_t> answer;
    std::int64_t count = 0;
    for (const ExpressionPtr& each : values) {
      const auto value = each->evaluate(exchange);
      if (!value) return value;
      for (const Value& item : iterate(*value)) {
        const auto number = to_long(item);
        if (!number) continue;
        answer = answer ? fold(*answer, *number) : *number;
        ++count;
      }
    }
    if (!answer) return Value();
    return Value(average ? *answer / count : *answer);
  });
}

std::int64_t sum(std::int64_t a, std::int64_t b) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}

ExpressionPtr random(const Call& call) {
  const auto arguments = call.split(1, 2);
  auto from = arguments.size() == 2 ? call.value(arguments[0]) : constant(0);
  auto to = call.value(arguments.back());
  return compute([from = std::move(from), to = std::move(to)](Exchange& exchange) -> Result<Value> {
    const auto least = evaluate_int(*from, exchange);
    if (!least) return least.error();
    const auto most = evaluate_int(*to, exchange);
    if (!most) return most.error();
    if (!*least || !*most) return Error("java.lang.NullPointerException", "a bound of random is null");
    if (**most <= **least) return Error("java.lang.IllegalArgumentException", "bound must be positive");
    return Value(random_between(**least, **most));
  });
}

constexpr std::array kFunctions = {
    FunctionEntry{"random", "${random(min,max)} or ${random(max)}", random},
    FunctionEntry{"abs", "${abs(exp)}", absolute, true},
    FunctionEntry{"floor", "${floor(exp)}", [](const Call& c) { return rounded(c, [](double d) { return std::floor(d); }); }, true},
    FunctionEntry{"ceil", "${ceil(exp)}", [](const Call& c) { return rounded(c, [](double d) { return std::ceil(d); }); }, true},
    FunctionEntry{"sum", "${sum(val,...)}", [](const Call& c) { return folded(c, sum); }, true},
    FunctionEntry{"max", "${max(val,...)}",
                  [](const Call& c) { return folded(c, [](std::int64_t a, std::int64_t b) { return std::max(a, b); }); }, true},
    FunctionEntry{"min", "${min(val,...)}",
                  [](const Call& c) { return folded(c, [](std::int64_t a, std::int64_t b) { return std::min(a, b); }); }, true},
    FunctionEntry{"average", "${average(val,...)}", [](const Call& c) { return folded(c, sum, true); }, true},
};

}  // namespace

std::span<const FunctionEntry> number_functions() { return kFunctions; }

}  // namespace kamel::simple
