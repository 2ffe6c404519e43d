#include "kamel-cli/command.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace kamel::cli {

CLI::App& add_command(CLI::App& app, Shell& shell, std::string_view name, std::string_view summary, std::string_view examples,
                      std::function<int()> run) {
  CLI::App& command = *app.add_subcommand(std::string(name), std::string(summary));
  command.footer("\nExamples:\n" + std::string(examples));
  command.callback([&shell, run = std::move(run)] { shell.exit_code = run(); });
  return command;
}

}  // namespace kamel::cli
