// setVariable: sets a variable of the exchange, of a route (route:x) or of the integration (global:x).
#include "engine/set_named.h"
#include "engine/variables.h"

namespace kamel::steps {

StepSpec set_variable() {
  return {.name = "setVariable",
          .summary = "Sets a variable",
          .fields = kNamedFields,
          .inline_expression = true,
          .example = R"(- setVariable: { name: customer, simple: "${header.customer}" })",
          .compile = compile_set_named<kamel::set_variable>};
}

}  // namespace kamel::steps
