// Trait master: routes that run in one pod at a time.
#include "operator/integration/plan.h"

namespace kamel::traits {
namespace {

constexpr std::string_view kTypes[] = {"Lease", "ConfigMap"};
constexpr std::string_view kPods = "who takes part is said by the routes, not by labels of pods";
constexpr Field kFields[] = {
    kEnabled,
    {.name = "auto", .type = FieldType::Bool, .summary = "whether it is on where a route begins with master:", .fallback = "true"},
    {.name = "includeDelegateDependencies", .type = FieldType::Bool, .summary = "Java libraries", .ignored = "there are none"},
    {.name = "resourceName", .summary = "how the names of the Leases begin; what stands behind master: comes after it [NAME-lock]"},
    {.name = "resourceType", .type = FieldType::Choice, .summary = "kind of the lock; ConfigMap is refused", .fallback = "Lease", .choices = kTypes},
    {.name = "labelKey", .summary = "label of the pods", .ignored = kPods},
    {.name = "labelValue", .summary = "its value", .ignored = kPods},
};

// The one exception to pods without a token: it may get, create and update Leases.
void apply(const Options& options, Plan& plan) {
  const bool asked = options.has("enabled") ? options.flag("enabled") : options.flag("auto");
  if (!asked || !plan.routes.elects) return;
  if (options.choice("resourceType") != "Lease") return plan.error("trait master: a ConfigMap cannot be the lock", "leave resourceType away: a Lease is");
  plan.env("KAMEL_MASTER_LEASE", options.has("resourceName") ? options.text("resourceName") : plan.name + "-lock");
  plan.pod["automountServiceAccountToken"] = true;
  if (!plan.pod.contains("serviceAccountName")) plan.pod["serviceAccountName"] = "kamel-master";
  plan.capability("master");
  plan.note("master", "pods have the token of service account " + std::string(std::string_view(plan.pod["serviceAccountName"].as_string())) +
                          ", which must be allowed to get, create and update leases; `kamel install` makes kamel-master in the operator's namespace");
}

}  // namespace

TraitSpec master() {
  return {.name = "master",
          .summary = "Routes from master:name:uri run in one pod at a time, which holds a Lease.",
          .fields = kFields,
          .order = 850,
          .example = "master:\n  resourceName: orders-leader",
          .apply = apply};
}

}  // namespace kamel::traits
