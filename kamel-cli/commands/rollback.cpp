// kamel rollback: what an Integration declared before, again.
#include <CLI/App.hpp>
#include <memory>

#include "kamel-cli/cluster/connection.h"
#include "kamel-cli/cluster/progress.h"
#include "kamel-cli/command.h"
#include "kamel-cli/options/options.h"
#include "kamel-cli/output/paint.h"
#include "kamel-cli/output/table.h"
#include "operator/integration/desired.h"
#include "operator/integration/history.h"

namespace kamel::cli {
namespace {

using cluster::Revision;

struct Given {
  ClusterOptions where;
  std::string name;
  std::int64_t revision = 0;
  bool list = false, wait = false;
};

// Where its routes begin: enough to tell one revision from another.
std::string sources_of(const kube::Object& spec) {
  std::string out;
  for (const auto& flow : kube::list_at(spec, {"flows"})) {
    if (!flow.is_object()) continue;
    std::string uri = kube::text_at(flow.get_object(), {"from", "uri"});
    if (uri.empty()) uri = kube::text_at(flow.get_object(), {"route", "from", "uri"});
    if (!uri.empty()) out += (out.empty() ? "" : ", ") + uri;
  }
  for (const auto& source : kube::list_at(spec, {"sources"})) {
    if (source.is_object()) out += (out.empty() ? "" : ", ") + kube::text_at(source.get_object(), {"name"});
  }
  return out;
}

int show(const std::vector<Revision>& all, const kube::Object& integration) {
  const kube::Object now = cluster::spec_without_scale(integration);
  Table table({"REVISION", "SINCE", "DECLARED NOW", "ROUTES"});
  for (const Revision& one : all) table.add({std::to_string(one.number), one.since, one.spec == now ? "yes" : "", sources_of(one.spec)});
  print(all.empty() ? "Integration " + kube::key_of(integration).name + " has no history yet\n" : table.text());
  return kOk;
}

std::string why_none(const Given& given, const std::vector<Revision>& all) {
  if (given.revision == 0) return "integration " + given.name + " has nothing to go back to: no other version of it ran in all its pods";
  std::string known;
  for (const Revision& one : all) known += (known.empty() ? "" : ", ") + std::to_string(one.number);
  return "integration " + given.name + " has no revision " + std::to_string(given.revision) + (known.empty() ? "" : "; there are " + known);
}

// Replaces the spec, except for the scale, unless somebody else edits it at the same time.
kube::Outcome<kube::Object> put_back(Connection& connection, kube::Object integration, const Revision& revision) {
  kube::Object spec = revision.spec;
  if (const auto* replicas = kube::find(integration, {"spec", "replicas"}); replicas != nullptr) spec["replicas"] = *replicas;
  integration["spec"] = std::move(spec);
  return connection.client.update(kube::resources::integrations, integration);
}

int roll_back(const Given& given) {
  const auto connection = connect(given.where);
  if (!connection) return kFailure;
  const auto found = connection->client.get(kube::resources::integrations, connection->key(given.name));
  if (!found) return failed(found.error());
  if (const std::string maker = kube::label(*found, "camel.apache.org/created.by.name"); !maker.empty())
    return failed("integration " + given.name + " is made by the pipe " + maker + ", which would make it anew: apply the pipe as it was");
  const auto there = connection->client.list(kube::resources::controller_revisions, {connection->space, std::string(cluster::kIntegrationLabel) + "=" + given.name, {}});
  if (!there) return failed(there.error());
  const std::vector<Revision> all = cluster::revisions(there->items, kube::text_at(*found, {"metadata", "uid"}));
  if (given.list) return show(all, *found);
  const Revision* revision = cluster::earlier(all, *found, given.revision);
  if (revision == nullptr) return failed(why_none(given, all));
  const auto done = put_back(*connection, *found, *revision);
  if (!done) return failed(done.error());
  print("Integration \"" + given.name + "\" rolled back to revision " + std::to_string(revision->number) + " of " + revision->since + "\n");
  return given.wait ? wait_until_running(*connection, given.name, kube::whole_at(*done, {"metadata", "generation"}), {}) : static_cast<int>(kOk);
}

}  // namespace

void commands::rollback(CLI::App& app, Shell& shell) {
  auto given = std::make_shared<Given>();
  CLI::App& command = add_command(app, shell, "rollback", "Declare again what an Integration declared before",
                                  "  kamel rollback orders                  the version that ran before this one\n"
                                  "  kamel rollback orders --list\n"
                                  "  kamel rollback orders --to-revision 7 --wait\n",
                                  [given] { return roll_back(*given); });
  command.add_option("NAME", given->name, "The Integration")->required();
  command.add_option("--to-revision", given->revision, "The generation to go back to [the newest that is not declared now]")->check(CLI::PositiveNumber);
  command.add_flag("--list", given->list, "Show what is kept instead: the last ten versions that ran in all pods");
  command.add_flag("-w,--wait", given->wait, "Wait until it runs in all pods");
  add_cluster_options(command, given->where);
}

}  // namespace kamel::cli
