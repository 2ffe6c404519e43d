// Trait builder: accepted, without effect.
#include "operator/trait.h"

namespace kamel::traits {
namespace {

constexpr Field kFields[] = {kEnabled};

}  // namespace

TraitSpec builder() {
  return {.name = "builder", .summary = "How an image is built.", .fields = kFields, .ignored = "no image is built: all pods run the same one"};
}

}  // namespace kamel::traits
