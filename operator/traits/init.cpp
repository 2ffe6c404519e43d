// Trait init: accepted, without effect.
#include "operator/trait.h"

namespace kamel::traits {
namespace {

constexpr Field kFields[] = {kEnabled};

}  // namespace

TraitSpec init() {
  return {.name = "init", .summary = "The first phase of an Integration.", .fields = kFields, .ignored = "it has nothing to be told"};
}

}  // namespace kamel::traits
