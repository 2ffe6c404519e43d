// smooks: Smooks; refused.
#include "engine/formats/shared/refused.h"

namespace kamel::formats {
namespace {

constexpr Refusal kRefusal{
    "Smooks, which runs in a JVM",
    "call a service that speaks it, over HTTP or Kafka",
};

constexpr Field kFields[] = {
    {.name = "smooksConfig"},
};

}  // namespace

FormatSpec smooks() {
  return {.name = "smooks",
          .summary = "Smooks. Not supported: it needs Smooks, which runs in a JVM.",
          .fields = kFields,
          .example = "smooks: {smooksConfig: c.xml}",
          .compile = refuse<kRefusal>,
          .refused = true};
}

}  // namespace kamel::formats
