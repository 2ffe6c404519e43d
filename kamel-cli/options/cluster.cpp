// The options of commands that talk to a cluster.
#include <CLI/App.hpp>

#include "kamel-cli/options/options.h"

namespace kamel::cli {

void add_kube_config(CLI::App& command, std::string& path) {
  command.add_option("--kube-config", path, "The kubeconfig [KUBECONFIG, ~/.kube/config; in a pod its service account]");
}

void add_cluster_options(CLI::App& command, ClusterOptions& options) {
  add_kube_config(command, options.kube_config);
  command.add_option("-n,--namespace", options.space, "The namespace [that of the kubeconfig]");
}

void add_place(CLI::App& command, cluster::Installation& of, std::string& output, std::string& kube_config) {
  add_kube_config(command, kube_config);
  command.add_option("-n,--namespace", of.space, "Where the operator runs")->capture_default_str();
  command.add_flag("--global", of.global, "It cares for all namespaces, not only its own");
  command.add_option("-o,--output", output, "yaml or json: write the objects instead of making them")->check(CLI::IsMember({"yaml", "json"}));
}

}  // namespace kamel::cli
