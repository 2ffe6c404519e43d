// The stub component: stands in for a real endpoint, with a queue in memory.
#include "connectors/seda/endpoint.h"

namespace kamel::connectors {

ComponentSpec stub() {
  return {.scheme = "stub",
          .syntax = "stub:name",
          .summary = "Stub out any physical endpoint while in development or testing: stub:kafka:orders.",
          .fields = seda_fields(),
          .lenient = true,
          .internal = true,
          .example = "stub:kafka:orders",
          .source = seda_source,
          .producer = seda_producer};
}

}  // namespace kamel::connectors
