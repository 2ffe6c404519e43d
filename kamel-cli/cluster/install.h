// What `kamel install` and `kamel uninstall` do.
#pragma once

#include <string>
#include <vector>

#include "operator/manifests/manifests.h"

namespace CLI {
class App;
}

namespace kamel::cli {

struct InstallOptions {
  cluster::Installation of;
  std::vector<std::string> environment, resources, tolerations, node_selectors;
  std::string output;        // "yaml", "json"; "": into the cluster
  std::string kube_config;
  bool kinds_only = false;   // --cluster-setup
  bool skip_kinds = false;   // --skip-cluster-setup
};

struct UninstallOptions {
  cluster::Installation of;
  std::string output, kube_config;
  bool all = false;  // the kinds, too
};

void add_install_options(CLI::App& command, InstallOptions& options);
void add_uninstall_options(CLI::App& command, UninstallOptions& options);
/// The exit code.
int install(InstallOptions& options);
int uninstall(const UninstallOptions& options);

}  // namespace kamel::cli
