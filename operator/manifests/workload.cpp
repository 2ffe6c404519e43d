// The operator's own Deployment.
#include "operator/manifests/manifests.h"

namespace kamel::cluster {
namespace json = boost::json;
namespace {

json::object variable(std::string_view name, std::string_view value) { return {{"name", name}, {"value", value}}; }
json::object field(std::string_view name, std::string_view path) {
  return {{"name", name}, {"valueFrom", json::object{{"fieldRef", json::object{{"fieldPath", path}}}}}};
}

json::array environment(const Installation& options) {
  json::array out;
  if (options.global)
    out.push_back(variable("WATCH_NAMESPACE", ""));
  else
    out.push_back(field("WATCH_NAMESPACE", "metadata.namespace"));
  out.push_back(variable("OPERATOR_ID", options.operator_id));
  out.push_back(variable("KAMEL_RUNTIME_IMAGE", options.image));
  out.push_back(field("POD_NAME", "metadata.name"));
  out.push_back(field("POD_IP", "status.podIP"));
  out.push_back(field("NAMESPACE", "metadata.namespace"));
  for (const auto& [name, value] : options.environment) out.push_back(variable(name, value));
  return out;
}

json::object probe(std::string_view path, int period) {
  return {{"httpGet", json::object{{"path", path}, {"port", "health"}}}, {"periodSeconds", period}};
}

json::object texts(const std::map<std::string, std::string>& map) {
  json::object out;
  for (const auto& [key, value] : map) out[key] = value;
  return out;
}

json::object container(const Installation& options) {
  json::object out{{"name", "kamel-operator"}, {"image", options.image}};
  if (!options.image_pull_policy.empty()) out["imagePullPolicy"] = options.image_pull_policy;
  out["args"] = json::array{"operator", json::value("--health-port=" + std::to_string(options.health_port))};
  out["env"] = environment(options);
  out["ports"] = json::array{json::object{{"name", "health"}, {"containerPort", options.health_port}}};  // of metrics, too
  out["livenessProbe"] = probe("/healthz", 10);
  out["readinessProbe"] = probe("/readyz", 2);
  json::object requests{{"cpu", "50m"}, {"memory", "32Mi"}}, limits{{"memory", "256Mi"}};
  for (const auto& [key, value] : options.requests) requests[key] = value;
  for (const auto& [key, value] : options.limits) limits[key] = value;
  out["resources"] = json::object{{"requests", std::move(requests)}, {"limits", std::move(limits)}};
  out["securityContext"] = json::object{{"allowPrivilegeEscalation", false}, {"capabilities", json::object{{"drop", json::array{"ALL"}}}}, {"readOnlyRootFilesystem", true}};
  return out;
}

}  // namespace

std::vector<json::object> operator_workload(const Installation& options) {
  const json::object labels{{"app", "camel-k"}, {"camel.apache.org/component", "operator"}};
  json::object pod{{"serviceAccountName", "kamel-operator"},
                   {"securityContext", json::object{{"runAsNonRoot", true}, {"runAsUser", 1000}, {"seccompProfile", json::object{{"type", "RuntimeDefault"}}}}},
                   {"containers", json::array{container(options)}}};
  if (!options.node_selector.empty()) pod["nodeSelector"] = texts(options.node_selector);
  if (!options.tolerations.empty()) pod["tolerations"] = json::array(options.tolerations.begin(), options.tolerations.end());
  const json::object metadata{{"name", "kamel-operator"}, {"namespace", options.space}, {"labels", labels}};
  std::vector<json::object> out;
  out.push_back({{"apiVersion", "apps/v1"},
                 {"kind", "Deployment"},
                 {"metadata", metadata},
                 {"spec", json::object{{"replicas", 1},
                                       {"selector", json::object{{"matchLabels", labels}}},
                                       {"template", json::object{{"metadata", json::object{{"labels", labels}}}, {"spec", std::move(pod)}}}}}});
  if (options.monitoring) {
    out.push_back({{"apiVersion", "monitoring.coreos.com/v1"},
                   {"kind", "PodMonitor"},
                   {"metadata", metadata},
                   {"spec", json::object{{"selector", json::object{{"matchLabels", labels}}}, {"podMetricsEndpoints", json::array{json::object{{"port", "health"}, {"path", "/metrics"}}}}}}});
  }
  return out;
}

}  // namespace kamel::cluster
