// kamel describe: all about one Integration or Kamelet.
#include <CLI/App.hpp>
#include <memory>

#include "kamel-cli/cluster/connection.h"
#include "kamel-cli/cluster/description.h"
#include "kamel-cli/command.h"
#include "kamel-cli/options/options.h"
#include "kamel-cli/output/paint.h"

namespace kamel::cli {
namespace {

struct Given {
  ClusterOptions where;
  std::string name;
  bool show_sources = false;
};

int describe(const Given& given, const kube::Resource& resource) {
  const auto connection = connect(given.where);
  if (!connection) return kFailure;
  const auto found = connection->client.get(resource, connection->key(given.name));
  if (!found) return failed(found.error());
  print(&resource == &kube::resources::kamelets ? kamelet_description(*found) : integration_description(*found, given.show_sources));
  return kOk;
}

}  // namespace

void commands::describe(CLI::App& app, Shell& shell) {
  CLI::App& group = *app.add_subcommand("describe", "Tell all about an Integration or a Kamelet of a cluster");
  group.footer("\nExamples:\n  kamel describe integration orders\n  kamel describe kamelet timer-source\n");
  group.require_subcommand(1);
  auto given = std::make_shared<Given>();
  CLI::App& integration =
      add_command(group, shell, "integration", "An Integration", "  kamel describe integration orders\n", [given] { return describe(*given, kube::resources::integrations); });
  integration.alias("it");
  integration.add_option("NAME", given->name, "Its name")->required();
  integration.add_flag("--show-source-content", given->show_sources, "Its routes, too");
  add_cluster_options(integration, given->where);
  CLI::App& kamelet = add_command(group, shell, "kamelet", "A Kamelet", "  kamel describe kamelet timer-source\n", [given] { return describe(*given, kube::resources::kamelets); });
  kamelet.alias("klt");
  kamelet.add_option("NAME", given->name, "Its name")->required();
  add_cluster_options(kamelet, given->where);
}

}  // namespace kamel::cli
