// Trait strimzi: accepted, without effect.
#include "operator/trait.h"

namespace kamel::traits {
namespace {

constexpr Field kFields[] = {kEnabled};

}  // namespace

TraitSpec strimzi() {
  return {.name = "strimzi", .summary = "Strimzi resources in routes.", .fields = kFields, .ignored = "give the address with the brokers option"};
}

}  // namespace kamel::traits
