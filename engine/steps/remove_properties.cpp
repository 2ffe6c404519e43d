// removeProperties: removes the exchange properties whose names match a pattern.
#include "engine/remove_matching.h"

namespace kamel::steps {
namespace {

ExchangeProperties& properties_of(Exchange& exchange) { return exchange.properties; }

}  // namespace

StepSpec remove_properties() {
  return {.name = "removeProperties",
          .summary = "Removes the exchange properties whose names match a pattern",
          .fields = kMatchingFields,
          .shorthand = "pattern",
          .example = R"(- removeProperties: { pattern: "Camel*", excludePattern: "CamelFile*" })",
          .compile = compile_remove_matching<properties_of>};
}

}  // namespace kamel::steps
