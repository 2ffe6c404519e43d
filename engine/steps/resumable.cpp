// resumable: notes offsets with a Java resume strategy; refused.
#include "engine/steps/shared/refused.h"

namespace kamel::steps {
namespace {

constexpr Field kFields[] = {
    {.name = "resumeStrategy", .type = FieldType::Reference},
    {.name = "intermittent", .type = FieldType::Bool, .fallback = "false"},
    {.name = "loggingLevel", .fallback = "ERROR"},
};

void compile(const StepDecl& decl, Assembler& assembler) {
  refuse(decl, assembler, "a Java resume strategy, and so a JVM", "leave it out: the Kafka source commits what has been processed",
         "org.apache.camel.NoSuchBeanException");
}

}  // namespace

StepSpec resumable() {
  return {.name = "resumable",
          .summary = "Notes offsets with a Java resume strategy; refused",
          .fields = kFields,
          .example = "- resumable: { resumeStrategy: strategy }",
          .needs = "a Java resume strategy, and so a JVM",
          .compile = compile};
}

}  // namespace kamel::steps
