// kamel install: the kinds, the rights and the operator itself, as YAML or into a cluster.
#include <CLI/App.hpp>
#include <memory>

#include "kamel-cli/cluster/install.h"
#include "kamel-cli/command.h"

namespace kamel::cli {

void commands::install(CLI::App& app, Shell& shell) {
  auto options = std::make_shared<InstallOptions>();
  CLI::App& command = add_command(app, shell, "install", "Install the operator in a cluster, or write what that takes",
                                  "  kamel install -o yaml > kamel.yaml          for GitOps\n"
                                  "  kamel install -n apps --global\n",
                                  [options] { return install(*options); });
  add_install_options(command, *options);
}

}  // namespace kamel::cli
