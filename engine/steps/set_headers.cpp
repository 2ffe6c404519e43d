// setHeaders: sets several headers at once, in the order of the list.
#include "engine/set_named.h"
#include "engine/variables.h"

namespace kamel::steps {
namespace {

constexpr Field kFields[] = {
    {.name = "headers", .type = FieldType::Objects, .summary = "A name and an expression each", .required = true, .fields = kNamedFields},
};

void compile(const StepDecl& decl, Assembler& assembler) { compile_set_list<store_header>(decl, "headers", assembler); }

}  // namespace

StepSpec set_headers() {
  return {.name = "setHeaders",
          .summary = "Sets several headers at once",
          .fields = kFields,
          .example = R"(- setHeaders: { headers: [ { name: a, constant: "1" }, { name: b, simple: "${body}" } ] })",
          .compile = compile};
}

}  // namespace kamel::steps
