// Trait 3scale: accepted, without effect.
#include "operator/trait.h"

namespace kamel::traits {
namespace {

constexpr Field kFields[] = {kEnabled};

}  // namespace

TraitSpec three_scale() {
  return {.name = "3scale", .summary = "Annotations for 3scale.", .fields = kFields, .ignored = "write them with service.annotations"};
}

}  // namespace kamel::traits
