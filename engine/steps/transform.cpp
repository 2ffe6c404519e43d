// transform: replaces the body by the value of an expression.
#include "engine/set_body.h"

namespace kamel::steps {
namespace {

constexpr std::string_view kNoTransformers = "data type transformers are not there yet; use an expression, marshal or unmarshal";

constexpr Field kFields[] = {
    {.name = "expression", .type = FieldType::Expression, .summary = "The new body"},
    {.name = "fromType", .summary = "Data type to transform from", .refused = kNoTransformers},
    {.name = "toType", .summary = "Data type to transform to", .refused = kNoTransformers},
};

void compile(const StepDecl& decl, Assembler& assembler) { emit_set_body(assembler.expression(decl.options), assembler); }

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
