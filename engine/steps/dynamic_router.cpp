// dynamicRouter: asks an expression for the next endpoint until it names none.
#include "engine/routing_slip.h"

namespace kamel::steps {
namespace {

void compile(const StepDecl& decl, Assembler& assembler) {
  emit_routing_slip(assembler.expression(decl.options), decl.options.text("uriDelimiter"), decl.options.flag("ignoreInvalidEndpoints"), true, assembler);
}

}  // namespace

StepSpec dynamic_router() {
  return {.name = "dynamicRouter",
          .summary = "Asks an expression for the next endpoint until it names none",
          .fields = kSlipFields,
          .inline_expression = true,
          .example = "- dynamicRouter: { header: next }",
          .compile = compile};
}

}  // namespace kamel::steps
