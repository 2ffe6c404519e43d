// kamel kamelet: the Kamelets of a namespace.
#include <CLI/App.hpp>
#include <memory>

#include "kamel-cli/cluster/connection.h"
#include "kamel-cli/command.h"
#include "kamel-cli/options/options.h"
#include "kamel-cli/output/paint.h"
#include "kamel-cli/output/table.h"

namespace kamel::cli {
namespace {

struct Given {
  ClusterOptions where;
  std::vector<std::string> names;
  bool sink = false, source = false, action = false, bundled = false, read_only = false, all = false;
  std::string group;
};

constexpr std::string_view kPrefix = "camel.apache.org/kamelet.";
std::string label(const kube::Object& kamelet, const char* name) { return kube::label(kamelet, std::string(kPrefix) + name); }

bool wanted(const Given& given, const kube::Object& kamelet) {
  const std::string type = label(kamelet, "type");
  const bool any_type = !given.sink && !given.source && !given.action;
  const bool right_type = any_type || (given.sink && type == "sink") || (given.source && type == "source") || (given.action && type == "action");
  const bool right_group = given.group.empty() || kube::annotation(kamelet, std::string(kPrefix) + "group") == given.group;
  return right_type && right_group && (!given.bundled || label(kamelet, "bundled") == "true") && (!given.read_only || label(kamelet, "readonly") == "true");
}

int get(const Given& given) {
  const auto connection = connect(given.where);
  if (!connection) return kFailure;
  const auto all = connection->client.list(kube::resources::kamelets, {connection->space, {}, {}});
  if (!all) return failed(all.error());
  Table table({"NAME", "PHASE", "TYPE", "GROUP", "BUNDLED", "READ ONLY", "TITLE"});
  const auto flag = [](const std::string& text) { return text == "true" ? "true" : "false"; };
  for (const kube::Object& one : all->items) {
    if (!wanted(given, one)) continue;
    table.add({kube::key_of(one).name, kube::text_at(one, {"status", "phase"}, "Ready"), label(one, "type"), kube::annotation(one, std::string(kPrefix) + "group"),
               flag(label(one, "bundled")), flag(label(one, "readonly")), kube::text_at(one, {"spec", "definition", "title"})});
  }
  print(table.text());
  return kOk;
}

int remove(const Given& given) {
  const auto connection = connect(given.where);
  if (!connection) return kFailure;
  std::vector<std::string> names = given.names;
  if (given.all) {
    const auto all = connection->client.list(kube::resources::kamelets, {connection->space, {}, {}});
    if (!all) return failed(all.error());
    for (const kube::Object& one : all->items) {
      if (label(one, "bundled") != "true") names.push_back(kube::key_of(one).name);
    }
  }
  for (const std::string& name : names) {
    if (const auto done = connection->client.remove(kube::resources::kamelets, connection->key(name)); !done) return failed(done.error());
    print("kamelet \"" + name + "\" has been deleted\n");
  }
  return names.empty() && !given.all ? failed("name at least one kamelet, or give --all") : static_cast<int>(kOk);
}

}  // namespace

void commands::kamelet(CLI::App& app, Shell& shell) {
  CLI::App& group = *app.add_subcommand("kamelet", "List or delete Kamelets of a cluster");
  group.footer("\nExamples:\n  kamel kamelet get --source\n  kamel kamelet delete my-source\n");
  group.require_subcommand(1);
  auto given = std::make_shared<Given>();
  CLI::App& list = add_command(group, shell, "get", "List them", "  kamel kamelet get --source\n", [given] { return get(*given); });
  list.add_flag("--sink", given->sink, "Sinks");
  list.add_flag("--source", given->source, "Sources");
  list.add_flag("--action", given->action, "Actions");
  list.add_flag("--bundled", given->bundled, "Those that came with an operator");
  list.add_flag("--read-only", given->read_only, "Those that nobody may change");
  list.add_option("--group", given->group, "Those of a group");
  add_cluster_options(list, given->where);
  CLI::App& gone = add_command(group, shell, "delete", "Delete them", "  kamel kamelet delete my-source\n", [given] { return remove(*given); });
  gone.add_option("NAME", given->names, "Kamelets");
  gone.add_flag("--all", given->all, "All but the bundled ones");
  add_cluster_options(gone, given->where);
}

}  // namespace kamel::cli
