#include "operator/eventing/wiring.h"

#include "operator/text/yaml.h"

namespace kamel::cluster {
namespace {

// Who gets the events: the Integration's own Service.
json::object subscriber(const Plan& plan, const std::string& path) {
  const bool knative = plan.shape == Shape::KnativeService;
  json::object out{{"ref", json::object{{"apiVersion", knative ? "serving.knative.dev/v1" : "v1"}, {"kind", "Service"}, {"name", plan.name}}}};
  if (path != "/") out["uri"] = path;
  return out;
}

void add_subscription(const KnativeEndpoint& endpoint, Plan& plan) {
  json::object out = plan.object("messaging.knative.dev/v1", "Subscription", endpoint.name + "-" + plan.name);
  out["spec"] = json::object{{"channel", endpoint.reference()}, {"subscriber", subscriber(plan, endpoint.path())}};
  plan.add(std::move(out));
}

void add_trigger(const KnativeEndpoint& endpoint, const WiringOptions& options, Plan& plan) {
  const std::string suffix = endpoint.name.empty() ? "" : "-" + as_name(endpoint.name);
  json::object out = plan.object("eventing.knative.dev/v1", "Trigger", endpoint.broker + "-" + plan.name + suffix);
  json::object attributes = options.filters;
  if (options.filter_event_type && !endpoint.name.empty() && !attributes.contains("type")) attributes["type"] = endpoint.name;
  json::object spec{{"broker", endpoint.broker}, {"subscriber", subscriber(plan, endpoint.path())}};
  if (!attributes.empty()) spec["filter"] = json::object{{"attributes", std::move(attributes)}};
  out["spec"] = std::move(spec);
  plan.add(std::move(out));
}

void add_binding(const KnativeEndpoint& endpoint, const WiringOptions& options, Plan& plan) {
  const bool knative = plan.shape == Shape::KnativeService;
  json::object out = plan.object("sources.knative.dev/v1", "SinkBinding");
  out["spec"] = json::object{
      {"subject", json::object{{"apiVersion", knative ? "serving.knative.dev/v1" : "apps/v1"}, {"kind", knative ? "Service" : "Deployment"}, {"name", plan.name}}},
      {"sink", json::object{{"ref", endpoint.reference()}}}};
  plan.add(std::move(out));
  constexpr std::string_view kInclude = "bindings.knative.dev/include";
  const auto& labels = plan.declared.space_labels;
  if (!options.label_namespace || labels.contains(std::string(kInclude)) || labels.contains("bindings.knative.dev/exclude")) return;
  plan.add(json::object{{"apiVersion", "v1"}, {"kind", "Namespace"}, {"metadata", json::object{{"name", plan.space}, {"labels", json::object{{kInclude, "true"}}}}}});
}

// Without a SinkBinding the address must be known.
std::optional<std::string> address(const KnativeEndpoint& endpoint, Plan& plan) {
  const auto found = plan.declared.addresses.find(endpoint.kind + "/" + endpoint.object_name());
  if (found != plan.declared.addresses.end()) return found->second;
  plan.error("knative: the " + endpoint.kind + " '" + endpoint.object_name() + "' has no address yet", "create it; it is looked for again when it appears");
  return std::nullopt;
}

/// The properties of one entry of the environment.
struct Resource {
  Plan& plan;
  std::string prefix;
  void set(std::string_view key, const std::string& value) { plan.out.program.properties.insert_or_assign(prefix + std::string(key), value); }
};

void describe(const KnativeEndpoint& endpoint, std::size_t index, const WiringOptions& options, Plan& plan) {
  Resource resource{plan, "camel.component.knative.environment.resources[" + std::to_string(index) + "]."};
  const bool event = endpoint.type == "event";
  resource.set("type", endpoint.type);
  resource.set("name", !event ? endpoint.name : !endpoint.source ? endpoint.broker : endpoint.name.empty() ? "default" : endpoint.name);
  resource.set("endpointKind", endpoint.source ? "source" : "sink");
  resource.set("objectApiVersion", endpoint.api_version);
  resource.set("objectKind", endpoint.kind);
  if (event) resource.set("objectName", endpoint.broker);
  if (endpoint.source) {
    resource.set("path", endpoint.path());
    if (endpoint.type != "endpoint") resource.set("reply", "false");
  } else if (options.bind_sink) {
    resource.set("url", "${K_SINK}");
    resource.set("ceOverrides", "${K_CE_OVERRIDES}");
  } else if (const auto url = address(endpoint, plan)) {
    resource.set("url", *url);
  }
}

}  // namespace

void wire(std::span<const KnativeEndpoint> endpoints, const WiringOptions& options, Plan& plan) {
  std::size_t index = 0;
  for (const KnativeEndpoint& endpoint : endpoints) {
    describe(endpoint, index++, options, plan);
    if (endpoint.source && endpoint.type == "channel") add_subscription(endpoint, plan);
    if (endpoint.source && endpoint.type == "event") add_trigger(endpoint, options, plan);
    if (!endpoint.source && options.bind_sink) add_binding(endpoint, options, plan);
  }
}

}  // namespace kamel::cluster
