// filter: runs its steps for the messages that a predicate lets through; the others go on behind it.
#include "engine/assembler.h"
#include "engine/exchange.h"
#include "engine/names.h"

namespace kamel::steps {
namespace {

class Filter final : public Step {
 public:
  Filter(ExpressionPtr predicate, Slice status) : predicate_(std::move(predicate)), status_(std::move(status)) {}
  Flow run(Exchange& exchange) const override {
    const Result<bool> matches = predicate_->matches(exchange);
    if (!matches) return exchange.fail(matches.error());
    if (!status_.empty()) exchange.properties.set(status_, *matches);
    return *matches ? Flow::Next : Flow::Branch;
  }

 private:
  ExpressionPtr predicate_;
  Slice status_;
};

constexpr Field kFields[] = {
    {.name = "expression", .type = FieldType::Expression, .summary = "The predicate"},
    {.name = "steps", .type = FieldType::Steps, .summary = "What to do with a message that it lets through"},
    {.name = "statusPropertyName", .summary = "Exchange property that takes the verdict"},
};

void compile(const StepDecl& decl, Assembler& assembler) {
  ExpressionPtr predicate = assembler.predicate(decl.options);
  const std::string status = decl.options.text("statusPropertyName");
  const auto test = assembler.emit(std::make_unique<Filter>(std::move(predicate), assembler.context().intern(status)));
  assembler.steps(decl);
  assembler.set_branch(test, assembler.here());
}

}  // namespace

StepSpec filter() {
  return {.name = "filter",
          .summary = "Runs its steps only for messages that match a predicate",
          .fields = kFields,
          .inline_expression = true,
          .example = R"(- filter: { simple: "${body} contains 'gold'", steps: [ { log: "gold" } ] })",
          .compile = compile};
}

}  // namespace kamel::steps
