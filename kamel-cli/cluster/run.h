// `kamel run --cluster`: declares an Integration and stays with it as long as it is asked to.
#pragma once

#include "kamel-cli/cluster/connection.h"
#include "kamel-cli/cluster/integration.h"

namespace kamel::cli {

struct ClusterRun {
  std::vector<std::string> files;
  IntegrationFlags flags;
  std::string kube_config;
  std::string output;  // yaml, json: only writes the Integration
  bool wait = false, logs = false;
  bool sync = false;  // again at each save
  bool dev = false;   // all three, and it is deleted in the end
};

/// The exit code.
int run_in_cluster(ClusterRun run);

}  // namespace kamel::cli
