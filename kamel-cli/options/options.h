// Options that several commands declare in the same way. Only this folder and commands/ read CLI11.
#pragma once

#include "kamel-cli/cluster/connection.h"
#include "kamel-cli/cluster/install.h"
#include "kamel-cli/cluster/integration.h"
#include "kamel-cli/load/declared.h"

namespace CLI {
class App;
class Option;
}

namespace kamel::cli {

/// FILE…, -p, --property-file.
void add_load_options(CLI::App& command, LoadOptions& options);

/// --kube-config.
void add_kube_config(CLI::App& command, std::string& path);
/// --kube-config and -n/--namespace.
void add_cluster_options(CLI::App& command, ClusterOptions& options);

/// Camel K's flags of `run`, without those that a local run has, too (--name, -p). Each of them needs `cluster`.
void add_integration_flags(CLI::App& command, IntegrationFlags& flags, CLI::Option* cluster);

/// What `install` and `uninstall` have in common: where the operator is, and whether its objects are only written.
void add_place(CLI::App& command, cluster::Installation& of, std::string& output, std::string& kube_config);

}  // namespace kamel::cli
