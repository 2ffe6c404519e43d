// Trait quarkus: accepted, without effect.
#include "operator/trait.h"

namespace kamel::traits {
namespace {

constexpr Field kFields[] = {kEnabled};

}  // namespace

TraitSpec quarkus() {
  return {.name = "quarkus", .summary = "How Quarkus packages an application.", .fields = kFields, .ignored = "there is no Java build"};
}

}  // namespace kamel::traits
