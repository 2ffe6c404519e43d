// kamel deploy, undeploy, rebuild: the phases that a person may set.
#include <CLI/App.hpp>
#include <memory>

#include "kamel-cli/cluster/connection.h"
#include "kamel-cli/command.h"
#include "kamel-cli/output/paint.h"

namespace kamel::cli {
namespace {

struct Given {
  ClusterOptions where;
  std::vector<std::string> names;
  bool all = false;
};

using Check = std::string (*)(const kube::Object& integration);

// Puts a phase into the status of one Integration.
int set_phase(Connection& connection, const std::string& name, const std::string& phase, Check check) {
  const auto found = connection.client.get(kube::resources::integrations, connection.key(name));
  if (!found) return failed(found.error());
  if (const std::string why = check(*found); !why.empty()) return failed("could not change integration " + name + ": " + why);
  const auto done = connection.client.merge(kube::resources::integrations, connection.key(name), {{"status", boost::json::object{{"phase", phase}}}}, "status");
  return done ? static_cast<int>(kOk) : failed(done.error());
}

std::string deployable(const kube::Object& integration) {
  const std::string phase = kube::text_at(integration, {"status", "phase"});
  return phase == "Build Complete" ? "" : "it is in phase " + phase + ", not in Build Complete";
}

std::string undeployable(const kube::Object& integration) {
  if (kube::annotation(integration, "camel.apache.org/dont-run-after-build") != "true") return "it is not annotated camel.apache.org/dont-run-after-build: \"true\"";
  const std::string phase = kube::text_at(integration, {"status", "phase"});
  return phase == "Running" ? "" : "it is in phase " + phase + ", not Running";
}

std::string always(const kube::Object&) { return {}; }

int each(const Given& given, const std::string& phase, Check check, const std::string& done) {
  const auto connection = connect(given.where);
  if (!connection) return kFailure;
  std::vector<std::string> names = given.names;
  if (given.all) {
    const auto all = connection->client.list(kube::resources::integrations, {connection->space, {}, {}});
    if (!all) return failed(all.error());
    for (const kube::Object& one : all->items) names.push_back(kube::key_of(one).name);
  }
  if (names.empty() && !given.all) return failed("name at least one integration, or give --all");
  for (const std::string& name : names) {
    if (const int code = set_phase(*connection, name, phase, check); code != kOk) return code;
  }
  print(done.empty() ? "Integration \"" + names[0] + "\" deployed\n" : std::to_string(names.size()) + " integrations have been " + done + "\n");
  return kOk;
}

void add(CLI::App& app, Shell& shell, const char* name, const char* summary, const char* example, bool may_be_all, const std::string& phase, Check check, const std::string& done) {
  auto given = std::make_shared<Given>();
  CLI::App& command = add_command(app, shell, name, summary, example, [=] { return each(*given, phase, check, done); });
  CLI::Option* names = command.add_option("NAME", given->names, "Integrations");
  if (may_be_all)
    command.add_flag("--all", given->all, "All of the namespace");
  else
    names->required();
  add_cluster_options(command, given->where);
}

}  // namespace

void commands::deploy(CLI::App& app, Shell& shell) {
  add(app, shell, "deploy", "Start an Integration that was declared with --dont-run-after-build", "  kamel deploy orders\n", false, "Deploying", deployable, "");
  add(app, shell, "undeploy", "Stop such an Integration", "  kamel undeploy orders\n", false, "Undeploying", undeployable, "undeployed");
  add(app, shell, "rebuild", "Let the operator begin anew with Integrations", "  kamel rebuild orders\n  kamel rebuild --all\n", true, "", always, "rebuilt");
}

}  // namespace kamel::cli
