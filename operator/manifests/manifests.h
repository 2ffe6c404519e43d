// Manifests: what a cluster needs before there are Integrations – the kinds, the operator's rights, the operator.
#pragma once

#include <boost/json.hpp>
#include <map>
#include <string>
#include <vector>

namespace kamel::cluster {

/// The CustomResourceDefinitions: Integration, Pipe, Kamelet, IntegrationProfile, IntegrationPlatform, KameletBinding, ConfigWatcher.
/// Those of Camel K, if there, are replaced: the fields are the same.
std::vector<boost::json::object> custom_resources();

struct Installation {
  std::string space = "default";
  std::string image;
  std::string image_pull_policy;
  std::string operator_id = "camel-k";              // Integrations that name another one are left alone
  bool global = false;                              // all namespaces, not only its own
  int health_port = 8081;                           // of probes and metrics
  bool monitoring = false;                          // a PodMonitor for the operator
  std::vector<std::pair<std::string, std::string>> environment;
  std::map<std::string, std::string> node_selector;
  std::vector<boost::json::object> tolerations;
  std::map<std::string, std::string> requests, limits;  // "cpu" → "100m"
};

/// ServiceAccount, Role (or ClusterRole) and binding with exactly the rights that the operator uses, and for its Lease; a second account, for pods whose routes are
/// elected, may use Leases and nothing else.
std::vector<boost::json::object> operator_rights(const Installation& options);
/// The operator's Deployment, and its PodMonitor.
std::vector<boost::json::object> operator_workload(const Installation& options);

}  // namespace kamel::cluster
