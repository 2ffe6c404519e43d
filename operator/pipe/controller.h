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
  Tools tools_;
  std::mutex mutex_;
  std::map<kube::Key, std::size_t> applied_;  // hash of the Integration that was asked for last
};

}  // namespace kamel::cluster
