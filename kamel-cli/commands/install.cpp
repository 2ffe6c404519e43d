// kamel install: the kinds, the rights and the operator itself, as YAML or into a cluster.
#include <CLI/App.hpp>
#include <memory>

#include "kamel-cli/command.h"
#include "kamel-cli/options/options.h"

namespace kamel::cli {
namespace {

void add_options(CLI::App& command, InstallOptions& options) {
  options.of.image = kImage;
  add_place(command, options.of, options.output, options.kube_config);
  command.add_option("--operator-image", options.of.image, "The image of the operator and of all pods")->capture_default_str();
  command.add_option("--operator-image-pull-policy", options.of.image_pull_policy, "Always, Never or IfNotPresent");
  command.add_option("--operator-env-vars", options.environment, "NAME=value; may be repeated")->allow_extra_args(false);
  command.add_option("--operator-resources", options.resources, "requests.cpu=100m, limits.memory=1Gi …; may be repeated")->allow_extra_args(false);
  command.add_option("--toleration", options.tolerations, "key[=value]:effect[:seconds]; may be repeated")->allow_extra_args(false);
  command.add_option("--node-selector", options.node_selectors, "key=value; may be repeated")->allow_extra_args(false);
  command.add_option("-x,--operator-id", options.of.operator_id, "Only Integrations that name this one, or none, are its")->capture_default_str();
  command.add_option("--health-port", options.of.health_port, "Port of the operator's probes and metrics")->capture_default_str();
  command.add_flag("--monitoring", options.of.monitoring, "A PodMonitor for the operator");
  command.add_flag("--cluster-setup", options.kinds_only, "The kinds only, which need a cluster's administrator");
  command.add_flag("--skip-cluster-setup", options.skip_kinds, "All but the kinds");
}

}  // namespace

void commands::install(CLI::App& app, Shell& shell) {
  auto options = std::make_shared<InstallOptions>();
  CLI::App& command = add_command(app, shell, "install", "Install the operator in a cluster, or write what that takes",
                                  "  kamel install -o yaml > kamel.yaml          for GitOps\n"
                                  "  kamel install -n apps --global\n",
                                  [options] { return install(*options); });
  add_options(command, *options);
}

}  // namespace kamel::cli
