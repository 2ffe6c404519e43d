// Refusing a data format.
#include "engine/formats/shared/refused.h"

#include "engine/assembler.h"

namespace kamel::formats {

void report_refusal(const FormatDecl& decl, Assembler& assembler, const Refusal& what) {
  assembler.error(decl.mark, "data format '" + std::string(decl.spec.name) + "' needs " + std::string(what.needs), std::string(what.instead),
                  "org.apache.camel.NoSuchBeanException");
}

}  // namespace kamel::formats
