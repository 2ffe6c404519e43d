// kamel operator: keeps a cluster as its Integrations declare.
#include <unistd.h>

#include <CLI/App.hpp>
#include <cstdlib>
#include <memory>
#include <random>

#include "kamel-cli/cluster/operating.h"
#include "kamel-cli/command.h"

namespace kamel::cli {
namespace {

void add_cluster(CLI::App& command, OperatingOptions& options) {
  command.add_option("--kube-config", options.kube_config, "The kubeconfig [KUBECONFIG, ~/.kube/config; in a pod its service account]");
  command.add_option("-n,--namespace", options.cluster.own_space, "The operator's own namespace [that of the pod or of the kubeconfig]")->envname("NAMESPACE");
  command.add_option("--watch", options.watch, "Namespaces to look after, separated by commas [all]")->envname("WATCH_NAMESPACE");
  command.add_option("--operator-id", options.cluster.id, "Only Integrations that name it (camel.apache.org/operator.id)")->envname("OPERATOR_ID");
  command.add_option("--image", options.cluster.image, "Image of the runtime, for all pods")->envname("KAMEL_RUNTIME_IMAGE")->capture_default_str();
  command.add_option("--image-pull-policy", options.cluster.pull_policy, "Always, IfNotPresent or Never [Kubernetes' default]");
}

}  // namespace

void commands::operate(CLI::App& app, Shell& shell) {
  auto options = std::make_shared<OperatingOptions>();
  options->cluster.image = "kamel:" KAMEL_VERSION;
  CLI::App& command = add_command(app, shell, "operator", "Keep a cluster as its Integrations declare",
                                  "  kamel operator                               in a pod\n"
                                  "  kamel operator --kube-config k.yaml -n kamel --watch team-a,team-b\n",
                                  [&shell, options]() -> int { return operate(shell.registry, std::move(*options)); });
  add_cluster(command, *options);
  command.add_option("--workers", options->cluster.workers, "How many Integrations are worked on at a time")->check(CLI::Range(1U, 64U))->capture_default_str();
  command.add_option_function<unsigned>("--resync", [options](unsigned seconds) { options->cluster.resync = std::chrono::seconds(seconds); },
                                        "Seconds after which everything is looked at again, changed or not [600]")
      ->check(CLI::Range(1U, 86'400U));
  command.add_flag("!--no-leader-election", options->cluster.elect, "Work at once: there is no other operator");
  command.add_option("--health-port", options->health_port, "Port of /healthz, /readyz and /metrics; 0: any free one")->capture_default_str();
  command.add_option("--health-host", options->health_host, "Address of that port")->capture_default_str();
}

}  // namespace kamel::cli
