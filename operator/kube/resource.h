// Resource: where the API server keeps objects of a kind.
#pragma once

#include <string>
#include <string_view>

#include "operator/kube/object.h"

namespace kamel::kube {

struct Resource {
  std::string api_version;  // "v1", "apps/v1"
  std::string kind;         // "Deployment"
  std::string plural;       // "deployments"
  bool namespaced = true;

  /// "/apis/apps/v1/namespaces/NAMESPACE/deployments/NAME"; without a namespace those of all, without a name all of them.
  std::string path(const Key& key, std::string_view subresource = {}) const;
};

/// Those that the operator itself works with.
namespace resources {
extern const Resource integrations, pipes, bindings, kamelets, profiles, platforms, pods, config_maps, secrets, deployments, services, leases, events, namespaces, controller_revisions, watchers;
}

}  // namespace kamel::kube
