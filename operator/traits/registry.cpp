// Trait registry: accepted, without effect.
#include "operator/trait.h"

namespace kamel::traits {
namespace {

constexpr Field kFields[] = {kEnabled};

}  // namespace

TraitSpec registry() {
  return {.name = "registry", .summary = "Where Maven artifacts were pushed.", .fields = kFields, .ignored = "no artifacts are built"};
}

}  // namespace kamel::traits
