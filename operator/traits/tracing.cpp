// Trait tracing: accepted, without effect.
#include "operator/trait.h"

namespace kamel::traits {
namespace {

constexpr Field kFields[] = {kEnabled};

}  // namespace

TraitSpec tracing() {
  return {.name = "tracing", .summary = "OpenTracing.", .fields = kFields, .ignored = "traces are not sent"};
}

}  // namespace kamel::traits
