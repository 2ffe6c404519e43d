// What `kamel install` and `kamel uninstall` do.
#pragma once

#include <string>
#include <vector>

#include "operator/manifests/manifests.h"

namespace kamel::cli {

/// The image that the operator and all pods run unless another one is named.
inline constexpr const char* kImage = "kamel:" KAMEL_VERSION;

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

/// The exit code.
int install(InstallOptions& options);
int uninstall(const UninstallOptions& options);

}  // namespace kamel::cli
