// step: groups steps under one name.
#include "engine/assembler.h"

namespace kamel::steps {
namespace {

constexpr Field kFields[] = {{.name = "steps", .type = FieldType::Steps, .summary = "The steps"}};

void compile(const StepDecl& decl, Assembler& assembler) { assembler.steps(decl); }

}  // namespace

StepSpec step() {
  return {.name = "step", .summary = "Groups steps under one name", .fields = kFields, .example = "- step: { id: enrichment, steps: [ { log: one } ] }", .compile = compile};
}

}  // namespace kamel::steps
