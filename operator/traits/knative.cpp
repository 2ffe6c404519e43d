// Trait knative: events from and to Knative's channels and brokers.
#include <algorithm>

#include "operator/eventing/wiring.h"
#include "operator/integration/plan.h"

namespace kamel::traits {
namespace {

constexpr Field kFields[] = {
    kEnabled,
    {.name = "auto", .type = FieldType::Bool, .summary = "whether knative: endpoints of routes are wired", .fallback = "true"},
    {.name = "config", .summary = "the environment as JSON, instead of what the cluster has"},
    {.name = "channelSources", .type = FieldType::Texts, .summary = "more channels to read: names or URIs"},
    {.name = "channelSinks", .type = FieldType::Texts, .summary = "more channels to send to"},
    {.name = "endpointSources", .type = FieldType::Texts, .summary = "more endpoints to serve"},
    {.name = "endpointSinks", .type = FieldType::Texts, .summary = "more Services to send to"},
    {.name = "eventSources", .type = FieldType::Texts, .summary = "more event types to read"},
    {.name = "eventSinks", .type = FieldType::Texts, .summary = "more event types to send"},
    {.name = "filterSourceChannels", .type = FieldType::Bool, .summary = "filter by the header ce-knativehistory", .ignored = "channels have not set that header for years"},
    {.name = "sinkBinding", .type = FieldType::Bool, .summary = "whether a SinkBinding tells the address [where there is one sink]"},
    {.name = "namespaceLabel", .type = FieldType::Bool, .summary = "whether the namespace is labelled for SinkBindings", .fallback = "true"},
    {.name = "filters", .type = FieldType::Texts, .summary = "attribute=value, of every Trigger"},
    {.name = "filterEventType", .type = FieldType::Bool, .summary = "whether a Trigger takes only the type that the endpoint names", .fallback = "true"},
};
constexpr TraitAlias kAliases[] = {{"configuration", "config"}};

using Endpoints = std::vector<cluster::KnativeEndpoint>;

void add(Endpoints& all, std::optional<cluster::KnativeEndpoint> found) {
  if (!found) return;
  const bool known = std::ranges::any_of(all, [&](const auto& other) {
    return other.source == found->source && other.type == found->type && other.name == found->name && other.broker == found->broker && other.kind == found->kind;
  });
  if (!known) all.push_back(std::move(*found));
}

Endpoints endpoints(const Options& options, const Plan& plan) {
  Endpoints out;
  if (options.flag("auto")) {
    for (const EndpointUri& uri : plan.routes.from) add(out, cluster::knative_endpoint(uri, true));
    for (const EndpointUri& uri : plan.routes.to) add(out, cluster::knative_endpoint(uri, false));
  }
  for (const char* type : {"channel", "endpoint", "event"}) {
    for (const std::string& text : options.texts(std::string(type) + "Sources")) add(out, cluster::knative_endpoint(text, type, true));
    for (const std::string& text : options.texts(std::string(type) + "Sinks")) add(out, cluster::knative_endpoint(text, type, false));
  }
  return out;
}

bool needs_eventing(const Endpoints& all) {
  return std::ranges::any_of(all, [](const auto& endpoint) { return endpoint.type != "endpoint"; });
}

void apply(const Options& options, Plan& plan) {
  if (options.has("config")) plan.property("camel.knative.environment", options.text("config"));
  const Endpoints all = endpoints(options, plan);
  if (all.empty()) return;
  plan.capability("knative");
  if (options.has("config") && !options.flag("sinkBinding")) return;  // all is said
  if (needs_eventing(all) && !plan.facts.knative_eventing) {
    plan.condition("KnativeAvailable", false, "KnativeNotInstalled", "integration cannot run. Knative is not installed in the cluster");
    return plan.error("the routes need Knative Eventing, which this cluster has not", "install it, or give the environment with knative.config");
  }
  cluster::WiringOptions wiring;
  wiring.filter_event_type = options.flag("filterEventType");
  wiring.label_namespace = options.flag("namespaceLabel");
  for (const std::string& text : options.texts("filters")) {
    if (const auto filter = cluster::key_value(text, "knative", plan)) wiring.filters[filter->first] = filter->second;
  }
  const auto sinks = std::ranges::count_if(all, [](const auto& endpoint) { return !endpoint.source; });
  const bool can_bind = sinks == 1 && plan.shape != cluster::Shape::CronJob && plan.facts.knative_eventing;
  wiring.bind_sink = can_bind && (!options.has("sinkBinding") || options.flag("sinkBinding"));
  cluster::wire(all, wiring, plan);
}

}  // namespace

TraitSpec knative() {
  return {.name = "knative",
          .summary = "Events from and to Knative's channels and brokers: Subscriptions, Triggers and SinkBindings for knative: endpoints.",
          .fields = kFields,
          .aliases = kAliases,
          .order = 1450,
          .example = "knative:\n  filters: [source=shop]",
          .apply = apply};
}

}  // namespace kamel::traits
