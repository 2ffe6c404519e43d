// routingSlip: sends the message through the endpoints that an expression names, one after the other.
#include "engine/routing_slip.h"

namespace kamel::steps {
namespace {

void compile(const StepDecl& decl, Assembler& assembler) {
  emit_routing_slip(assembler.expression(decl.options), decl.options.text("uriDelimiter"), decl.options.flag("ignoreInvalidEndpoints"), false, assembler);
}

}  // namespace

StepSpec routing_slip() {
  return {.name = "routingSlip",
          .summary = "Sends the message through the endpoints that an expression names, one after the other",
          .fields = kSlipFields,
          .shorthand = "header",
          .inline_expression = true,
          .example = "- routingSlip: { header: slip }",
          .compile = compile};
}

}  // namespace kamel::steps
