// policy: runs its steps under a Java policy; refused.
#include "engine/steps/shared/refused.h"

namespace kamel::steps {
namespace {

constexpr Field kFields[] = {
    {.name = "ref", .type = FieldType::Reference},
    {.name = "steps", .type = FieldType::Steps},
};

void compile(const StepDecl& decl, Assembler& assembler) {
  refuse(decl, assembler, "a Java policy, and so a JVM", "leave it out, or use doTry, circuitBreaker or throttle",
         "org.apache.camel.NoSuchBeanException");
}

}  // namespace

StepSpec policy() {
  return {.name = "policy",
          .summary = "Runs its steps under a Java policy; refused",
          .fields = kFields,
          .example = "- policy: { ref: tx, steps: [ { log: one } ] }",
          .needs = "a Java policy, and so a JVM",
          .compile = compile};
}

}  // namespace kamel::steps
