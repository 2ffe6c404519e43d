// Trait telemetry: accepted, without effect.
#include "operator/trait.h"

namespace kamel::traits {
namespace {

constexpr Field kFields[] = {kEnabled};

}  // namespace

TraitSpec telemetry() {
  return {.name = "telemetry", .summary = "OpenTelemetry.", .fields = kFields, .ignored = "traces are not sent; metrics are at /observe/metrics"};
}

}  // namespace kamel::traits
