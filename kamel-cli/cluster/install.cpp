#include "kamel-cli/cluster/install.h"

#include <algorithm>

#include "kamel-cli/cluster/connection.h"
#include "kamel-cli/cluster/objects.h"
#include "kamel-cli/command.h"
#include "kamel-cli/output/paint.h"

namespace kamel::cli {
namespace {

bool key_value(const std::string& text, std::string_view flag, std::pair<std::string, std::string>& out, Diagnostics& diagnostics) {
  const auto equals = text.find('=');
  if (equals == std::string::npos || equals == 0) {
    diagnostics.error({}, "'" + text + "' of " + std::string(flag) + " is not key=value");
    return false;
  }
  out = {text.substr(0, equals), text.substr(equals + 1)};
  return true;
}

// requests.cpu=100m, limits.memory=1Gi
void read_resource(const std::string& text, cluster::Installation& of, Diagnostics& diagnostics) {
  std::pair<std::string, std::string> pair;
  if (!key_value(text, "--operator-resources", pair, diagnostics)) return;
  const auto dot = pair.first.find('.');
  const std::string kind = pair.first.substr(0, dot);
  if (dot == std::string::npos || (kind != "requests" && kind != "limits")) {
    diagnostics.error({}, "'" + text + "' of --operator-resources is not requests.cpu=100m or limits.memory=1Gi");
  } else {
    (kind == "requests" ? of.requests : of.limits)[pair.first.substr(dot + 1)] = pair.second;
  }
}

// key[=value]:effect[:seconds]
void read_toleration(const std::string& text, cluster::Installation& of, Diagnostics& diagnostics) {
  const auto colon = text.find(':');
  const auto second = text.find(':', colon == std::string::npos ? colon : colon + 1);
  if (colon == std::string::npos) return diagnostics.error({}, "'" + text + "' of --toleration is not key[=value]:effect[:seconds]");
  const std::string key = text.substr(0, colon);
  const auto equals = key.find('=');
  boost::json::object out{{"key", key.substr(0, equals)}, {"operator", equals == std::string::npos ? "Exists" : "Equal"}, {"effect", text.substr(colon + 1, second - colon - 1)}};
  if (equals != std::string::npos) out["value"] = key.substr(equals + 1);
  const std::string seconds = second == std::string::npos ? "" : text.substr(second + 1);
  if (seconds.find_first_not_of("0123456789") != std::string::npos || seconds.size() > 9) return diagnostics.error({}, "'" + seconds + "' of --toleration are no seconds");
  if (!seconds.empty()) out["tolerationSeconds"] = std::stoll(seconds);
  of.tolerations.push_back(std::move(out));
}

void read_lists(InstallOptions& options, Diagnostics& diagnostics) {
  std::pair<std::string, std::string> pair;
  for (const std::string& text : options.environment) {
    if (key_value(text, "--operator-env-vars", pair, diagnostics)) options.of.environment.push_back(pair);
  }
  for (const std::string& text : options.node_selectors) {
    if (key_value(text, "--node-selector", pair, diagnostics)) options.of.node_selector.insert(pair);
  }
  for (const std::string& text : options.resources) read_resource(text, options.of, diagnostics);
  for (const std::string& text : options.tolerations) read_toleration(text, options.of, diagnostics);
}

void append(std::vector<boost::json::object>& to, std::vector<boost::json::object> from) { std::ranges::move(from, std::back_inserter(to)); }

// Into the cluster, one after the other; the first failure ends it.
int apply_all(const std::vector<boost::json::object>& objects, const ClusterOptions& where) {
  const auto connection = connect(where);
  if (!connection) return kFailure;
  for (const boost::json::object& object : objects) {
    if (const auto done = apply(*connection, object); !done) return failed(done.error());
    print(kube::text_at(object, {"kind"}) + " \"" + kube::text_at(object, {"metadata", "name"}) + "\" applied\n");
  }
  return kOk;
}

int remove_all(const std::vector<boost::json::object>& objects, const ClusterOptions& where) {
  const auto connection = connect(where);
  if (!connection) return kFailure;
  for (const boost::json::object& object : objects) {
    if (const auto done = remove(*connection, object); !done) return failed(done.error());
    print(kube::text_at(object, {"kind"}) + " \"" + kube::text_at(object, {"metadata", "name"}) + "\" removed\n");
  }
  return kOk;
}

}  // namespace

int install(InstallOptions& options) {
  Diagnostics diagnostics;
  read_lists(options, diagnostics);
  if (tell(diagnostics)) return kUsage;
  std::vector<boost::json::object> objects;
  if (!options.skip_kinds) append(objects, cluster::custom_resources());
  if (!options.kinds_only) {
    append(objects, cluster::operator_rights(options.of));
    append(objects, cluster::operator_workload(options.of));
  }
  if (options.output.empty()) return apply_all(objects, {options.kube_config, options.of.space});
  print_objects(objects, options.output);
  return kOk;
}

int uninstall(const UninstallOptions& options) {
  std::vector<boost::json::object> objects = cluster::operator_workload(options.of);
  append(objects, cluster::operator_rights(options.of));
  if (options.all) append(objects, cluster::custom_resources());
  if (options.output.empty()) return remove_all(objects, {options.kube_config, options.of.space});
  print_objects(objects, options.output);
  return kOk;
}

}  // namespace kamel::cli
