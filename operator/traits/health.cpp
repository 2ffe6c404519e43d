// Trait health: probes.
#include "operator/integration/plan.h"

namespace kamel::traits {
namespace {

// The options of one probe. Pods start in milliseconds: readiness is asked often.
#define KAMEL_PROBE(prefix, on, path, period, failures)                                                                                                         \
  {.name = prefix "ProbeEnabled", .type = FieldType::Bool, .summary = "whether there is a " prefix " probe", .fallback = on},                           \
      {.name = prefix "Scheme", .summary = "HTTP or HTTPS", .fallback = "HTTP"},                                                                        \
      {.name = prefix "InitialDelay", .type = FieldType::Int, .summary = "seconds before the first " prefix " probe", .fallback = "0"},                 \
      {.name = prefix "Timeout", .type = FieldType::Int, .summary = "seconds that an answer may take", .fallback = "1"},                                \
      {.name = prefix "Period", .type = FieldType::Int, .summary = "seconds between two probes", .fallback = period},                                     \
      {.name = prefix "SuccessThreshold", .type = FieldType::Int, .summary = "good answers in a row that count as success", .fallback = "1"},           \
      {.name = prefix "FailureThreshold", .type = FieldType::Int, .summary = "bad answers in a row that count as failure", .fallback = failures},       \
      {.name = prefix "Probe", .summary = "path of the " prefix " probe", .fallback = path},                                                            \
      {.name = prefix "Port", .type = FieldType::Int, .summary = "port of the " prefix " probe", .fallback = "9876"}

constexpr Field kFields[] = {
    kEnabled,
    KAMEL_PROBE("liveness", "false", "/observe/health/live", "10", "3"),
    KAMEL_PROBE("readiness", "true", "/observe/health/ready", "2", "3"),
    KAMEL_PROBE("startup", "false", "/observe/health", "10", "10"),
};
#undef KAMEL_PROBE

void add_probe(const Options& options, const std::string& name, Plan& plan) {
  if (!options.flag(name + "ProbeEnabled")) return;
  json::object get{{"path", options.text(name + "Probe")}, {"port", options.integer(name + "Port")}, {"scheme", options.text(name + "Scheme")}};
  json::object probe{{"httpGet", std::move(get)}};
  probe["periodSeconds"] = options.integer(name + "Period");
  probe["timeoutSeconds"] = options.integer(name + "Timeout");
  probe["successThreshold"] = options.integer(name + "SuccessThreshold");
  probe["failureThreshold"] = options.integer(name + "FailureThreshold");
  if (const auto delay = options.integer(name + "InitialDelay"); delay > 0) probe["initialDelaySeconds"] = delay;
  plan.container[name + "Probe"] = std::move(probe);
}

void apply(const Options& options, Plan& plan) {
  if (plan.shape == cluster::Shape::CronJob) return;
  for (const char* name : {"liveness", "readiness", "startup"}) add_probe(options, name, plan);
  plan.capability("health");
  plan.condition("ProbesAvailable", true, "ProbesAvailable", "probes at port 9876, below /observe/health");
}

}  // namespace

TraitSpec health() {
  return {.name = "health", .summary = "Probes: whether a pod is ready (on by default), alive, started.", .fields = kFields, .order = 1700, .example = "health:\n  livenessProbeEnabled: true", .apply = apply};
}

}  // namespace kamel::traits
