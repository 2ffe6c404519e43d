// Trait openapi: accepted, without effect.
#include "operator/trait.h"

namespace kamel::traits {
namespace {

constexpr Field kFields[] = {kEnabled};

}  // namespace

TraitSpec openapi() {
  return {.name = "openapi", .summary = "Routes from an OpenAPI document.", .fields = kFields, .ignored = "routes are not generated; write rest: with its verbs"};
}

}  // namespace kamel::traits
