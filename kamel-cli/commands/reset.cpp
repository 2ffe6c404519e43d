// kamel reset: a namespace without Integrations and Pipes.
#include <CLI/App.hpp>
#include <iostream>
#include <memory>

#include "kamel-cli/cluster/connection.h"
#include "kamel-cli/command.h"
#include "kamel-cli/options/options.h"
#include "kamel-cli/output/paint.h"

namespace kamel::cli {
namespace {

struct Given {
  ClusterOptions where;
  bool skip_kits = false, skip_integrations = false, skip_bindings = false, force = false;
};

bool confirmed(const std::string& space) {
  print("All integrations and pipes of the namespace " + space + " will be deleted. Type its name to go on: ");
  std::fflush(stdout);
  std::string answer;
  std::getline(std::cin, answer);
  return answer == space;
}

int remove_all(Connection& connection, const kube::Resource& resource, std::string_view what) {
  const auto all = connection.client.list(resource, {connection.space, {}, {}});
  if (!all) return all.error().not_found() ? static_cast<int>(kOk) : failed(all.error());  // the cluster need not know each kind
  for (const kube::Object& one : all->items) {
    if (const auto done = connection.client.remove(resource, kube::key_of(one)); !done) return failed(done.error());
  }
  print(std::to_string(all->items.size()) + " " + std::string(what) + " deleted from namespace \"" + connection.space + "\"\n");
  return kOk;
}

int reset(const Given& given) {
  const auto connection = connect(given.where);
  if (!connection) return kFailure;
  if (!given.force && !confirmed(connection->space)) return failed("nothing has been deleted");
  // Pipes first: they would make their Integrations anew.
  if (!given.skip_bindings) {
    if (const int code = remove_all(*connection, kube::resources::pipes, "bindings"); code != kOk) return code;
    if (const int code = remove_all(*connection, kube::resources::bindings, "older bindings"); code != kOk) return code;
  }
  if (!given.skip_integrations) {
    if (const int code = remove_all(*connection, kube::resources::integrations, "integrations"); code != kOk) return code;
  }
  print("Camel K successfully reset\n");
  return kOk;
}

}  // namespace

void commands::reset(CLI::App& app, Shell& shell) {
  auto given = std::make_shared<Given>();
  CLI::App& command = add_command(app, shell, "reset", "Delete all Integrations and Pipes of a namespace",
                                  "  kamel reset -n shop\n"
                                  "  kamel reset -n shop --skip-bindings --force\n",
                                  [given] { return reset(*given); });
  command.add_flag("--skip-kits", given->skip_kits, "Accepted; there are none");
  command.add_flag("--skip-integrations", given->skip_integrations, "Keep the Integrations");
  command.add_flag("--skip-bindings", given->skip_bindings, "Keep the Pipes");
  command.add_flag("--force", given->force, "Do not ask");
  add_cluster_options(command, given->where);
}

}  // namespace kamel::cli
