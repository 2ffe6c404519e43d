// hl7: HL7 v2; refused.
#include "engine/formats/shared/refused.h"

namespace kamel::formats {
namespace {

constexpr Refusal kRefusal{
    "HAPI's HL7 model, which runs in a JVM",
    "tokenize the message at \"\\r\"",
};

constexpr Field kFields[] = {
    {.name = "validate", .type = FieldType::Bool},
};

}  // namespace

FormatSpec hl7() {
  return {.name = "hl7",
          .summary = "HL7 v2. Not supported: it needs HAPI's HL7 model, which runs in a JVM.",
          .fields = kFields,
          .example = "hl7: {}",
          .compile = refuse<kRefusal>,
          .refused = true};
}

}  // namespace kamel::formats
