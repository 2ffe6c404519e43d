// Trait environment: variables of the pods.
#include "operator/integration/plan.h"

namespace kamel::traits {
namespace {

constexpr Field kFields[] = {
    kEnabled,
    {.name = "containerMeta", .type = FieldType::Bool, .summary = "whether NAMESPACE and POD_NAME are set", .fallback = "true"},
    {.name = "httpProxy", .type = FieldType::Bool, .summary = "whether the operator's HTTP_PROXY, HTTPS_PROXY and NO_PROXY are passed on", .fallback = "true"},
    {.name = "vars", .type = FieldType::Texts, .summary = "NAME=value, NAME=configmap:name/key or NAME=secret:name/key"},
};

json::object reference(std::string_view kind, std::string_view rest) {
  const auto slash = rest.find('/');
  const std::string_view name = rest.substr(0, slash), key = slash == std::string_view::npos ? "" : rest.substr(slash + 1);
  return {{kind, json::object{{"name", name}, {"key", key}}}};
}

void variable(std::string_view name, std::string_view value, Plan& plan) {
  constexpr std::string_view kMap = "configmap:", kSecret = "secret:";
  json::object entry{{"name", name}};
  if (value.starts_with(kMap))
    entry["valueFrom"] = reference("configMapKeyRef", value.substr(kMap.size()));
  else if (value.starts_with(kSecret))
    entry["valueFrom"] = reference("secretKeyRef", value.substr(kSecret.size()));
  else
    entry["value"] = value;
  // Said by the user: it wins over what was set before.
  for (json::value& known : plan.environment) {
    if (known.at("name").as_string() == name) {
      known = std::move(entry);
      return;
    }
  }
  plan.environment.push_back(std::move(entry));
}

void field(std::string_view name, std::string_view path, Plan& plan) {
  plan.environment.push_back(json::object{{"name", name}, {"valueFrom", json::object{{"fieldRef", json::object{{"fieldPath", path}}}}}});
}

void apply(const Options& options, Plan& plan) {
  plan.env("CAMEL_K_INTEGRATION", plan.name);
  if (!plan.facts.operator_id.empty()) plan.env("CAMEL_K_OPERATOR_ID", plan.facts.operator_id);
  plan.env("CAMEL_K_CONF", std::string(cluster::kSourcesPath) + "/application.properties");
  plan.env("CAMEL_K_CONF_D", cluster::kConfigPath);
  plan.env("CAMEL_K_MOUNT_PATH_CONFIGMAPS", std::string(cluster::kConfigPath) + "/_configmaps");
  plan.env("CAMEL_K_MOUNT_PATH_SECRETS", std::string(cluster::kConfigPath) + "/_secrets");
  if (options.flag("containerMeta")) {
    field("NAMESPACE", "metadata.namespace", plan);
    field("POD_NAME", "metadata.name", plan);
  }
  if (options.flag("httpProxy")) {
    for (const auto& [name, value] : plan.facts.proxy) plan.env(name, value);
  }
  for (const std::string& text : options.texts("vars")) {
    if (const auto given = cluster::key_value(text, "environment", plan)) variable(given->first, given->second, plan);
  }
}

}  // namespace

TraitSpec environment() {
  return {.name = "environment",
          .summary = "Variables of the pods.",
          .fields = kFields,
          .order = 300,
          .always = true,
          .example = "environment:\n  vars: [LEVEL=3, TOKEN=secret:api/token]",
          .apply = apply};
}

}  // namespace kamel::traits
