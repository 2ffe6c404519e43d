// Trait gc: objects of older generations.
#include "operator/integration/plan.h"

namespace kamel::traits {
namespace {

constexpr Field kFields[] = {
    kEnabled,
    {.name = "discoveryCache", .summary = "how Camel K finds what to delete", .ignored = "the operator knows the kinds it makes"},
};

void apply(const Options&, Plan& plan) { plan.out.collect_garbage = true; }

}  // namespace

TraitSpec gc() {
  return {.name = "gc", .summary = "Deletes what an older generation of the Integration needed and this one does not.", .fields = kFields, .order = 1200, .example = "gc:\n  enabled: false", .apply = apply};
}

}  // namespace kamel::traits
