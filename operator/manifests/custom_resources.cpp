// The CustomResourceDefinitions.
#include <stdexcept>

#include "dsl/yaml.h"
#include "operator/manifests/manifests.h"
#include "operator/manifests/schema.h"
#include "operator/text/yaml.h"

namespace kamel::cluster {
namespace json = boost::json;
namespace {

struct Kind {
  std::string_view group, version, kind, plural, singular, short_name;
  std::string_view columns = {};  // YAML
  bool scales = false;
};

json::object scale() {
  return {{"specReplicasPath", ".spec.replicas"}, {"statusReplicasPath", ".status.replicas"}, {"labelSelectorPath", ".status.selector"}};
}

json::object version_of(const Kind& of, json::object spec, json::object status) {
  json::object properties{{"apiVersion", json::object{{"type", "string"}}}, {"kind", json::object{{"type", "string"}}}, {"metadata", json::object{{"type", "object"}}},
                          {"spec", std::move(spec)}, {"status", std::move(status)}};
  json::object subresources{{"status", json::object{}}};
  if (of.scales) subresources["scale"] = scale();
  json::object out{{"name", of.version}, {"served", true}, {"storage", true}};
  if (!of.columns.empty()) out["additionalPrinterColumns"] = schema(of.columns)["columns"];
  out["subresources"] = std::move(subresources);
  out["schema"] = json::object{{"openAPIV3Schema", json::object{{"type", "object"}, {"properties", std::move(properties)}}}};
  return out;
}

json::object definition(const Kind& of, json::object spec, json::object status) {
  json::object names{{"kind", of.kind}, {"listKind", std::string(of.kind) + "List"}, {"plural", of.plural}, {"singular", of.singular},
                     {"shortNames", json::array{json::value(of.short_name)}}};
  if (of.group == "camel.apache.org") names["categories"] = json::array{"kamel", "camel"};
  return {{"apiVersion", "apiextensions.k8s.io/v1"},
          {"kind", "CustomResourceDefinition"},
          {"metadata", json::object{{"name", std::string(of.plural) + "." + std::string(of.group)}, {"labels", json::object{{"app", "camel-k"}}}}},
          {"spec", json::object{{"group", of.group}, {"names", std::move(names)}, {"scope", "Namespaced"},
                                {"versions", json::array{version_of(of, std::move(spec), std::move(status))}}}}};
}

constexpr std::string_view kIntegrationColumns = R"(
columns:
- {name: Phase, type: string, jsonPath: .status.phase, description: The integration phase}
- {name: Ready, type: string, jsonPath: '.status.conditions[?(@.type=="Ready")].status', description: The integration readiness}
- {name: Runtime Provider, type: string, jsonPath: .status.runtimeProvider, description: The runtime provider}
- {name: Runtime Version, type: string, jsonPath: .status.runtimeVersion, description: The runtime version}
- {name: Catalog Version, type: string, jsonPath: .status.catalog.version, description: The catalog version}
- {name: Kit, type: string, jsonPath: .status.integrationKit.name, description: The integration kit}
- {name: Replicas, type: integer, jsonPath: .status.replicas, description: The number of pods}
)";
constexpr std::string_view kPipeColumns = R"(
columns:
- {name: Phase, type: string, jsonPath: .status.phase, description: The pipe phase}
- {name: Replicas, type: integer, jsonPath: .status.replicas, description: The number of pods}
)";
constexpr std::string_view kKameletColumns = R"(
columns:
- {name: Type, type: string, jsonPath: '.metadata.labels.camel\.apache\.org\/kamelet\.type', description: The Kamelet type}
- {name: Provider, type: string, jsonPath: '.metadata.annotations.camel\.apache\.org\/provider', description: The Kamelet provider}
- {name: Bundled, type: string, jsonPath: '.metadata.labels.camel\.apache\.org\/kamelet\.bundled', description: Whether it came with the operator}
- {name: Camel Version, type: string, jsonPath: '.metadata.annotations.camel\.apache\.org\/catalog\.version', description: The Camel version}
)";
constexpr std::string_view kPlatformColumns = R"(
columns:
- {name: Phase, type: string, jsonPath: .status.phase, description: The platform phase}
- {name: Build strategy, type: string, jsonPath: .status.build.buildConfiguration.strategy, description: The default build strategy}
- {name: Publish strategy, type: string, jsonPath: .status.build.publishStrategy, description: The default publish strategy}
- {name: Registry address, type: string, jsonPath: .status.build.registry.address, description: The container registry}
- {name: Default runtime, type: string, jsonPath: .status.build.runtimeVersion, description: The default runtime version}
- {name: Camel version, type: string, jsonPath: .status.build.runtimeCoreVersion, description: The Camel version}
)";
constexpr std::string_view kOpenStatus = "type: object\nx-kubernetes-preserve-unknown-fields: true\nproperties:\n  phase: {type: string}\n";
constexpr std::string_view kProfileSpec = R"(
type: object
properties:
  build: {type: object, x-kubernetes-preserve-unknown-fields: true, description: without effect}
  dependencies: {type: object, x-kubernetes-preserve-unknown-fields: true, description: without effect}
  kamelet: {type: object, x-kubernetes-preserve-unknown-fields: true, description: without effect}
)";
constexpr std::string_view kPlatformSpec = R"(
type: object
description: traits are read; the rest concerns builds and has no effect
x-kubernetes-preserve-unknown-fields: true
properties:
  cluster: {type: string}
  profile: {type: string}
)";
constexpr std::string_view kWatcherColumns = R"(
columns:
- {name: ConfigMap, type: string, jsonPath: .spec.configMap, description: The ConfigMap that is watched}
- {name: Phase, type: string, jsonPath: .status.phase, description: Whether its pods know its newest content}
)";
constexpr std::string_view kWatcherSpec = R"(
type: object
required: [configMap, podSelector]
properties:
  configMap: {type: string, description: name of the ConfigMap that is watched}
  podSelector:
    type: object
    description: labels of the pods that use it
    additionalProperties: {type: string}
)";

json::object with_traits(std::string_view spec) {
  json::object out = schema(spec);
  out["properties"].get_object()["traits"] = traits_schema();
  return out;
}

}  // namespace

json::object schema(std::string_view yaml) {
  Diagnostics diagnostics;
  const auto source = std::make_shared<const Source>(Source{"schema", std::string(yaml)});
  const auto documents = yaml::parse(source, diagnostics);
  if (diagnostics.has_errors() || documents.size() != 1) throw std::logic_error("a schema of a manifest is no YAML: " + diagnostics.text());
  return to_json(documents[0]).as_object();
}

std::vector<json::object> custom_resources() {
  constexpr std::string_view kGroup = "camel.apache.org";
  const Kind integration{kGroup, "v1", "Integration", "integrations", "integration", "it", kIntegrationColumns, true};
  const Kind pipe{kGroup, "v1", "Pipe", "pipes", "pipe", "pp", kPipeColumns, true};
  const Kind binding{kGroup, "v1alpha1", "KameletBinding", "kameletbindings", "kameletbinding", "klb", kPipeColumns, true};
  const Kind kamelet{kGroup, "v1", "Kamelet", "kamelets", "kamelet", "kl", kKameletColumns};
  const Kind profile{kGroup, "v1", "IntegrationProfile", "integrationprofiles", "integrationprofile", "ipr"};
  const Kind platform{kGroup, "v1", "IntegrationPlatform", "integrationplatforms", "integrationplatform", "itp", kPlatformColumns};
  const Kind watcher{"k8spatterns.io", "v1", "ConfigWatcher", "configwatchers", "configwatcher", "cw", kWatcherColumns};
  return {definition(integration, integration_spec_schema(), integration_status_schema()),
          definition(pipe, pipe_spec_schema(), pipe_status_schema()),
          definition(binding, pipe_spec_schema(), pipe_status_schema()),
          definition(kamelet, kamelet_spec_schema(), schema(kOpenStatus)),
          definition(profile, with_traits(kProfileSpec), schema(kOpenStatus)),
          definition(platform, with_traits(kPlatformSpec), schema(kOpenStatus)),
          definition(watcher, schema(kWatcherSpec), schema(kOpenStatus))};
}

}  // namespace kamel::cluster
