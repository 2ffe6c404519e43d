// setProperty: sets a property of the exchange, which stays with it beyond the message.
#include "engine/set_named.h"

namespace kamel::steps {

StepSpec set_property() {
  return {.name = "setProperty",
          .summary = "Sets a property of the exchange",
          .fields = kNamedFields,
          .inline_expression = true,
          .example = R"(- setProperty: { name: total, simple: "${header.total}" })",
          .compile = compile_set_named<store_property>};
}

}  // namespace kamel::steps
