// The controller of Pipes and KameletBindings.
#pragma once

#include "operator/integration/controller.h"

namespace kamel::cluster {

class PipeController {
 public:
  explicit PipeController(const Tools& tools) : tools_(tools) {}
  /// A Pipe and a KameletBinding of one name would be one Integration: the Pipe counts.
  Next reconcile(const kube::WorkQueue::Work& work);

 private:
  /// What was asked for last.
  struct Applied {
    std::size_t hash = 0;         // of the Integration
    std::int64_t generation = 0;  // that it then had: a later one is somebody else's edit, which the Pipe takes back
  };
  Tools tools_;
  std::mutex mutex_;
  std::map<kube::Key, Applied> applied_;  // under mutex_
};

}  // namespace kamel::cluster
