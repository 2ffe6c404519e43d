// transform: replaces the body by the value of an expression.
#include "engine/data_type_transform.h"
#include "engine/set_body.h"

namespace kamel::steps {
namespace {

constexpr Field kFields[] = {
    {.name = "expression", .type = FieldType::Expression, .summary = "The new body"},
    {.name = "fromType", .summary = "Data type to transform from"},
    {.name = "toType", .summary = "Data type to transform to, instead of an expression: text-plain, application-octet-stream, application-json, application-x-struct"},
};

void compile(const StepDecl& decl, Assembler& assembler) {
  if (decl.options.has("toType")) return emit_type_transform(decl.options.text("fromType"), decl.options.text("toType"), decl.options.mark("toType"), assembler);
  emit_set_body(assembler.expression(decl.options), assembler);
}

}  // namespace

StepSpec transform() {
  return {.name = "transform",
          .summary = "Replaces the body by the value of an expression",
          .fields = kFields,
          .inline_expression = true,
          .example = R"(- transform: { simple: "${body.toUpperCase()}" })",
          .compile = compile};
}

}  // namespace kamel::steps
