// Wiring: the Knative objects that bring events to an Integration and take them from it, and what its pods are told about them.
#pragma once

#include <span>

#include "operator/eventing/endpoints.h"

namespace kamel::cluster {

struct WiringOptions {
  json::object filters;             // attribute → value, of every Trigger
  bool filter_event_type = true;    // a Trigger takes only the type that the endpoint names
  bool bind_sink = false;           // one SinkBinding instead of addresses
  bool label_namespace = true;
};

/// Adds Subscriptions, Triggers and the SinkBinding, and the properties camel.component.knative.environment.resources[i].*
void wire(std::span<const KnativeEndpoint> endpoints, const WiringOptions& options, Plan& plan);

}  // namespace kamel::cluster
