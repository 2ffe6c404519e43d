// Trait gitops: accepted, without effect.
#include "operator/trait.h"

namespace kamel::traits {
namespace {

constexpr Field kFields[] = {kEnabled};

}  // namespace

TraitSpec gitops() {
  return {.name = "gitops", .summary = "Pushes what was built to a Git repository.", .fields = kFields, .ignored = "nothing is built; `kamel promote -o yaml` writes what belongs there"};
}

}  // namespace kamel::traits
