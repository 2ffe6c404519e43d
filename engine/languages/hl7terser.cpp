// hl7terser: HL7 terser paths; refused, since it needs HAPI's HL7 model, which runs in a JVM.
#include "engine/languages/shared/refused.h"

namespace kamel::languages {
namespace {

constexpr Refusal kRefusal{
    "HAPI's HL7 model, which runs in a JVM",
    "tokenize the message: tokenize with \"\\r\" gives its segments",
};

constexpr Field kFields[] = {
    {.name = "resultType"},
    {.name = "source"},
};

}  // namespace

LanguageSpec hl7terser() {
  return {.name = "hl7terser",
          .summary = "HL7 terser paths. Not supported: it needs HAPI's HL7 model, which runs in a JVM.",
          .fields = kFields,
          .example = "hl7terser: /.MSH-9",
          .compile = refuse<kRefusal>,
          .refused = true};
}

}  // namespace kamel::languages
