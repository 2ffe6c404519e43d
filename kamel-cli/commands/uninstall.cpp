// kamel uninstall: takes away what `kamel install` made.
#include <CLI/App.hpp>
#include <memory>

#include "kamel-cli/command.h"
#include "kamel-cli/options/options.h"

namespace kamel::cli {

void commands::uninstall(CLI::App& app, Shell& shell) {
  auto options = std::make_shared<UninstallOptions>();
  CLI::App& command = add_command(app, shell, "uninstall", "Take the operator out of a cluster, or write what to delete",
                                  "  kamel uninstall -n apps\n"
                                  "  kamel uninstall --all                     the kinds, and thus all Integrations, too\n",
                                  [options] { return uninstall(*options); });
  options->of.image = kImage;
  add_place(command, options->of, options->output, options->kube_config);
  command.add_flag("--all", options->all, "The kinds, too, and with them every Integration, Pipe and Kamelet");
}

}  // namespace kamel::cli
