#include "operator/integration/program.h"

#include <algorithm>
#include <cctype>

#include "dsl/digest.h"
#include "operator/text/yaml.h"

namespace kamel::cluster {
namespace {

constexpr std::size_t kMostBytes = 1'000'000;  // etcd takes 1.5 MB, the API server 1 MiB of data

// A key that a ConfigMap may have, ending as routes do.
std::string file_name(std::string name, const Program& program) {
  std::ranges::replace_if(name, [](unsigned char c) { return std::isalnum(c) == 0 && c != '.' && c != '-' && c != '_'; }, '_');
  if (name.empty()) name = "source-" + std::to_string(program.sources.size() + 1);
  if (!name.ends_with(".yaml") && !name.ends_with(".yml")) name += ".yaml";
  const auto taken = [&] { return std::ranges::find(program.sources, name, &ProgramFile::name) != program.sources.end(); };
  while (taken()) name.insert(0, "_");
  return name;
}

bool is_yaml(const json::object& source, const std::string& name) {
  const std::string language = kube::text_at(source, {"language"});
  if (!language.empty()) return language == "yaml" || language == "kamelet";
  const auto dot = name.rfind('.');
  return dot == std::string::npos || name.ends_with(".yaml") || name.ends_with(".yml");
}

std::optional<std::string> referenced(const json::object& source, const std::string& name, Plan& plan) {
  const std::string map = kube::text_at(source, {"contentRef"}), key = kube::text_at(source, {"contentKey"}, "content");
  const auto found = plan.declared.config_maps.find(map);
  if (found == plan.declared.config_maps.end()) {
    plan.error("source '" + name + "': there is no ConfigMap '" + map + "'", "create it; it is looked for again when it appears");
    return std::nullopt;
  }
  const json::value* text = kube::find(found->second, {"data", key});
  if (text != nullptr && text->is_string()) return std::string(std::string_view(text->get_string()));
  plan.error("source '" + name + "': ConfigMap '" + map + "' has no key '" + key + "'", "set contentKey");
  return std::nullopt;
}

void add_source(const json::object& source, Plan& plan) {
  const std::string name = kube::text_at(source, {"name"});
  if (!is_yaml(source, name)) {
    plan.error("source '" + name + "' is not in YAML", "only Camel's YAML is run natively; `camel transform route` of Apache Camel's command line writes it");
    return;
  }
  std::optional<std::string> text = kube::text_at(source, {"content"});
  if (text->empty()) text = kube::text_at(source, {"rawContent"});
  if (text->empty() && source.if_contains("contentRef") != nullptr) text = referenced(source, name, plan);
  if (!text) return;
  if (kube::true_at(source, {"compression"})) {
    *text = uncompressed(*text);
    if (text->empty()) return plan.error("source '" + name + "' is said to be compressed, but is no gzip in base64");
  }
  plan.out.program.sources.push_back({file_name(name, plan.out.program), std::move(*text)});
}

std::vector<SourcePtr> as_sources(const Program& program) {
  std::vector<SourcePtr> out;
  for (const auto* list : {&program.sources, &program.kamelets}) {
    for (const ProgramFile& file : *list) out.push_back(std::make_shared<const Source>(Source{file.name, file.text}));
  }
  return out;
}

// What the pods need of a Kamelet: not who manages which of its fields.
std::string kamelet_text(const json::object& kamelet) {
  json::object out{{"apiVersion", "camel.apache.org/v1"},
                   {"kind", "Kamelet"},
                   {"metadata", json::object{{"name", kube::text_at(kamelet, {"metadata", "name"})}}},
                   {"spec", kube::object_at(kamelet, {"spec"})}};
  return to_yaml(json::value(std::move(out)));
}

// Adds the Kamelets that are used and not there yet; false when there was none to add.
bool add_kamelets(const RouteFacts& facts, Plan& plan) {
  bool added = false;
  for (const std::string& name : facts.kamelets) {
    const std::string file = name + ".kamelet.yaml";
    Program& program = plan.out.program;
    if (std::ranges::find(program.kamelets, file, &ProgramFile::name) != program.kamelets.end()) continue;
    const auto found = plan.declared.kamelets.find(name);
    if (found == plan.declared.kamelets.end()) continue;
    program.kamelets.push_back({file, kamelet_text(found->second)});
    added = true;
  }
  return added;
}

void tell_kamelets(const RouteSet& set, Plan& plan) {
  std::string missing, there;
  for (const std::string& name : plan.routes.kamelets) {
    std::string& list = set.find_template(name) == nullptr ? missing : there;
    list += (list.empty() ? "" : ",") + name;
  }
  if (!missing.empty())
    plan.condition("KameletsAvailable", false, "KameletsNotAvailable", "kamelets [" + missing + "] not found in namespace " + plan.space);
  else if (!there.empty())
    plan.condition("KameletsAvailable", true, "KameletsAvailable", "kamelets [" + there + "] found");
}

// A property that the operator does not know may be in the pod's environment: the pod will tell.
bool only_a_pod_knows(const Diagnostic& diagnostic) {
  return diagnostic.message.find("property with key") != std::string::npos || diagnostic.message.find("placeholder") != std::string::npos;
}

std::string property_line(std::string_view key, std::string_view value) {
  std::string out;
  for (const char c : key) {
    if (std::string_view(" :=#!\\").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  out += "=";
  for (std::size_t i = 0; i < value.size(); ++i) {
    const char c = value[i];
    if (c == '\n') out += "\\n";
    else if (c == '\r') out += "\\r";
    else if (c == '\t') out += "\\t";
    else if (c == '\\' || (c == ' ' && i == 0)) out.append("\\").append(1, c);
    else out += c;
  }
  return out + "\n";
}

}  // namespace

void collect_sources(Plan& plan) {
  if (const json::value* flows = kube::find(plan.integration(), {"spec", "flows"}); flows != nullptr && flows->is_array() && !flows->get_array().empty()) {
    plan.out.program.sources.push_back({"camel-k-embedded-flow.yaml", to_yaml(*flows)});
  }
  for (const json::value& source : kube::list_at(plan.integration(), {"spec", "sources"})) {
    if (source.is_object()) add_source(source.get_object(), plan);
  }
  if (plan.out.program.sources.empty() && !plan.out.diagnostics.has_errors()) {
    plan.error("Integration '" + plan.name + "' has neither spec.flows nor spec.sources");
  }
}

RouteSet collect_routes(Plan& plan) {
  RouteSet set;
  Diagnostics found;
  do {
    found = {};
    Properties properties;
    for (const auto* all : {&plan.out.program.secrets, &plan.out.program.properties}) {
      for (const auto& [key, value] : *all) properties.set(key, value);
    }
    set = load_routes(as_sources(plan.out.program), std::move(properties), found);
    plan.routes = route_facts(set);
    for (const std::string& name : plan.more_kamelets) {
      if (std::ranges::find(plan.routes.kamelets, name) == plan.routes.kamelets.end()) plan.routes.kamelets.push_back(name);
    }
  } while (add_kamelets(plan.routes, plan));
  bool complete = true;
  for (const Diagnostic& diagnostic : found.list()) {
    if (only_a_pod_knows(diagnostic)) {
      complete = false;
      plan.out.diagnostics.warning(diagnostic.mark, diagnostic.message, "unless the pod has it in its environment");
    } else {
      plan.out.diagnostics.add(diagnostic);
    }
  }
  if (complete && !found.has_errors() && plan.facts.check) plan.out.diagnostics.append(plan.facts.check(set));
  tell_kamelets(set, plan);
  return set;
}

void seal(Program& program) {
  Digest digest;
  for (const auto* list : {&program.sources, &program.kamelets}) {
    digest.add(std::to_string(list->size()));
    for (const ProgramFile& file : *list) digest.add(file.name).add(file.text);
  }
  for (const auto* all : {&program.properties, &program.secrets}) {
    digest.add(std::to_string(all->size()));
    for (const auto& [key, value] : *all) digest.add(key).add(value);
  }
  program.digest = digest.text();
}

json::object routes_config_map(Plan& plan) {
  json::object map = plan.object("v1", "ConfigMap", plan.name + "-routes");
  const Program& program = plan.out.program;
  json::object annotations = plan.all_annotations;
  annotations[kDigestAnnotation] = program.digest;
  map["metadata"].get_object()["annotations"] = std::move(annotations);
  json::object data;
  std::size_t bytes = 0;
  const auto put = [&](std::string_view name, std::string_view text) {
    bytes += name.size() + text.size();
    data[name] = text;
  };
  for (const auto* list : {&program.sources, &program.kamelets}) {
    for (const ProgramFile& file : *list) put(file.name, file.text);
  }
  std::string lines;
  for (const auto& [key, value] : program.properties) lines += property_line(key, value);
  put("application.properties", lines);
  map["data"] = std::move(data);
  if (bytes > kMostBytes) {
    plan.error("the routes and their Kamelets take " + std::to_string(bytes) + " bytes; a ConfigMap holds " + std::to_string(kMostBytes), "part the Integration in two");
  }
  return map;
}

std::map<std::string, std::string> properties_of(const json::object& object, std::string_view key, Diagnostics& diagnostics) {
  std::map<std::string, std::string> out;
  const bool secret = kube::text_at(object, {"kind"}) == "Secret";
  json::object all = kube::object_at(object, {"data"});
  if (secret) {
    for (auto& [name, value] : all) value = from_base64(scalar_text(value));
    for (const auto& [name, value] : kube::object_at(object, {"stringData"})) all[name] = value;
  }
  for (const auto& [name, value] : all) {
    if (!key.empty() && std::string_view(name) != key) continue;
    if (!std::string_view(name).ends_with(".properties")) {
      out.emplace(name, scalar_text(value));
      continue;
    }
    Properties read;
    read.load(std::make_shared<const Source>(Source{std::string(name), scalar_text(value)}), diagnostics);
    out.insert(read.all().begin(), read.all().end());
  }
  return out;
}

}  // namespace kamel::cluster
