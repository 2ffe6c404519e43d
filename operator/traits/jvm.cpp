// Trait jvm: accepted, without effect.
#include "operator/trait.h"

namespace kamel::traits {
namespace {

constexpr Field kFields[] = {kEnabled};

}  // namespace

TraitSpec jvm() {
  return {.name = "jvm", .summary = "How the Java machine is started.", .fields = kFields, .ignored = "there is no Java machine"};
}

}  // namespace kamel::traits
