// The controller of IntegrationPlatforms and IntegrationProfiles: says that they are ready, as Camel K's tools wait for.
#pragma once

#include "operator/integration/controller.h"

namespace kamel::cluster {

/// Integrations read the traits of both by themselves: see given_traits.
class PlatformController {
 public:
  explicit PlatformController(const Tools& tools) : tools_(tools) {}
  /// Looks after the platform and the profile of that name.
  Next reconcile(const kube::WorkQueue::Work& work);

 private:
  bool tell(Kind kind, const kube::Resource& resource, const kube::Key& key);
  Tools tools_;
};

/// The status that follows from a platform's or profile's spec. One of another operator is left as it is.
kube::Object platform_status(const kube::Object& object, const std::string& version, const std::string& operator_id);

}  // namespace kamel::cluster
