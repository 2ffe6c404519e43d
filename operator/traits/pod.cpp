// Trait pod: spec.template over the pods.
#include "operator/integration/plan.h"

namespace kamel::traits {
namespace {

constexpr Field kFields[] = {kEnabled};

// The merge itself comes last, when the pod is complete: see operator/integration/workload.cpp.
void apply(const Options& options, Plan& plan) { plan.template_is_ignored = options.has("enabled") && !options.flag("enabled"); }

}  // namespace

TraitSpec pod() {
  return {.name = "pod",
          .summary = "spec.template over the pods: maps are merged, containers and volumes by name; a container named integration is this one.",
          .fields = kFields,
          .order = 1800,
          .always = true,
          .example = "pod:\n  enabled: false",
          .apply = apply};
}

}  // namespace kamel::traits
