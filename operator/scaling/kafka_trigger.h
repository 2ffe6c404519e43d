// KEDA's kafka trigger for a kafka: route.
#pragma once

#include "operator/integration/plan.h"

namespace kamel::cluster {

/// What KEDA needs to know of one kafka: consumer.
struct KafkaTrigger {
  json::object metadata;
  json::object secrets;  // parameter of a TriggerAuthentication → its value in clear; empty: no login
};

/// nullopt (and a note of the trait keda) where the route does not say enough: no brokers, or no group.
std::optional<KafkaTrigger> kafka_trigger(const EndpointUri& from, Plan& plan);

}  // namespace kamel::cluster
