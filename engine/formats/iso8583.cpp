// iso8583: ISO 8583; refused.
#include "engine/formats/shared/refused.h"

namespace kamel::formats {
namespace {

constexpr Refusal kRefusal{
    "the j8583 library, which runs in a JVM",
    "call a service that speaks it, over HTTP or Kafka",
};

constexpr Field kFields[] = {
    {.name = "allowAutoWiredMessageFormat", .type = FieldType::Bool},
    {.name = "configFile"},
    {.name = "isoType"},
};

}  // namespace

FormatSpec iso8583() {
  return {.name = "iso8583",
          .summary = "ISO 8583. Not supported: it needs the j8583 library, which runs in a JVM.",
          .fields = kFields,
          .example = "iso8583: {}",
          .compile = refuse<kRefusal>,
          .refused = true};
}

}  // namespace kamel::formats
