// setBody: sets the body of the message.
#include "engine/set_body.h"

namespace kamel::steps {
namespace {

constexpr Field kFields[] = {{.name = "expression", .type = FieldType::Expression, .summary = "The new body"}};

void compile(const StepDecl& decl, Assembler& assembler) { emit_set_body(assembler.expression(decl.options), assembler); }

}  // namespace

StepSpec set_body() {
  return {.name = "setBody",
          .summary = "Sets the body of the message",
          .fields = kFields,
          .inline_expression = true,
          .example = R"(- setBody: { simple: "Hello ${body}" })",
          .compile = compile};
}

}  // namespace kamel::steps
