// Trait jolokia: accepted, without effect.
#include "operator/trait.h"

namespace kamel::traits {
namespace {

constexpr Field kFields[] = {kEnabled};

}  // namespace

TraitSpec jolokia() {
  return {.name = "jolokia", .summary = "JMX over HTTP.", .fields = kFields, .ignored = "there is no Java machine; metrics are at /observe/metrics"};
}

}  // namespace kamel::traits
