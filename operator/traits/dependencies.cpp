// Trait dependencies: accepted, without effect.
#include "operator/trait.h"

namespace kamel::traits {
namespace {

constexpr Field kFields[] = {kEnabled};

}  // namespace

TraitSpec dependencies() {
  return {.name = "dependencies", .summary = "Libraries that routes need.", .fields = kFields, .ignored = "everything that can be run is built in"};
}

}  // namespace kamel::traits
