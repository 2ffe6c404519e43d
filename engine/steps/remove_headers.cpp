// removeHeaders: removes the headers whose names match a pattern.
#include "engine/remove_matching.h"

namespace kamel::steps {
namespace {

Headers& headers_of(Exchange& exchange) { return exchange.message.headers; }

}  // namespace

StepSpec remove_headers() {
  return {.name = "removeHeaders",
          .summary = "Removes the headers whose names match a pattern",
          .fields = kMatchingFields,
          .shorthand = "pattern",
          .example = R"(- removeHeaders: { pattern: "Camel*", excludePattern: "CamelFile*" })",
          .compile = compile_remove_matching<headers_of>};
}

}  // namespace kamel::steps
