// Trait master: routes that run in one pod at a time.
#include "operator/integration/plan.h"

namespace kamel::traits {
namespace {

constexpr std::string_view kTypes[] = {"Lease", "ConfigMap"};
constexpr std::string_view kNotYet = "leader-elected routes are not there yet";
constexpr Field kFields[] = {
    kEnabled,
    {.name = "auto", .type = FieldType::Bool, .summary = "whether it is on where a route begins with master:", .fallback = "true"},
    {.name = "includeDelegateDependencies", .type = FieldType::Bool, .summary = "Java libraries", .ignored = "there are none"},
    {.name = "resourceName", .summary = "name of the lock", .ignored = kNotYet},
    {.name = "resourceType", .type = FieldType::Choice, .summary = "kind of the lock", .choices = kTypes, .ignored = kNotYet},
    {.name = "labelKey", .summary = "label of the pods", .ignored = kNotYet},
    {.name = "labelValue", .summary = "its value", .ignored = kNotYet},
};

void apply(const Options&, Plan& plan) {
  plan.error("trait master: leader-elected routes are not there yet", "set replicas: 1 and deployment.strategy: Recreate; then there is one pod at a time");
}

}  // namespace

TraitSpec master() {
  return {.name = "master", .summary = "Routes that run in one pod at a time: not there yet, asking for it is an error.", .fields = kFields, .order = 850, .on = false, .example = "master:\n  enabled: false", .apply = apply};
}

}  // namespace kamel::traits
