// dfdl: DFDL; refused.
#include "engine/formats/shared/refused.h"

namespace kamel::formats {
namespace {

constexpr Refusal kRefusal{
    "Apache Daffodil, which runs in a JVM",
    "call a service that speaks it, over HTTP or Kafka",
};

constexpr Field kFields[] = {
    {.name = "rootElement"},
    {.name = "rootNamespace"},
    {.name = "schemaUri"},
};

}  // namespace

FormatSpec dfdl() {
  return {.name = "dfdl",
          .summary = "DFDL. Not supported: it needs Apache Daffodil, which runs in a JVM.",
          .fields = kFields,
          .example = "dfdl: {schemaUri: s.xsd}",
          .compile = refuse<kRefusal>,
          .refused = true};
}

}  // namespace kamel::formats
