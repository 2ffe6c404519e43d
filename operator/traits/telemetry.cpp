// Trait telemetry: accepted, without effect.
#include "operator/trait.h"

namespace kamel::traits {
namespace {

constexpr Field kFields[] = {
    kEnabled,
    {.name = "auto", .type = FieldType::Bool, .summary = "whether a collector is looked for"},
    {.name = "serviceName", .summary = "the name that spans carry"},
    {.name = "endpoint", .summary = "the collector's address"},
    {.name = "sampler", .type = FieldType::Any, .summary = "which exchanges are traced"},
    {.name = "samplerRatio", .type = FieldType::Any, .summary = "how many of them"},
    {.name = "samplerParentBased", .type = FieldType::Bool, .summary = "whether the caller decides"},
};

}  // namespace

TraitSpec telemetry() {
  return {.name = "telemetry",
          .summary = "OpenTelemetry.",
          .fields = kFields,
          .ignored = "no spans are made or sent; the trait prometheus has the metrics of each route (/observe/metrics), and a caller's traceparent header "
                     "goes on through http: and kafka: as other headers do"};
}

}  // namespace kamel::traits
