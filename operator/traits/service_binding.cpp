// Trait service-binding: accepted, without effect.
#include "operator/trait.h"

namespace kamel::traits {
namespace {

constexpr Field kFields[] = {kEnabled};

}  // namespace

TraitSpec service_binding() {
  return {.name = "service-binding", .summary = "The Service Binding specification.", .fields = kFields, .ignored = "mount the Secret with mount.configs"};
}

}  // namespace kamel::traits
