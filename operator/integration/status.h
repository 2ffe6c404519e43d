// The status of an Integration: what kubectl shows of it.
#pragma once

#include <string>
#include <vector>

#include "operator/integration/delivery.h"
#include "operator/integration/desired.h"

namespace kamel::cluster {

/// Sets a condition in a status, as Camel K does: what says the same with the same reason stays as it is, except for its message, and the
/// transition's time changes with the status alone. `pods`: those that it is about, if they are to be named.
void set_condition(kube::Object& status, std::string_view type, std::string_view state, std::string_view reason, std::string_view message,
                   const boost::json::array& pods = {});

/// How the workload is doing, as Camel K puts it.
struct Workload {
  std::string phase = "Deploying";  // Deploying, Running, Error
  std::string ready = "False";
  std::string reason, message;
  std::int64_t replicas = 0;
};
/// From the Deployment (null: none yet) and the pods.
Workload workload_state(const kube::ObjectPtr& deployment, const std::vector<kube::ObjectPtr>& pods);

/// From the Knative Service (empty: none yet), which may well have no pods.
Workload knative_state(const kube::Object& service, std::int64_t pods);

/// Adds the conditions that `hints` (of desired()) has to `status`, takes over its other parts, and drops what followed from an earlier declaration alone.
void take_hints(kube::Object& status, const kube::Object& hints);

/// The merge patch for /status that makes `before` into `after`; empty when it would change nothing that is worth a write.
kube::Object status_patch(const kube::Object& before, const kube::Object& after);

}  // namespace kamel::cluster
