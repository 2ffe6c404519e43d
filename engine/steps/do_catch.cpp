// doCatch: a clause of doTry, which cannot stand alone; refused.
#include "engine/steps/shared/refused.h"

namespace kamel::steps {
namespace {

constexpr Field kFields[] = {
    {.name = "exception", .type = FieldType::Texts, .summary = "The classes to catch, with their descendants"},
    {.name = "onWhen", .type = FieldType::Any, .summary = "Only when this predicate holds"},
    {.name = "steps", .type = FieldType::Steps, .summary = "What to do then"},
};

void compile(const StepDecl& decl, Assembler& assembler) {
  refuse(decl, assembler, "a doTry around it", "write it as an option of doTry: - doTry: { steps: […], doCatch: […] }",
         "java.lang.IllegalArgumentException");
}

}  // namespace

StepSpec do_catch() {
  return {.name = "doCatch",
          .summary = "A clause of doTry; refused as a step of its own",
          .fields = kFields,
          .example = "- doTry: { steps: [ { log: one } ], doCatch: [ { exception: [ java.lang.Exception ], steps: [ { log: two } ] } ] }",
          .needs = "a doTry around it",
          .compile = compile};
}

}  // namespace kamel::steps
