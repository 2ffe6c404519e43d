// kamel kit: Camel K's images that were built for sets of libraries. There are none here, and each sub-command says so.
#include <CLI/App.hpp>
#include <memory>

#include "kamel-cli/command.h"
#include "kamel-cli/options/options.h"
#include "kamel-cli/output/paint.h"

namespace kamel::cli {
namespace {

constexpr const char* kNone = "there are no kits: nothing is built, and all pods run the operator's image";

struct Given {
  ClusterOptions where;
  std::vector<std::string> names, without_effect;
  bool all = false;
};

int get() {
  print("NAME\tPHASE\tTYPE\tIMAGE\n");
  print(std::string(kNone) + "; `kamel get` lists the Integrations, `kamel version --operator` tells the image\n", stderr);
  return kOk;
}

int create() { return failed(std::string(kNone) + "; `kamel install --operator-image` or `kamel run --image` name another one, and --dependency is not needed"); }

// The words of Camel K, which ends well whatever it finds.
int remove(const Given& given) {
  if (given.all && !given.names.empty()) return failed("invalid combination: both all flag and named Kits are set");
  if (!given.all && given.names.empty()) return failed("invalid combination: neither all flag nor named Kits are set");
  if (!given.all) print("no integration kit found with name \"" + given.names.front() + "\"\n");
  print(std::string(kNone) + "\n", stderr);
  return kOk;
}

void add_get(CLI::App& group, Shell& shell, const std::shared_ptr<Given>& given) {
  CLI::App& command = add_command(group, shell, "get", "List them", "  kamel kit get\n", [] { return get(); });
  for (const std::string flag : {"--user", "--external", "--platform"}) command.add_flag(flag)->description("Without effect");
  add_cluster_options(command, given->where);
}

void add_create(CLI::App& group, Shell& shell, const std::shared_ptr<Given>& given) {
  CLI::App& command = add_command(group, shell, "create", "Fails: nothing is built", "  kamel run orders.yaml --cluster --image registry/kamel:1\n", [] { return create(); });
  command.add_option("NAME", given->names, "The kit");
  for (const char* option : {"--image", "-d,--dependency", "-p,--property", "--configmap", "--secret", "--repository", "-t,--trait"})
    command.add_option(option, given->without_effect, "Without effect")->allow_extra_args(false);
  add_cluster_options(command, given->where);
}

void add_delete(CLI::App& group, Shell& shell, const std::shared_ptr<Given>& given) {
  CLI::App& command = add_command(group, shell, "delete", "Finds none", "  kamel kit delete --all\n", [given] { return remove(*given); });
  command.add_option("NAME", given->names, "Kits");
  command.add_flag("--all", given->all, "All of them");
  add_cluster_options(command, given->where);
}

}  // namespace

void commands::kit(CLI::App& app, Shell& shell) {
  CLI::App& group = *app.add_subcommand("kit", "Say that there are no kits, which Camel K builds");
  group.footer("\nExamples:\n  kamel kit get\n");
  group.require_subcommand(1);
  auto given = std::make_shared<Given>();
  add_get(group, shell, given);
  add_create(group, shell, given);
  add_delete(group, shell, given);
}

}  // namespace kamel::cli
