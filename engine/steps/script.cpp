// script: evaluates an expression for its effects; the message stays as it is.
#include "engine/assembler.h"
#include "engine/exchange.h"

namespace kamel::steps {
namespace {

class Script final : public Step {
 public:
  explicit Script(ExpressionPtr script) : script_(std::move(script)) {}
  Flow run(Exchange& exchange) const override {
    const Result<Value> ignored = script_->evaluate(exchange);
    return ignored ? Flow::Next : exchange.fail(ignored.error());
  }

 private:
  ExpressionPtr script_;
};

constexpr Field kFields[] = {{.name = "expression", .type = FieldType::Expression, .summary = "What to evaluate"}};

void compile(const StepDecl& decl, Assembler& assembler) {
  if (ExpressionPtr script = assembler.expression(decl.options)) assembler.emit(std::make_unique<Script>(std::move(script)));
}

}  // namespace

StepSpec script() {
  return {.name = "script",
          .summary = "Evaluates an expression for its effects",
          .fields = kFields,
          .inline_expression = true,
          .example = R"(- script: { simple: "${body}" })",
          .compile = compile};
}

}  // namespace kamel::steps
