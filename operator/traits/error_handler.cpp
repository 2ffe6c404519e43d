// Trait error-handler: accepted, without effect.
#include "operator/trait.h"

namespace kamel::traits {
namespace {

constexpr Field kFields[] = {kEnabled};

}  // namespace

TraitSpec error_handler() {
  return {.name = "error-handler", .summary = "The error handler of all routes.", .fields = kFields, .ignored = "write errorHandler: in the routes"};
}

}  // namespace kamel::traits
