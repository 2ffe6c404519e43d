// kamel debug: Camel K attaches a Java debugger to an Integration. Here is no Java, and it says what helps instead.
#include <CLI/App.hpp>
#include <memory>

#include "kamel-cli/command.h"
#include "kamel-cli/options/options.h"

namespace kamel::cli {
namespace {

struct Given {
  ClusterOptions where;
  std::string name;
  bool suspend = true;
  unsigned port = 5005, remote_port = 5005;
};

// Whether the Integration is there comes first, as in Camel K. It is not changed.
int debug(const Given& given) {
  const auto connection = connect(given.where);
  if (!connection) return kFailure;
  const auto found = connection->client.get(kube::resources::integrations, connection->key(given.name));
  if (!found && found.error().not_found()) return failed("integration \"" + given.name + "\" not found in namespace \"" + connection->space + "\"");
  if (!found) return failed(found.error());
  return failed("integration \"" + given.name + "\" runs natively: there is no Java machine that a debugger could attach to.\n"
                "  `kamel logs " + given.name + "` shows its log; `kamel run FILE --cluster -t logging.level=DEBUG` says more in it,\n"
                "  `kamel run FILE --dev` runs the routes here, `kamel test FILE` tests them, and `log:` and `mock:` steps can be added while it runs");
}

}  // namespace

void commands::debug(CLI::App& app, Shell& shell) {
  auto given = std::make_shared<Given>();
  CLI::App& command = add_command(app, shell, "debug", "Say what there is instead of a Java debugger", "  kamel debug orders\n", [given] { return debug(*given); });
  command.add_option("NAME", given->name, "The Integration")->required();
  command.add_flag("--suspend,!--no-suspend", given->suspend, "Without effect");
  command.add_option("--port", given->port, "Without effect");
  command.add_option("--remote-port", given->remote_port, "Without effect");
  add_cluster_options(command, given->where);
}

}  // namespace kamel::cli
