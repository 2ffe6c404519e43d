// Manifests: what is installed is complete, and grants what it uses.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "operator/catalogs.h"
#include "operator/kube/object.h"
#include "operator/manifests/manifests.h"
#include "operator/text/yaml.h"

namespace kamel::cluster {
namespace {

namespace json = boost::json;

const json::object& version_of(const json::object& definition) { return kube::list_at(definition, {"spec", "versions"}).at(0).as_object(); }

json::object kind(std::string_view name) {
  for (json::object& one : custom_resources()) {
    if (kube::text_at(one, {"spec", "names", "kind"}) == name) return std::move(one);
  }
  ADD_FAILURE() << "there is no kind " << name;
  return {};
}

TEST(CustomResources, HaveCamelKsKinds) {
  std::set<std::string> names;
  for (const json::object& one : custom_resources()) names.insert(kube::text_at(one, {"metadata", "name"}));
  EXPECT_EQ(names, (std::set<std::string>{"integrations.camel.apache.org", "pipes.camel.apache.org", "kamelets.camel.apache.org", "integrationprofiles.camel.apache.org",
                                          "integrationplatforms.camel.apache.org", "kameletbindings.camel.apache.org", "configwatchers.k8spatterns.io"}));
}

TEST(CustomResources, ScaleAndPrintAsCamelK) {
  const json::object integration = kind("Integration");
  EXPECT_EQ(kube::text_at(version_of(integration), {"subresources", "scale", "labelSelectorPath"}), ".status.selector");
  std::vector<std::string> columns;
  for (const json::value& column : kube::list_at(version_of(integration), {"additionalPrinterColumns"})) columns.push_back(scalar_text(column.at("name")));
  EXPECT_EQ(columns, (std::vector<std::string>{"Phase", "Ready", "Runtime Provider", "Runtime Version", "Catalog Version", "Kit", "Replicas"}));
}

// Every object schema says what it holds, or that it holds anything: else the API server would drop fields in silence.
void check_schema(const json::object& schema, const std::string& at) {
  constexpr std::string_view kWords[] = {"type", "description", "properties", "items", "required", "default", "enum", "format", "additionalProperties", "x-kubernetes-preserve-unknown-fields"};
  for (const auto& [key, value] : schema) EXPECT_NE(std::ranges::find(kWords, std::string_view(key)), std::end(kWords)) << at << ": " << key;
  if (kube::text_at(schema, {"type"}) == "object" && at != ".metadata" && at != ".status") {
    const bool told = schema.contains("properties") || schema.contains("additionalProperties") || schema.contains("x-kubernetes-preserve-unknown-fields");
    EXPECT_TRUE(told) << at;
  }
  EXPECT_TRUE(kube::text_at(schema, {"type"}) != "array" || schema.contains("items")) << at;
  for (const auto& [name, property] : kube::object_at(schema, {"properties"})) check_schema(property.as_object(), at + "." + std::string(name));
  if (const json::value* items = schema.if_contains("items")) check_schema(items->as_object(), at + "[]");
}

TEST(CustomResources, SayWhatEachFieldHolds) {
  for (const json::object& one : custom_resources()) check_schema(kube::object_at(version_of(one), {"schema", "openAPIV3Schema"}), "");
}

TEST(CustomResources, KnowEveryTraitAndItsOptions) {
  const json::object integration = kind("Integration");
  const json::object& traits = kube::object_at(version_of(integration), {"schema", "openAPIV3Schema", "properties", "spec", "properties", "traits", "properties"});
  for (const TraitSpec& spec : traits::catalog()) {
    ASSERT_TRUE(traits.contains(spec.name)) << spec.name;
    if (!spec.ignored.empty()) continue;
    for (const Field& field : spec.fields) {
      EXPECT_TRUE(kube::find(traits, {spec.name, "properties", field.name}) != nullptr) << spec.name << "." << field.name;
    }
  }
  EXPECT_EQ(kube::text_at(traits, {"container", "properties", "port", "type"}), "integer");
  EXPECT_EQ(kube::text_at(traits, {"mount", "properties", "configs", "items", "type"}), "string");
}

bool may(const json::array& rules, std::string_view group, std::string_view resource, std::string_view verb) {
  const auto has = [](const json::value& list, std::string_view word) {
    return std::ranges::any_of(list.as_array(), [&](const json::value& one) { return one.as_string() == word; });
  };
  return std::ranges::any_of(rules, [&](const json::value& rule) { return has(rule.at("apiGroups"), group) && has(rule.at("resources"), resource) && has(rule.at("verbs"), verb); });
}

TEST(Rights, CoverWhatIsMadeAndNothingThatEscalates) {
  Installation options;
  options.image = "kamel:1";
  json::array rules;
  for (const json::object& one : operator_rights(options)) {
    EXPECT_NE(kube::text_at(one, {"kind"}), "ClusterRole");
    for (const json::value& rule : kube::list_at(one, {"rules"})) rules.push_back(rule);
  }
  EXPECT_TRUE(may(rules, "apps", "deployments", "patch"));
  EXPECT_TRUE(may(rules, "camel.apache.org", "integrations/status", "patch"));
  EXPECT_TRUE(may(rules, "coordination.k8s.io", "leases", "create"));
  EXPECT_FALSE(may(rules, "", "pods", "create"));
  EXPECT_FALSE(may(rules, "", "pods", "delete"));
  EXPECT_FALSE(may(rules, "camel.apache.org", "integrations", "delete"));
  for (const json::value& rule : rules) {
    EXPECT_EQ(json::serialize(rule).find("\"*\""), std::string::npos) << rule;
    EXPECT_EQ(json::serialize(rule).find("rbac"), std::string::npos) << rule;
  }
}

TEST(Rights, AreOfTheWholeClusterOnlyWhenAskedFor) {
  Installation options;
  options.global = true;
  std::set<std::string> kinds;
  for (const json::object& one : operator_rights(options)) kinds.insert(kube::text_at(one, {"kind"}));
  EXPECT_EQ(kinds, (std::set<std::string>{"ServiceAccount", "ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"}));
}

TEST(OperatorWorkload, RunsWithoutRightsInItsContainer) {
  Installation options;
  options.image = "kamel:1";
  const json::object deployment = operator_workload(options).at(0);
  const json::object& pod = kube::object_at(deployment, {"spec", "template", "spec"});
  EXPECT_TRUE(kube::true_at(pod, {"securityContext", "runAsNonRoot"}));
  const json::object& container = kube::list_at(pod, {"containers"}).at(0).as_object();
  EXPECT_TRUE(kube::true_at(container, {"securityContext", "readOnlyRootFilesystem"}));
  EXPECT_EQ(kube::list_at(container, {"args"}).at(0).as_string(), "operator");
}

}  // namespace
}  // namespace kamel::cluster
