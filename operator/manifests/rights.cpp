// The operator's rights: what it uses, and nothing more.
#include "operator/manifests/manifests.h"
#include "operator/manifests/schema.h"

namespace kamel::cluster {
namespace json = boost::json;
namespace {

// Server-side apply takes create and patch. `list` without `watch`: looked at once, after a start.
constexpr std::string_view kRules = R"(
rules:
- apiGroups: [camel.apache.org]   # create and patch: what Pipes become
  resources: [integrations]
  verbs: [list, watch, create, patch]
- apiGroups: [camel.apache.org]
  resources: [pipes, kamelets, integrationprofiles, integrationplatforms, kameletbindings]
  verbs: [list, watch]
- apiGroups: [camel.apache.org]
  resources: [integrations/status, pipes/status, kamelets/status, kameletbindings/status, integrationplatforms/status, integrationprofiles/status]
  verbs: [patch]
- apiGroups: [camel.apache.org]   # owner references that block deletion
  resources: [integrations/finalizers, pipes/finalizers, kameletbindings/finalizers]
  verbs: [update]
- apiGroups: [""]                 # routes for pods to come, what Integrations refer to; delete: what Camel K's operator has left
  resources: [configmaps]
  verbs: [list, watch, create, patch, delete]
- apiGroups: [""]                 # certificates, what Integrations refer to; delete: logins that KEDA needs no longer
  resources: [secrets]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [""]
  resources: [services]
  verbs: [list, create, patch, delete]
- apiGroups: [""]                 # data stays when an Integration goes
  resources: [persistentvolumeclaims]
  verbs: [create, patch]
- apiGroups: [""]                 # whom to push to
  resources: [pods]
  verbs: [list, watch]
- apiGroups: [""]                 # of others, whose ConfigMap has changed, as a ConfigWatcher asks for
  resources: [pods/eviction]
  verbs: [create]
- apiGroups: [k8spatterns.io]
  resources: [configwatchers]
  verbs: [list, watch]
- apiGroups: [k8spatterns.io]
  resources: [configwatchers/status]
  verbs: [patch]
- apiGroups: [""]
  resources: [events]
  verbs: [create, patch]
- apiGroups: [""]                 # the label for SinkBindings
  resources: [namespaces]
  verbs: [get, patch]
- apiGroups: [apps]
  resources: [deployments]
  verbs: [list, watch, create, patch, delete]
- apiGroups: [apps]              # what Integrations declared before
  resources: [controllerrevisions]
  verbs: [list, create, delete]
- apiGroups: [batch]
  resources: [cronjobs]
  verbs: [list, create, patch, delete]
- apiGroups: [networking.k8s.io]
  resources: [ingresses]
  verbs: [list, create, patch, delete]
- apiGroups: [policy]
  resources: [poddisruptionbudgets]
  verbs: [list, create, patch, delete]
- apiGroups: [serving.knative.dev]
  resources: [services]
  verbs: [get, list, create, patch, delete]
- apiGroups: [eventing.knative.dev]
  resources: [triggers]
  verbs: [list, create, patch, delete]
- apiGroups: [eventing.knative.dev]   # their addresses
  resources: [brokers]
  verbs: [list]
- apiGroups: [messaging.knative.dev]
  resources: [subscriptions]
  verbs: [list, create, patch, delete]
- apiGroups: [messaging.knative.dev]
  resources: [channels, inmemorychannels, kafkachannels]
  verbs: [list]
- apiGroups: [sources.knative.dev]
  resources: [sinkbindings]
  verbs: [list, create, patch, delete]
- apiGroups: [keda.sh]
  resources: [scaledobjects, triggerauthentications]
  verbs: [list, create, patch, delete]
- apiGroups: [monitoring.coreos.com]
  resources: [podmonitors]
  verbs: [list, create, patch, delete]
- apiGroups: [gateway.networking.k8s.io]
  resources: [gateways, httproutes]
  verbs: [list, create, patch, delete]
- apiGroups: [route.openshift.io]
  resources: [routes]
  verbs: [list, create, patch, delete]
- apiGroups: [route.openshift.io]
  resources: [routes/custom-host]
  verbs: [create]
)";

constexpr std::string_view kLeaseRules = R"(
rules:
- apiGroups: [coordination.k8s.io]
  resources: [leases]
  verbs: [get, create, update]
)";

json::object object(std::string_view api_version, std::string_view kind, std::string_view name, const std::string& space) {
  json::object metadata{{"name", name}};
  if (!space.empty()) metadata["namespace"] = space;
  metadata["labels"] = json::object{{"app", "camel-k"}, {"camel.apache.org/component", "operator"}};
  return {{"apiVersion", api_version}, {"kind", kind}, {"metadata", std::move(metadata)}};
}

json::object binding(std::string_view kind, std::string_view role_kind, const std::string& name, const std::string& space, const Installation& options,
                     std::string_view account = "kamel-operator") {
  json::object out = object("rbac.authorization.k8s.io/v1", kind, name, space);
  out["roleRef"] = json::object{{"apiGroup", "rbac.authorization.k8s.io"}, {"kind", role_kind}, {"name", name}};
  out["subjects"] = json::array{json::object{{"kind", "ServiceAccount"}, {"name", account}, {"namespace", options.space}}};
  return out;
}

json::object role(std::string_view kind, const std::string& name, const std::string& space, json::array rules) {
  json::object out = object("rbac.authorization.k8s.io/v1", kind, name, space);
  out["rules"] = std::move(rules);
  return out;
}

// Of pods whose routes are elected (trait master).
void add_master(std::vector<json::object>& out, const json::array& leases, const Installation& options) {
  out.push_back(object("v1", "ServiceAccount", "kamel-master", options.space));
  out.push_back(role("Role", "kamel-master", options.space, leases));
  out.push_back(binding("RoleBinding", "Role", "kamel-master", options.space, options, "kamel-master"));
}

}  // namespace

std::vector<json::object> operator_rights(const Installation& options) {
  json::array rules = schema(kRules)["rules"].as_array(), leases = schema(kLeaseRules)["rules"].as_array();
  std::vector<json::object> out{object("v1", "ServiceAccount", "kamel-operator", options.space)};
  add_master(out, leases, options);
  const std::string everywhere = options.space + "-kamel-operator";  // cluster roles of two installations differ
  if (options.global) {
    out.push_back(role("ClusterRole", everywhere, "", std::move(rules)));
    out.push_back(binding("ClusterRoleBinding", "ClusterRole", everywhere, "", options));
    out.push_back(role("Role", "kamel-operator-leader", options.space, std::move(leases)));
    out.push_back(binding("RoleBinding", "Role", "kamel-operator-leader", options.space, options));
  } else {
    rules.insert(rules.end(), leases.begin(), leases.end());
    out.push_back(role("Role", "kamel-operator", options.space, std::move(rules)));
    out.push_back(binding("RoleBinding", "Role", "kamel-operator", options.space, options));
  }
  return out;
}

}  // namespace kamel::cluster
