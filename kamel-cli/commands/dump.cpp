// kamel dump: what a namespace holds, and what its pods say, for a report.
#include <CLI/App.hpp>
#include <fstream>
#include <memory>

#include "kamel-cli/cluster/connection.h"
#include "kamel-cli/command.h"
#include "kamel-cli/options/options.h"
#include "kamel-cli/output/paint.h"
#include "operator/integration/desired.h"
#include "operator/text/yaml.h"

namespace kamel::cli {
namespace {

struct Given {
  ClusterOptions where;
  std::string file;
  int lines = 100;
};

// Who manages which field is of no use to a reader.
kube::Object shown(kube::Object object) {
  object["metadata"].get_object().erase("managedFields");
  return object;
}

std::string section(Connection& connection, const kube::Resource& resource, const std::string& labels) {
  std::string out = "\nFound " + resource.plural + ":\n";
  const auto all = connection.client.list(resource, {connection.space, labels, {}});
  if (!all) return out + "  " + all.error().text() + "\n";
  std::vector<kube::Object> objects;
  for (const kube::Object& one : all->items) objects.push_back(shown(one));
  return out + cluster::to_yaml(objects);
}

std::string logs(Connection& connection, const std::string& labels, int lines) {
  std::string out;
  const auto pods = connection.client.list(kube::resources::pods, {connection.space, labels, {}});
  if (!pods) return "  " + pods.error().text() + "\n";
  for (const kube::Object& pod : pods->items) {
    const kube::Key key = kube::key_of(pod);
    const auto text = connection.client.raw("GET", kube::resources::pods.path(key, "log") + "?tailLines=" + std::to_string(lines));
    out += "\nLogs of pod " + key.name + ":\n" + (text ? *text : "  " + text.error().text() + "\n");
  }
  return out;
}

int dump(const Given& given) {
  const auto connection = connect(given.where);
  if (!connection) return kFailure;
  const std::string ours(cluster::kIntegrationLabel);
  std::string out = "Namespace: " + connection->space + "\n";
  for (const kube::Resource* resource : {&kube::resources::integrations, &kube::resources::pipes, &kube::resources::kamelets, &kube::resources::profiles})
    out += section(*connection, *resource, "");
  for (const kube::Resource* resource : {&kube::resources::deployments, &kube::resources::config_maps, &kube::resources::services, &kube::resources::pods})
    out += section(*connection, *resource, ours);
  out += logs(*connection, ours, given.lines);
  if (given.file.empty()) {
    print(out);
    return kOk;
  }
  std::ofstream file(given.file, std::ios::binary);
  file << out;
  file.close();
  return file ? static_cast<int>(kOk) : failed("cannot write '" + given.file + "'");
}

}  // namespace

void commands::dump(CLI::App& app, Shell& shell) {
  auto given = std::make_shared<Given>();
  CLI::App& command = add_command(app, shell, "dump", "Write down what a namespace holds, and what its pods say; no Secrets",
                                  "  kamel dump\n"
                                  "  kamel dump report.txt --logLines 1000\n",
                                  [given] { return dump(*given); });
  command.add_option("FILE", given->file, "Where to [standard output]");
  command.add_option("--logLines", given->lines, "How many lines of each log")->capture_default_str();
  add_cluster_options(command, given->where);
}

}  // namespace kamel::cli
