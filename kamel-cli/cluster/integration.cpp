#include "kamel-cli/cluster/integration.h"

#include <algorithm>
#include <filesystem>

#include "dsl/modeline.h"
#include "dsl/placeholders.h"
#include "dsl/yaml.h"
#include "kamel-cli/load/inputs.h"
#include "operator/text/yaml.h"

namespace fs = std::filesystem;

namespace kamel::cli {
namespace json = boost::json;
namespace {

bool is_yaml(const std::string& name) { return name.ends_with(".yaml") || name.ends_with(".yml"); }

std::string key_of(const std::string& text) { return text.substr(0, text.find('=')); }

bool has_key(const std::vector<std::string>& list, const std::string& text) {
  return std::ranges::any_of(list, [&](const std::string& known) { return key_of(known) == key_of(text); });
}

// A file: value in a modeline is meant beside its source.
std::string beside(const std::string& value, const SourcePtr& source) {
  if (!value.starts_with("file:") || value.starts_with("file:/")) return value;
  const fs::path folder = fs::path(source->name).parent_path();
  return folder.empty() ? value : "file:" + (folder / value.substr(5)).string();
}

/// Modelines as flags.
struct Modelines {
  IntegrationFlags& flags;
  Diagnostics& diagnostics;
  std::vector<std::string>& words;
  const IntegrationFlags given = flags;  // of the command line: these win

  void take(const ModelineOption& option) {
    struct ListOption {
      std::string_view name, short_name;
      std::vector<std::string> IntegrationFlags::* list;
      bool keyed = false;
    };
    static constexpr ListOption kLists[] = {{"property", "p", &IntegrationFlags::properties, true},
                                            {"trait", "t", &IntegrationFlags::traits, true},
                                            {"build-property", "", &IntegrationFlags::build_properties, true},
                                            {"config", "", &IntegrationFlags::configs},
                                            {"resource", "", &IntegrationFlags::resources},
                                            {"env", "e", &IntegrationFlags::environment},
                                            {"volume", "v", &IntegrationFlags::volumes},
                                            {"dependency", "d", &IntegrationFlags::dependencies},
                                            {"label", "l", &IntegrationFlags::labels},
                                            {"annotation", "", &IntegrationFlags::annotations},
                                            {"maven-repository", "", &IntegrationFlags::repositories}};
    const std::string value = beside(option.value, option.mark.source);
    for (const ListOption& known : kLists) {
      if (option.name != known.name && (known.short_name.empty() || option.name != known.short_name)) continue;
      words.push_back("--" + std::string(known.name) + "=" + value);
      if (!known.keyed || !has_key(given.*known.list, value)) (flags.*known.list).push_back(value);
      return;
    }
    single(option, value);
  }

  void single(const ModelineOption& option, const std::string& value) {
    static constexpr std::pair<std::string_view, std::string IntegrationFlags::*> kSingles[] = {
        {"name", &IntegrationFlags::name},         {"service-account", &IntegrationFlags::service_account},
        {"profile", &IntegrationFlags::profile},   {"integration-profile", &IntegrationFlags::integration_profile},
        {"image", &IntegrationFlags::image},       {"operator-id", &IntegrationFlags::operator_id},
        {"kit", &IntegrationFlags::kit},           {"pod-template", &IntegrationFlags::pod_template},
        {"namespace", &IntegrationFlags::space}};
    if (option.name == "language") return;
    if (option.name == "dev" || option.name == "wait" || option.name == "logs" || option.name == "sync") {
      return diagnostics.error(option.mark, "a modeline may not hold '" + option.name + "'", "write it on the command line");
    }
    for (const auto& [name, member] : kSingles) {
      if (option.name != name) continue;
      words.push_back("--" + option.name + "=" + value);
      if ((given.*member).empty()) flags.*member = value;
      return;
    }
    if (option.name == "compression") {
      flags.compression = value != "false";
    } else {
      diagnostics.error(option.mark, "unknown option '" + option.name + "' in the modeline", "`kamel run --help` lists them");
    }
  }
};

/// Collects the Integration.
struct Maker {
  const IntegrationFlags& flags;
  Diagnostics& diagnostics;
  json::object spec, traits;
  json::array flows, sources;

  void source(const SourcePtr& source) {
    const std::string name = fs::path(source->name).filename().string();
    if (is_yaml(name) && flags.use_flows) return flow(source);
    json::object entry{{"name", name}, {"content", source->text}};
    if (flags.compression) {
      entry["content"] = cluster::compressed(source->text);
      entry["compression"] = true;
    }
    sources.push_back(std::move(entry));
  }

  void flow(const SourcePtr& source) {
    for (const Node& document : yaml::parse(source, diagnostics)) {
      if (document.is_map() && document.find("kind") != nullptr) {
        diagnostics.error(document.mark, "this is a " + document.find("kind")->text + " already", "`kubectl apply -f " + source->name + "` declares it");
      } else if (!document.is_list() && !document.is_null()) {
        diagnostics.error(document.mark, "routes are a list", "begin with '- route:' or '- from:'");
      }
      for (const Node& item : document.items) flows.push_back(cluster::to_json(item));
    }
  }

  void append(std::string_view trait, std::string_view option, const std::string& text) {
    json::value& options = traits[trait];
    if (!options.is_object()) options.emplace_object();
    json::value& list = options.get_object()[option];
    if (!list.is_array()) list.emplace_array();
    list.get_array().push_back(json::value(text));
  }

  // Single values win over files: a file's line with the same key is left out.
  void properties() {
    for (const std::string& text : flags.properties) {
      if (!text.starts_with("file:")) continue;
      const SourcePtr file = read_source(text.substr(5), diagnostics);
      if (file == nullptr) continue;
      Properties read;
      read.load(file, diagnostics);
      for (const auto& [key, value] : read.all()) {
        if (!has_key(flags.properties, key)) append("camel", "properties", key + "=" + value);
      }
    }
    for (const std::string& text : flags.properties) {
      if (text.starts_with("file:")) continue;
      if (text.find('=') == std::string::npos) diagnostics.error({}, "'" + text + "' is no property", "write -p key=value or -p file:name.properties");
      append("camel", "properties", text);
    }
  }

  void all_traits() {
    for (const std::string& text : flags.traits) put_trait(traits, text, diagnostics);
    properties();
    for (const std::string& text : flags.configs) append("mount", "configs", text);
    for (const std::string& text : flags.resources) append("mount", "resources", text);
    for (const std::string& text : flags.volumes) append("mount", "volumes", text);
    for (const std::string& text : flags.environment) append("environment", "vars", text);
    for (const std::string& text : flags.build_properties) append("builder", "properties", text);
    if (flags.image.empty()) return;
    json::value& container = traits["container"];
    if (!container.is_object()) container.emplace_object();
    container.get_object()["image"] = flags.image;
  }

  void pod_template() {
    if (flags.pod_template.empty()) return;
    const SourcePtr file = read_source(flags.pod_template, diagnostics);
    if (file == nullptr) return;
    const auto documents = cluster::read_objects(file, diagnostics);
    if (!documents.empty()) spec["template"] = documents[0].contains("spec") ? documents[0] : json::object{{"spec", documents[0]}};
  }

  void git() {
    if (flags.git.empty()) return;
    json::object git{{"url", flags.git}};
    for (const auto& [key, value] : {std::pair{"branch", &flags.git_branch}, {"tag", &flags.git_tag}, {"commit", &flags.git_commit}, {"path", &flags.git_path}}) {
      if (!value->empty()) git[key] = *value;
    }
    spec["git"] = std::move(git);
  }

  static json::array listed(const std::vector<std::string>& texts) {
    json::array out;
    for (const std::string& text : texts) out.push_back(json::value(text));
    return out;
  }

  void fill() {
    all_traits();
    if (!flags.dependencies.empty()) spec["dependencies"] = listed(flags.dependencies);
    if (!flows.empty()) spec["flows"] = std::move(flows);
    git();
    if (!flags.kit.empty()) spec["integrationKit"] = json::object{{"apiVersion", "camel.apache.org/v1"}, {"kind", "IntegrationKit"}, {"name", flags.kit}};
    if (!flags.profile.empty()) spec["profile"] = flags.profile;
    if (!flags.repositories.empty()) spec["repositories"] = listed(flags.repositories);
    if (!flags.service_account.empty()) spec["serviceAccountName"] = flags.service_account;
    if (!sources.empty()) spec["sources"] = std::move(sources);
    pod_template();
    if (!traits.empty()) spec["traits"] = std::move(traits);
  }

  void put_pairs(const std::vector<std::string>& texts, std::string_view what, json::object& into) {
    for (const std::string& text : texts) {
      if (text.find('=') == std::string::npos)
        diagnostics.error({}, "'" + text + "' is no " + std::string(what), "write key=value");
      else
        into[key_of(text)] = text.substr(text.find('=') + 1);
    }
  }

  json::object metadata(const std::string& name) {
    json::object annotations, labels;
    put_pairs(flags.annotations, "annotation", annotations);
    put_pairs(flags.labels, "label", labels);
    if (!flags.operator_id.empty()) annotations["camel.apache.org/operator.id"] = flags.operator_id;
    if (!flags.integration_profile.empty()) {
      const auto slash = flags.integration_profile.find('/');
      annotations["camel.apache.org/integration-profile.id"] = flags.integration_profile.substr(slash == std::string::npos ? 0 : slash + 1);
      if (slash != std::string::npos) annotations["camel.apache.org/integration-profile.namespace"] = flags.integration_profile.substr(0, slash);
    }
    if (flags.dont_run_after_build) annotations["camel.apache.org/dont-run-after-build"] = "true";
    json::object out{{"name", name}};
    if (!flags.space.empty()) out["namespace"] = flags.space;
    if (!annotations.empty()) out["annotations"] = std::move(annotations);
    if (!labels.empty()) out["labels"] = std::move(labels);
    return out;
  }
};

std::string name_of(const std::vector<SourcePtr>& sources, const IntegrationFlags& flags, Diagnostics& diagnostics) {
  std::string name = flags.name;
  if (name.empty() && sources.size() == 1) {
    name = fs::path(sources[0]->name).filename().string();
    name = name.substr(0, name.find('.'));
  }
  name = cluster::as_name(name);
  if (name.empty()) diagnostics.error({}, "unable to determine integration name", "set --name");
  return name;
}

}  // namespace

std::optional<json::object> make_integration(const std::vector<SourcePtr>& sources, IntegrationFlags flags, std::vector<std::string>& from_modelines,
                                             Diagnostics& diagnostics) {
  Modelines modelines{flags, diagnostics, from_modelines};
  for (const SourcePtr& source : sources) {
    for (const ModelineOption& option : modeline_options(source)) modelines.take(option);
  }
  Maker maker{flags, diagnostics, {}, {}, {}, {}};
  for (const SourcePtr& source : sources) maker.source(source);
  const std::string name = name_of(sources, flags, diagnostics);
  maker.fill();
  json::object metadata = maker.metadata(name);
  if (diagnostics.has_errors()) return std::nullopt;
  return json::object{{"apiVersion", "camel.apache.org/v1"}, {"kind", "Integration"}, {"metadata", std::move(metadata)}, {"spec", std::move(maker.spec)}, {"status", json::object{}}};
}

}  // namespace kamel::cli
