// Trait prometheus: metrics for the Prometheus operator.
#include "operator/integration/plan.h"

namespace kamel::traits {
namespace {

constexpr Field kFields[] = {
    kEnabled,
    {.name = "podMonitor", .type = FieldType::Bool, .summary = "whether there is a PodMonitor", .fallback = "true"},
    {.name = "podMonitorLabels", .type = FieldType::Texts, .summary = "its labels, each key=value"},
};

void apply(const Options& options, Plan& plan) {
  plan.ports.push_back(json::object{{"name", "prometheus"}, {"containerPort", 9876}, {"protocol", "TCP"}});
  plan.capability("prometheus");
  plan.condition("PrometheusAvailable", true, "PrometheusAvailable", "integration(prometheus/9876)");
  if (!options.flag("podMonitor")) return;
  if (!plan.facts.prometheus) return plan.note("prometheus", "there is no PodMonitor: this cluster has no monitoring.coreos.com/v1");
  json::object monitor = plan.object("monitoring.coreos.com/v1", "PodMonitor");
  for (const std::string& text : options.texts("podMonitorLabels")) {
    if (const auto label = cluster::key_value(text, "prometheus", plan)) monitor["metadata"].get_object()["labels"].get_object()[label->first] = label->second;
  }
  monitor["spec"] = json::object{{"selector", json::object{{"matchLabels", plan.selector()}}},
                                 {"podMetricsEndpoints", json::array{json::object{{"port", "prometheus"}, {"path", "/observe/metrics"}}}}};
  plan.add(std::move(monitor));
}

}  // namespace

TraitSpec prometheus() {
  return {.name = "prometheus", .summary = "Metrics for the Prometheus operator; the pods have them at 9876/observe/metrics in any case.", .fields = kFields, .order = 1900, .on = false, .example = "prometheus:\n  enabled: true", .apply = apply};
}

}  // namespace kamel::traits
