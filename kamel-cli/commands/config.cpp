// kamel config: what kamel-config.yaml says.
#include <CLI/App.hpp>
#include <cerrno>
#include <cstring>
#include <memory>

#include "kamel-cli/cluster/connection.h"
#include "kamel-cli/cluster/objects.h"
#include "kamel-cli/command.h"
#include "kamel-cli/output/paint.h"
#include "kamel-cli/settings/settings.h"
#include "operator/text/yaml.h"

namespace kamel::cli {
namespace {

struct Given {
  std::string folder = "used", space, target;
  bool list = false, has_space = false;
};

// An empty namespace takes the setting back, as does the target that is the default.
void change(const Given& given, Settings& settings) {
  if (given.has_space && given.space.empty()) settings.remove("config.default-namespace");
  if (given.has_space && !given.space.empty()) settings.set("config.default-namespace", boost::json::value(given.space));
  if (given.target == "cluster") settings.set("config.target", "cluster");
  if (given.target == "local") settings.remove("config.target");
}

int configure(const Given& given) {
  const std::string path = settings_path(given.folder);
  if (path.empty()) return failed("there is no folder '" + given.folder + "': set " + (given.folder == "env" ? "KAMEL_CONFIG_PATH" : "HOME"));
  Diagnostics diagnostics;
  Settings settings = read_settings(path, diagnostics);
  if (tell(diagnostics)) return kFailure;
  settings.path = path;
  if (given.has_space || !given.target.empty()) {
    change(given, settings);
    if (!write_settings(settings)) return failed("cannot write '" + path + "': " + std::strerror(errno));
    print("Settings are kept in " + path + "\n");
  }
  if (given.list || (!given.has_space && given.target.empty())) print("# " + path + "\n" + cluster::to_yaml(boost::json::value(settings.values)));
  return kOk;
}

}  // namespace

void commands::config(CLI::App& app, Shell& shell) {
  auto given = std::make_shared<Given>();
  CLI::App& command = add_command(app, shell, "config", "Show or change settings, which are flags that need not be written",
                                  "  kamel config target cluster                 `kamel run` runs in the cluster from now on; --cluster=false does not\n"
                                  "  kamel config target local                   it runs here again\n"
                                  "  kamel config --default-namespace shop\n"
                                  "  kamel config --list\n"
                                  "\nThe file is kamel-config.yaml in ., .kamel or ~/.kamel, or in the folder KAMEL_CONFIG_PATH. Its keys are kamel.COMMAND.FLAG,\n"
                                  "and kamel.run.integration.NAME.FLAG; KAMEL_RUN_NAMESPACE and the like in the environment come before it.\n",
                                  [given]() -> int { return configure(*given); });
  command.require_subcommand(0, 1);
  CLI::App* target = command.add_subcommand("target", "Where `kamel run` runs routes");
  target->add_option("WHERE", given->target, "cluster or local")->required()->check(CLI::IsMember({"cluster", "local"}));
  command.add_option("--folder", given->folder, "The file's folder: used, env ($KAMEL_CONFIG_PATH), home (~/.kamel), sub (.kamel) or working (.)")
      ->check(CLI::IsMember({"used", "env", "home", "sub", "working"}))
      ->capture_default_str();
  command.add_option_function<std::string>(
      "--default-namespace", [given](const std::string& space) { given->space = space, given->has_space = true; },
      "The namespace where no command says another one; '' for none");
  command.add_flag("--list", given->list, "Show the file");
}

}  // namespace kamel::cli
