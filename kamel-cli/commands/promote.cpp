// kamel promote: an Integration or a Pipe, as another namespace shall have it.
#include <CLI/App.hpp>
#include <memory>

#include "kamel-cli/cluster/connection.h"
#include "kamel-cli/cluster/objects.h"
#include "kamel-cli/cluster/promoted.h"
#include "kamel-cli/command.h"
#include "kamel-cli/options/options.h"
#include "kamel-cli/output/paint.h"

namespace kamel::cli {
namespace {

struct Given {
  ClusterOptions where;
  std::string name, output;
  Promotion promotion;
};

int promote(const Given& given) {
  if (given.promotion.to.empty() && given.output.empty()) return failed("promote requires a destination namespace as --to argument");
  const auto connection = connect(given.where);
  if (!connection) return kFailure;
  if (given.promotion.to == connection->space) return failed("source and destination namespaces must be different in order to avoid promoted Integration/Pipe clashes with the source Integration/Pipe");
  const kube::Resource* resource = &kube::resources::pipes;
  auto found = connection->client.get(*resource, connection->key(given.name));
  if (!found) found = connection->client.get(*(resource = &kube::resources::integrations), connection->key(given.name));
  if (!found) return failed(found.error());
  const kube::Object out = promoted(*found, given.promotion);
  if (!given.output.empty()) {
    print_objects({out}, given.output);
    return kOk;
  }
  const auto done = declare(*connection, *resource, out);
  if (!done) return failed(done.error());
  print("Promoted " + resource->kind + " \"" + given.name + "\" " + *done + "\n");
  return kOk;
}

}  // namespace

void commands::promote(CLI::App& app, Shell& shell) {
  auto given = std::make_shared<Given>();
  CLI::App& command = add_command(app, shell, "promote", "Take an Integration or a Pipe to another namespace",
                                  "  kamel promote orders --to production\n"
                                  "  kamel promote orders --to production -o yaml\n",
                                  [given] { return promote(*given); });
  command.add_option("NAME", given->name, "The Integration or Pipe")->required();
  command.add_option("--to", given->promotion.to, "The namespace it is taken to");
  command.add_option("-x,--to-operator", given->promotion.operator_id, "The operator that shall take care there");
  command.add_option("-i,--image", given->promotion.image, "The image to use there [that of here]");
  command.add_option("-o,--output", given->output, "yaml or json: write it instead")->check(CLI::IsMember({"yaml", "json"}));
  add_cluster_options(command, given->where);
}

}  // namespace kamel::cli
