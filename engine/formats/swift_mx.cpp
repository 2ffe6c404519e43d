// swiftMx: SWIFT MX; refused.
#include "engine/formats/shared/refused.h"

namespace kamel::formats {
namespace {

constexpr Refusal kRefusal{
    "the Prowide library, which runs in a JVM",
    "use xpath or jacksonXml: MX is XML",
};

constexpr Field kFields[] = {
    {.name = "readConfigRef"},
    {.name = "readMessageId"},
    {.name = "writeConfigRef"},
    {.name = "writeInJson", .type = FieldType::Bool},
};

}  // namespace

FormatSpec swift_mx() {
  return {.name = "swiftMx",
          .summary = "SWIFT MX. Not supported: it needs the Prowide library, which runs in a JVM.",
          .fields = kFields,
          .example = "swiftMx: {}",
          .compile = refuse<kRefusal>,
          .refused = true};
}

}  // namespace kamel::formats
