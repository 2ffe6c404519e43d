// kamel delete: Integrations, or the Pipes that made them.
#include <CLI/App.hpp>
#include <memory>

#include "kamel-cli/cluster/connection.h"
#include "kamel-cli/command.h"
#include "kamel-cli/options/options.h"
#include "kamel-cli/output/paint.h"

namespace kamel::cli {
namespace {

struct Given {
  ClusterOptions where;
  std::vector<std::string> names;
  bool all = false;
};

// What a Pipe made would come back: the Pipe goes.
kube::Outcome<> remove_one(Connection& connection, const kube::Object& integration) {
  const std::string maker = kube::label(integration, "camel.apache.org/created.by.name");
  const std::string kind = kube::label(integration, "camel.apache.org/created.by.kind");
  if (maker.empty()) return connection.client.remove(kube::resources::integrations, kube::key_of(integration));
  print((kind.empty() ? "Pipe" : kind) + " " + maker + " deleted\n");
  return connection.client.remove(kind == "KameletBinding" ? kube::resources::bindings : kube::resources::pipes, connection.key(maker));
}

int remove_all(Connection& connection) {
  const auto all = connection.client.list(kube::resources::integrations, {connection.space, {}, {}});
  if (!all) return failed(all.error());
  for (const kube::Object& one : all->items) {
    if (const auto done = remove_one(connection, one); !done) return failed(done.error());
  }
  print(all->items.empty() ? "Nothing to delete\n" : std::to_string(all->items.size()) + " integration(s) deleted\n");
  return kOk;
}

int remove_named(Connection& connection, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    const auto found = connection.client.get(kube::resources::integrations, connection.key(name));
    if (!found && found.error().not_found()) {
      print("Integration " + name + " not found. Skipped.\n");
      continue;
    }
    if (!found) return failed(found.error());
    if (const auto done = remove_one(connection, *found); !done) return failed(done.error());
    print("Integration " + name + " deleted\n");
  }
  return kOk;
}

int remove_given(const Given& given) {
  if (given.all != given.names.empty())
    return failed(given.all ? "invalid combination: --all flag is set and at least one integration name is provided"
                            : "invalid combination: provide one or several integration names or set --all flag for all integrations");
  const auto connection = connect(given.where);
  if (!connection) return kFailure;
  return given.all ? remove_all(*connection) : remove_named(*connection, given.names);
}

}  // namespace

void commands::remove(CLI::App& app, Shell& shell) {
  auto given = std::make_shared<Given>();
  CLI::App& command = add_command(app, shell, "delete", "Delete Integrations of a cluster",
                                  "  kamel delete orders\n"
                                  "  kamel delete --all -n shop\n",
                                  [given] { return remove_given(*given); });
  command.add_option("NAME", given->names, "Integrations");
  command.add_flag("--all", given->all, "All of the namespace");
  add_cluster_options(command, given->where);
}

}  // namespace kamel::cli
