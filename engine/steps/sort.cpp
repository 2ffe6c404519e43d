// sort: sorts the items of the body, or of what an expression gives; the list becomes the body.
#include <algorithm>

#include "engine/assembler.h"
#include "engine/compare.h"
#include "engine/convert.h"
#include "engine/exchange.h"
#include "engine/iterator.h"

namespace kamel::steps {
namespace {

class Sort final : public Step {
 public:
  explicit Sort(ExpressionPtr items) : items_(std::move(items)) {}
  Flow run(Exchange& exchange) const override {
    Result<Value> value = items_ ? items_->evaluate(exchange) : Result<Value>(exchange.message.body);
    if (!value) return exchange.fail(value.error());
    if (value->is_bytes_like() || value->is_null()) {  // one thing, which is sorted as it is
      exchange.message.body = std::move(*value);
      return Flow::Next;
    }
    List sorted;
    if (Iterator* iterator = value->object_as<Iterator>()) {
      Result<List> all = drain(*iterator);
      if (!all) return exchange.fail(all.error());
      sorted = std::move(*all);
    } else {
      sorted = iterate(*value);
    }
    std::ranges::stable_sort(sorted.items(), [](const Value& a, const Value& b) { return compare(a, b).value_or(0) < 0; });
    exchange.message.body = std::move(sorted);
    return Flow::Next;
  }

 private:
  ExpressionPtr items_;
};

constexpr Field kFields[] = {
    {.name = "expression", .type = FieldType::Expression, .summary = "What gives the items; without: the body"},
    {.name = "comparator", .type = FieldType::Reference, .summary = "How to compare", .refused = "it names a Java class; kamel runs none"},
};

void compile(const StepDecl& decl, Assembler& assembler) {
  assembler.emit(std::make_unique<Sort>(decl.options.expression() ? assembler.expression(decl.options) : nullptr));
}

}  // namespace

StepSpec sort() {
  return {.name = "sort",
          .summary = "Sorts the items of the body",
          .fields = kFields,
          .inline_expression = true,
          .example = R"(- sort: { tokenize: "," })",
          .compile = compile};
}

}  // namespace kamel::steps
