// Trait platform: accepted, without effect.
#include "operator/trait.h"

namespace kamel::traits {
namespace {

constexpr Field kFields[] = {kEnabled};

}  // namespace

TraitSpec platform() {
  return {.name = "platform", .summary = "Which IntegrationPlatform is used.", .fields = kFields, .ignored = "none is needed"};
}

}  // namespace kamel::traits
