// The seda component: a queue in memory between two routes.
#include "connectors/seda/endpoint.h"

namespace kamel::connectors {

ComponentSpec seda() {
  return {.scheme = "seda",
          .syntax = "seda:name",
          .summary = "Call another route of the same integration asynchronously, through a queue in memory.",
          .fields = seda_fields(),
          .internal = true,
          .example = "seda:orders?concurrentConsumers=4",
          .source = seda_source,
          .producer = seda_producer};
}

}  // namespace kamel::connectors
