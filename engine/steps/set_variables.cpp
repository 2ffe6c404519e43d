// setVariables: sets several variables at once, in the order of the list.
#include "engine/set_named.h"
#include "engine/variables.h"

namespace kamel::steps {
namespace {

constexpr Field kFields[] = {
    {.name = "variables", .type = FieldType::Objects, .summary = "A name and an expression each", .required = true, .fields = kNamedFields},
};

void compile(const StepDecl& decl, Assembler& assembler) { compile_set_list<kamel::set_variable>(decl, "variables", assembler); }

}  // namespace

StepSpec set_variables() {
  return {.name = "setVariables",
          .summary = "Sets several variables at once",
          .fields = kFields,
          .example = R"(- setVariables: { variables: [ { name: a, constant: "1" }, { name: b, simple: "${body}" } ] })",
          .compile = compile};
}

}  // namespace kamel::steps
