// kamel get: the Integrations of a namespace.
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
  std::string name;
};

int get(const Given& given) {
  const auto connection = connect(given.where);
  if (!connection) return kFailure;
  std::vector<kube::Object> found;
  if (given.name.empty()) {
    auto all = connection->client.list(kube::resources::integrations, {connection->space, {}, {}});
    if (!all) return failed(all.error());
    found = std::move(all->items);
  } else {
    auto one = connection->client.get(kube::resources::integrations, connection->key(given.name));
    if (!one) return failed(one.error());
    found.push_back(std::move(*one));
  }
  std::string text = "NAME\tPHASE\tKIT\n";
  for (const kube::Object& one : found) {
    const std::string kit = kube::text_at(one, {"status", "integrationKit", "name"});
    text += kube::key_of(one).name + "\t" + kube::text_at(one, {"status", "phase"}) + "\t" + (kit.empty() ? "" : connection->space + "/" + kit) + "\n";
  }
  print(text);
  return kOk;
}

}  // namespace

void commands::get(CLI::App& app, Shell& shell) {
  auto given = std::make_shared<Given>();
  CLI::App& command = add_command(app, shell, "get", "List the Integrations of a cluster",
                                  "  kamel get\n"
                                  "  kamel get orders -n shop\n",
                                  [given] { return get(*given); });
  command.add_option("NAME", given->name, "One of them");
  add_cluster_options(command, given->where);
}

}  // namespace kamel::cli
