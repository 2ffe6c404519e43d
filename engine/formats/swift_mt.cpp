// swiftMt: SWIFT MT; refused.
#include "engine/formats/shared/refused.h"

namespace kamel::formats {
namespace {

constexpr Refusal kRefusal{
    "the Prowide library, which runs in a JVM",
    "call a service that speaks it, over HTTP or Kafka",
};

constexpr Field kFields[] = {
    {.name = "writeInJson", .type = FieldType::Bool},
};

}  // namespace

FormatSpec swift_mt() {
  return {.name = "swiftMt",
          .summary = "SWIFT MT. Not supported: it needs the Prowide library, which runs in a JVM.",
          .fields = kFields,
          .example = "swiftMt: {}",
          .compile = refuse<kRefusal>,
          .refused = true};
}

}  // namespace kamel::formats
