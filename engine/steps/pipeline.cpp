// pipeline: runs a sequence of steps.
#include "engine/assembler.h"

namespace kamel::steps {
namespace {

constexpr Field kFields[] = {{.name = "steps", .type = FieldType::Steps, .summary = "The steps"}};

void compile(const StepDecl& decl, Assembler& assembler) { assembler.steps(decl); }

}  // namespace

StepSpec pipeline() {
  return {.name = "pipeline", .summary = "Runs a sequence of steps", .fields = kFields, .example = "- pipeline: { steps: [ { log: one }, { log: two } ] }", .compile = compile};
}

}  // namespace kamel::steps
