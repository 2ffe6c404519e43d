// pausable: pauses a consumer until a Java predicate holds; refused.
#include "engine/steps/shared/refused.h"

namespace kamel::steps {
namespace {

constexpr Field kFields[] = {
    {.name = "consumerListener", .type = FieldType::Reference},
    {.name = "untilCheck", .type = FieldType::Reference},
};

void compile(const StepDecl& decl, Assembler& assembler) {
  refuse(decl, assembler, "a Java consumer listener, and so a JVM",
         "leave it out: a source without room for more messages stops reading by itself", "org.apache.camel.NoSuchBeanException");
}

}  // namespace

StepSpec pausable() {
  return {.name = "pausable",
          .summary = "Pauses a consumer until a Java predicate holds; refused",
          .fields = kFields,
          .example = "- pausable: { consumerListener: listener, untilCheck: check }",
          .needs = "a Java consumer listener, and so a JVM",
          .compile = compile};
}

}  // namespace kamel::steps
