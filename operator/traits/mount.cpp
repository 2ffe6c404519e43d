// Trait mount: ConfigMaps, Secrets and volumes in the pods.
#include <algorithm>

#include "dsl/digest.h"
#include "operator/integration/plan.h"
#include "operator/integration/program.h"
#include "operator/text/yaml.h"

namespace kamel::traits {
namespace {

constexpr Field kFields[] = {
    kEnabled,
    {.name = "configs", .type = FieldType::Texts, .summary = "configmap:name[/key] or secret:name[/key]: properties, changed in running pods"},
    {.name = "resources", .type = FieldType::Texts, .summary = "configmap:name[/key][@path] or secret:name[/key][@path]: files, below /etc/camel/resources.d unless a path is given"},
    {.name = "volumes", .type = FieldType::Texts, .summary = "claim:/path or claim:/path:size:accessMode[:storageClass]; the latter makes the claim"},
    {.name = "emptyDirs", .type = FieldType::Texts, .summary = "name:/path[:size]; 500Mi unless a size is given"},
    {.name = "hotReload", .type = FieldType::Bool, .summary = "whether changed ConfigMaps and Secrets take effect", .ignored = "they always do, without a restart"},
    {.name = "scanKameletsImplicitLabelSecrets", .type = FieldType::Bool, .summary = "Secrets by the labels of Kamelets", .ignored = "name them in configs"},
};

/// configmap:name[/key][@path]
struct Reference {
  bool secret = false;
  std::string name, key, path;
};

std::optional<Reference> read(std::string_view text, Plan& plan) {
  Reference out;
  const auto colon = text.find(':');
  const std::string_view kind = text.substr(0, colon);
  if (colon == std::string_view::npos || (kind != "configmap" && kind != "secret")) {
    plan.error("trait mount: '" + std::string(text) + "' is neither configmap:name nor secret:name");
    return std::nullopt;
  }
  out.secret = kind == "secret";
  std::string_view rest = text.substr(colon + 1);
  if (const auto at = rest.find('@'); at != std::string_view::npos) {
    out.path = rest.substr(at + 1);
    rest = rest.substr(0, at);
  }
  const auto slash = std::min(rest.find('/'), rest.size());
  out.name = rest.substr(0, slash);
  if (slash < rest.size()) out.key = rest.substr(slash + 1);
  return out;
}

std::string below(std::string_view root, const Reference& of) { return std::string(root) + (of.secret ? "/_secrets/" : "/_configmaps/") + of.name; }

void mount(Plan& plan, const std::string& volume, const std::string& path, bool read_only) {
  json::object entry{{"name", volume}, {"mountPath", path}};
  if (read_only) entry["readOnly"] = true;
  plan.mounts.push_back(std::move(entry));
}

// A volume's name is a DNS label: of a long one the beginning, and what tells it from others.
std::string volume_name(const Reference& of, const std::string& path, std::string_view prefix) {
  std::string name = std::string(prefix) + (of.secret ? "-secret-" : "-configmap-") + cluster::as_name(of.name);
  if (name.size() > 50) name = name.substr(0, 50);
  return name + "-" + Digest().add(of.name).add(path).text().substr(0, 8);
}

json::value* volume_called(Plan& plan, const std::string& name) {
  for (json::value& volume : plan.volumes) {
    if (volume.at("name").as_string() == name) return &volume;
  }
  return nullptr;
}

// The whole directory: a single file (a subPath) would never change in a running pod. Two keys of one object share a directory.
void add_volume(Plan& plan, const Reference& of, const std::string& path, std::string_view prefix) {
  const std::string name = volume_name(of, path, prefix);
  const json::value item = json::object{{"key", of.key}, {"path", of.key}};
  if (json::value* known = volume_called(plan, name)) {
    json::object& source = known->get_object()[of.secret ? "secret" : "configMap"].get_object();
    if (of.key.empty()) source.erase("items");
    else if (json::value* items = source.if_contains("items")) items->get_array().push_back(item);
    return;
  }
  json::object source{{of.secret ? "secretName" : "name", of.name}};
  if (!of.key.empty()) source["items"] = json::array{item};
  plan.volumes.push_back(json::object{{"name", name}, {of.secret ? "secret" : "configMap", std::move(source)}});
  mount(plan, name, path, true);
}

void add_config(Plan& plan, const Reference& of) {
  const auto& known = of.secret ? plan.declared.secrets : plan.declared.config_maps;
  if (const auto found = known.find(of.name); found != known.end()) {
    auto& into = of.secret ? plan.out.program.secrets : plan.out.program.properties;
    for (const auto& [key, value] : cluster::properties_of(found->second, of.key, plan.out.diagnostics)) into.emplace(key, value);
  }
  add_volume(plan, of, below(cluster::kConfigPath, of), "config");
}

void add_resource(Plan& plan, const Reference& of) {
  std::string path = of.path.empty() ? below("/etc/camel/resources.d", of) : of.path;
  // file@/dir/name is that one file: its directory is mounted, under the key's own name where they differ.
  if (!of.key.empty() && path.ends_with("/" + of.key)) path.resize(path.size() - of.key.size() - 1);
  add_volume(plan, of, path.empty() ? "/" : path, "resource");
}

void add_claim(Plan& plan, const std::string& text) {
  const auto words = cluster::parts(text, ':');
  if (words.size() < 2 || !words[1].starts_with('/') || words.size() == 3) {
    return plan.error("trait mount: volume '" + text + "' is neither claim:/path nor claim:/path:size:accessMode[:storageClass]");
  }
  plan.volumes.push_back(json::object{{"name", words[0]}, {"persistentVolumeClaim", json::object{{"claimName", words[0]}}}});
  mount(plan, words[0], words[1], false);
  if (words.size() < 4) return;
  json::object claim = plan.object("v1", "PersistentVolumeClaim", words[0]);
  claim["metadata"].get_object().erase("ownerReferences");  // data outlives the Integration
  json::object spec{{"accessModes", json::array{json::value(words[3])}}, {"resources", json::object{{"requests", json::object{{"storage", words[2]}}}}}};
  if (words.size() > 4) spec["storageClassName"] = words[4];
  claim["spec"] = std::move(spec);
  plan.add(std::move(claim));
}

void add_empty(Plan& plan, const std::string& text) {
  const auto words = cluster::parts(text, ':');
  if (words.size() < 2 || !words[1].starts_with('/')) return plan.error("trait mount: empty directory '" + text + "' is not name:/path[:size]");
  plan.volumes.push_back(json::object{{"name", words[0]}, {"emptyDir", json::object{{"sizeLimit", words.size() > 2 ? words[2] : "500Mi"}}}});
  mount(plan, words[0], words[1], false);
}

void apply(const Options& options, Plan& plan) {
  for (const std::string& text : options.texts("configs")) {
    if (const auto of = read(text, plan)) add_config(plan, *of);
  }
  for (const std::string& text : options.texts("resources")) {
    if (const auto of = read(text, plan)) add_resource(plan, *of);
  }
  for (const std::string& text : options.texts("volumes")) add_claim(plan, text);
  for (const std::string& text : options.texts("emptyDirs")) add_empty(plan, text);
}

}  // namespace

TraitSpec mount() {
  return {.name = "mount",
          .summary = "ConfigMaps, Secrets and volumes in the pods.",
          .fields = kFields,
          .order = 250,
          .always = true,
          .example = "mount:\n  configs: [secret:kafka-login]\n  resources: [configmap:schemas@/data]",
          .apply = apply};
}

}  // namespace kamel::traits
