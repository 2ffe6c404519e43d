// transacted: runs the route in a transaction; refused.
#include "engine/steps/shared/refused.h"

namespace kamel::steps {
namespace {

constexpr Field kFields[] = {
    {.name = "ref", .type = FieldType::Reference},
    {.name = "steps", .type = FieldType::Steps},
};

void compile(const StepDecl& decl, Assembler& assembler) {
  refuse(decl, assembler, "a Java transaction manager, and so a JVM",
         "leave it out; a Kafka source delivers at least once, and idempotentConsumer drops what comes twice",
         "java.lang.IllegalArgumentException");
}

}  // namespace

StepSpec transacted() {
  return {.name = "transacted",
          .summary = "Runs the route in a transaction; refused",
          .fields = kFields,
          .example = "- transacted: {}",
          .needs = "a Java transaction manager, and so a JVM",
          .compile = compile};
}

}  // namespace kamel::steps
