// Trait ingress: HTTP from outside the cluster.
#include "operator/integration/plan.h"

namespace kamel::traits {
namespace {

constexpr std::string_view kPathTypes[] = {"Exact", "Prefix", "ImplementationSpecific"};
constexpr Field kFields[] = {
    kEnabled,
    {.name = "auto", .type = FieldType::Bool, .summary = "whether there is one where there is a Service for HTTP", .fallback = "true"},
    {.name = "ingressClassName", .summary = "the ingress class [the cluster's default]"},
    {.name = "annotations", .type = FieldType::Map, .summary = "its annotations"},
    {.name = "host", .summary = "host name; every one, if not given"},
    {.name = "path", .summary = "the older way to say paths"},
    {.name = "paths", .type = FieldType::Texts, .summary = "paths", .fallback = "/"},
    {.name = "pathType", .type = FieldType::Choice, .summary = "how paths are compared", .fallback = "Prefix", .choices = kPathTypes},
    {.name = "tlsHosts", .type = FieldType::Texts, .summary = "hosts with TLS"},
    {.name = "tlsSecretName", .summary = "the Secret with their certificate"},
};

json::object rule(const Options& options, const Plan& plan) {
  json::array paths;
  const json::object backend{{"service", json::object{{"name", plan.name}, {"port", json::object{{"name", plan.service_port_name}}}}}};
  const auto add = [&](const std::string& path) { paths.push_back(json::object{{"path", path}, {"pathType", options.choice("pathType")}, {"backend", backend}}); };
  if (options.has("path")) add(options.text("path"));
  if (options.has("paths") || !options.has("path")) {
    for (const std::string& path : options.texts("paths")) add(path);
  }
  json::object out{{"http", json::object{{"paths", std::move(paths)}}}};
  if (options.has("host")) out["host"] = options.text("host");
  return out;
}

json::array tls(const Options& options) {
  json::array hosts;
  for (const std::string& host : options.texts("tlsHosts")) hosts.push_back(json::value(host));
  json::object entry{{"hosts", std::move(hosts)}};
  if (options.has("tlsSecretName")) entry["secretName"] = options.text("tlsSecretName");
  return {std::move(entry)};
}

void apply(const Options& options, Plan& plan) {
  if (plan.facts.openshift || plan.shape != cluster::Shape::Deployment) return;
  if (!plan.exposed) {
    if (options.flag("enabled")) plan.condition("ExposureAvailable", false, "IngressNotAvailable", "no service defined");
    return;
  }
  if (!options.flag("enabled") && !options.flag("auto")) return;
  json::object ingress = plan.object("networking.k8s.io/v1", "Ingress");
  if (const Node* annotations = options.node("annotations")) {
    json::value& into = ingress["metadata"].get_object()["annotations"];
    if (!into.is_object()) into.emplace_object();
    for (const Node::Entry& entry : annotations->entries) into.get_object()[entry.key] = entry.value.text;
  }
  json::object spec{{"rules", json::array{rule(options, plan)}}};
  if (options.has("ingressClassName")) spec["ingressClassName"] = options.text("ingressClassName");
  if (options.has("tlsHosts")) spec["tls"] = tls(options);
  ingress["spec"] = std::move(spec);
  plan.add(std::move(ingress));
  plan.condition("ExposureAvailable", true, "IngressAvailable",
                 plan.name + "(" + (options.has("host") ? options.text("host") : "*") + ") -> " + plan.name + "(" + plan.service_port_name + ")");
}

}  // namespace

TraitSpec ingress() {
  return {.name = "ingress", .summary = "HTTP from outside the cluster; by default where there is a Service for HTTP.", .fields = kFields, .order = 2400, .example = "ingress:\n  host: orders.example.com", .apply = apply};
}

}  // namespace kamel::traits
