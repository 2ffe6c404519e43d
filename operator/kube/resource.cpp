#include "operator/kube/resource.h"

namespace kamel::kube {

std::string Resource::path(const Key& key, std::string_view subresource) const {
  std::string out = (api_version.find('/') == std::string::npos ? "/api/" : "/apis/") + api_version;
  if (namespaced && !key.space.empty()) out += "/namespaces/" + key.space;
  out += "/" + plural;
  if (!key.name.empty()) out += "/" + key.name;
  if (!subresource.empty()) out.append("/").append(subresource);
  return out;
}

namespace resources {
const Resource integrations{"camel.apache.org/v1", "Integration", "integrations"};
const Resource pipes{"camel.apache.org/v1", "Pipe", "pipes"};
const Resource bindings{"camel.apache.org/v1alpha1", "KameletBinding", "kameletbindings"};
const Resource kamelets{"camel.apache.org/v1", "Kamelet", "kamelets"};
const Resource profiles{"camel.apache.org/v1", "IntegrationProfile", "integrationprofiles"};
const Resource platforms{"camel.apache.org/v1", "IntegrationPlatform", "integrationplatforms"};
const Resource pods{"v1", "Pod", "pods"};
const Resource config_maps{"v1", "ConfigMap", "configmaps"};
const Resource secrets{"v1", "Secret", "secrets"};
const Resource deployments{"apps/v1", "Deployment", "deployments"};
const Resource controller_revisions{"apps/v1", "ControllerRevision", "controllerrevisions"};
const Resource watchers{"k8spatterns.io/v1", "ConfigWatcher", "configwatchers"};
const Resource services{"v1", "Service", "services"};
const Resource leases{"coordination.k8s.io/v1", "Lease", "leases"};
const Resource events{"v1", "Event", "events"};
const Resource namespaces{"v1", "Namespace", "namespaces", false};
}  // namespace resources

}  // namespace kamel::kube
