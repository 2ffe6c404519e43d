// The controller of Kamelets: says that they are ready, as others wait for.
#pragma once

#include "operator/integration/controller.h"

namespace kamel::cluster {

class KameletController {
 public:
  explicit KameletController(const Tools& tools) : tools_(tools) {}
  /// One without a template is an Error; any other is Ready. Those that use it are told by the operator.
  Next reconcile(const kube::WorkQueue::Work& work);

 private:
  Tools tools_;
};

/// The status that follows from a Kamelet's spec.
kube::Object kamelet_status(const kube::Object& kamelet);

}  // namespace kamel::cluster
