// Trait git: accepted, without effect.
#include "operator/trait.h"

namespace kamel::traits {
namespace {

constexpr Field kFields[] = {kEnabled};

}  // namespace

TraitSpec git() {
  return {.name = "git", .summary = "Builds from a Git repository.", .fields = kFields, .ignored = "nothing is built; put the routes into spec.flows or spec.sources"};
}

}  // namespace kamel::traits
