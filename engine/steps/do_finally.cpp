// doFinally: the end of doTry, which cannot stand alone; refused.
#include "engine/steps/shared/refused.h"

namespace kamel::steps {
namespace {

constexpr Field kFields[] = {
    {.name = "steps", .type = FieldType::Steps, .summary = "What to do in any case"},
};

void compile(const StepDecl& decl, Assembler& assembler) {
  refuse(decl, assembler, "a doTry around it", "write it as an option of doTry: - doTry: { steps: […], doFinally: { steps: […] } }",
         "java.lang.IllegalArgumentException");
}

}  // namespace

StepSpec do_finally() {
  return {.name = "doFinally",
          .summary = "The end of doTry; refused as a step of its own",
          .fields = kFields,
          .example = "- doTry: { steps: [ { log: one } ], doFinally: { steps: [ { log: two } ] } }",
          .needs = "a doTry around it",
          .compile = compile};
}

}  // namespace kamel::steps
