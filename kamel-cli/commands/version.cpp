// kamel version: which build this is.
#include <CLI/App.hpp>
#include <memory>
#include <string>

#include "dsl/json.h"
#include "kamel-cli/cluster/connection.h"
#include "kamel-cli/command.h"
#include "kamel-cli/options/options.h"
#include "kamel-cli/output/paint.h"

namespace kamel::cli {
namespace {

constexpr std::string_view kCamelVersion = "4.14";

int print_version(const Shell& shell, const std::string& output) {
  const auto count = [](std::size_t n) { return Value::integer(static_cast<std::int64_t>(n)); };
  if (output == "json") {
    const Map parts{{"version", KAMEL_VERSION},
                    {"camel", kCamelVersion},
                    {"steps", count(shell.registry.steps().size())},
                    {"languages", count(shell.registry.languages().size())},
                    {"formats", count(shell.registry.formats().size())},
                    {"components", count(shell.registry.components().size())}};
    print(json::write(Value(parts), json::Style::Pretty).str() + "\n");
    return kOk;
  }
  print("kamel " KAMEL_VERSION " (routes as in Apache Camel " + std::string(kCamelVersion) + ")\n" +
        std::to_string(shell.registry.steps().size()) + " steps, " + std::to_string(shell.registry.languages().size()) + " languages, " +
        std::to_string(shell.registry.formats().size()) + " data formats, " + std::to_string(shell.registry.components().size()) +
        " components\n");
  return kOk;
}

// The operator tells its version by its image.
int print_operator(const ClusterOptions& where) {
  const auto connection = connect(where);
  if (!connection) return kFailure;
  const auto found = connection->client.get(kube::resources::deployments, connection->key("kamel-operator"));
  if (!found && found.error().not_found()) return failed("there is no operator in the namespace " + connection->space + "; `kamel install` makes one");
  if (!found) return failed(found.error());
  const auto& containers = kube::list_at(*found, {"spec", "template", "spec", "containers"});
  const std::string image = containers.empty() ? "" : kube::text_at(containers[0].as_object(), {"image"});
  print("Camel K Operator " + image.substr(image.rfind(':') + 1) + " (" + image + ")\n");
  return kOk;
}

}  // namespace

void commands::version(CLI::App& app, Shell& shell) {
  struct Given {
    std::string output = "text";
    ClusterOptions where;
    bool of_operator = false;
  };
  auto given = std::make_shared<Given>();
  CLI::App& command = add_command(app, shell, "version", "Print the version and what is built in",
                                  "  kamel version\n"
                                  "  kamel version -o json\n"
                                  "  kamel version --operator -n apps          of the operator in a cluster\n",
                                  [&shell, given] { return given->of_operator ? print_operator(given->where) : print_version(shell, given->output); });
  command.add_option("-o,--output", given->output, "text or json")->check(CLI::IsMember({"text", "json"}))->capture_default_str();
  command.add_flag("--operator", given->of_operator, "The operator's, in a cluster");
  add_cluster_options(command, given->where);
}

}  // namespace kamel::cli
