// What people ask for by an Integration's phase: `kamel deploy`, `undeploy` and `rebuild` write it.
#pragma once

#include "operator/kube/object.h"

namespace kamel::cluster {

enum class Asked : std::uint8_t {
  Run,
  Rest,   // it is looked at, but nothing of it is in the cluster until `kamel deploy`
  Begin,  // Run, and nothing that is remembered of it counts
};

/// `works`: a workload of it is in the cluster. Only who says camel.apache.org/dont-run-after-build=true can be asked to rest; as in Camel K the phase
/// tells whether it was deployed since.
Asked asked(const kube::Object& integration, bool works);

}  // namespace kamel::cluster
