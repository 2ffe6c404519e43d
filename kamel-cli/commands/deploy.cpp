// kamel deploy, undeploy, rebuild: the phases that a person may set.
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

kube::Outcome<kube::Object> set_phase(Connection& connection, const std::string& name, const std::string& phase) {
  return connection.client.merge(kube::resources::integrations, connection.key(name), {{"status", boost::json::object{{"phase", phase}}}}, "status");
}

int deploy(Connection& connection, const Given& given) {
  if (given.names.size() != 1) return failed("deploy requires an Integration or Pipe name argument");
  const std::string& name = given.names[0];
  const auto found = connection.client.get(kube::resources::integrations, connection.key(name));
  if (!found) return failed("could not get Integration or Pipe " + name + ": " + found.error().message);
  const std::string phase = kube::text_at(*found, {"status", "phase"});
  if (phase != "Build Complete") return failed("could not run an Integration in " + phase + " status");
  if (const auto done = set_phase(connection, name, "Deploying"); !done) return failed(done.error());
  print("Integration \"" + name + "\" deployed\n");
  return kOk;
}

// Why one stays as it is; "" when it does not.
std::string keeps(const kube::Object& integration) {
  if (kube::text_at(integration, {"status", "phase"}) != "Running") return "it is not in status Running";
  const bool may = kube::annotation(integration, "camel.apache.org/dont-run-after-build") == "true";
  return may ? "" : "it is not annotated with camel.apache.org/dont-run-after-build=true";
}

int undeploy(Connection& connection, const Given& given) {
  std::size_t count = 0;
  for (const std::string& name : given.names) {
    const auto found = connection.client.get(kube::resources::integrations, connection.key(name));
    if (!found) return failed("could not find integration " + name + " in namespace " + connection.space + ": " + found.error().message);
    if (const std::string why = keeps(*found); !why.empty()) {
      print("warning: could not undeploy integration " + name + ", " + why + "\n");
      continue;
    }
    if (const auto done = set_phase(connection, name, "Undeploying"); !done) return failed(done.error());
    ++count;
  }
  print(std::to_string(count) + " integrations have been undeployed\n");
  return kOk;
}

int rebuild(Connection& connection, const Given& given) {
  std::vector<std::string> names = given.names;
  if (given.all) {
    const auto all = connection.client.list(kube::resources::integrations, {connection.space, {}, {}});
    if (!all) return failed(all.error());
    for (const kube::Object& one : all->items) names.push_back(kube::key_of(one).name);
  }
  for (const std::string& name : names) {
    const auto done = set_phase(connection, name, "");
    if (!done && done.error().not_found()) return failed("could not find integration " + name + " in namespace " + connection.space + ": " + done.error().message);
    if (!done) return failed(done.error());
  }
  print(std::to_string(names.size()) + " integrations have been rebuilt\n");
  return kOk;
}

int rebuild_given(const Given& given) {
  if (given.all && !given.names.empty()) return failed("invalid combination: --all flag is set and at least one integration name is provided");
  if (!given.all && given.names.empty()) return failed("invalid combination: provide one or several integration names or set --all flag for all integrations");
  const auto connection = connect(given.where);
  return connection ? rebuild(*connection, given) : static_cast<int>(kFailure);
}

using Run = int (*)(Connection&, const Given&);

void add(CLI::App& app, Shell& shell, const char* name, const char* summary, const char* example, Run run) {
  auto given = std::make_shared<Given>();
  CLI::App& command = add_command(app, shell, name, summary, example, [=]() -> int {
    const auto connection = connect(given->where);
    return connection ? run(*connection, *given) : static_cast<int>(kFailure);
  });
  command.add_option("NAME", given->names, "Integrations")->required();
  add_cluster_options(command, given->where);
}

}  // namespace

void commands::deploy(CLI::App& app, Shell& shell) {
  add(app, shell, "deploy", "Start an Integration that was declared with --dont-run-after-build", "  kamel deploy orders\n", cli::deploy);
  add(app, shell, "undeploy", "Stop such Integrations", "  kamel undeploy orders\n", undeploy);
  auto given = std::make_shared<Given>();
  CLI::App& command = add_command(app, shell, "rebuild", "Let the operator begin anew with Integrations", "  kamel rebuild orders\n  kamel rebuild --all\n", [given] { return rebuild_given(*given); });
  command.add_option("NAME", given->names, "Integrations");
  command.add_flag("--all", given->all, "All of the namespace");
  add_cluster_options(command, given->where);
}

}  // namespace kamel::cli
