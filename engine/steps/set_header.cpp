// setHeader: sets a header of the message.
#include "engine/set_named.h"

namespace kamel::steps {

StepSpec set_header() {
  return {.name = "setHeader",
          .summary = "Sets a header of the message",
          .fields = kNamedFields,
          .inline_expression = true,
          .example = R"(- setHeader: { name: kind, constant: order })",
          .compile = compile_set_named<store_header>};
}

}  // namespace kamel::steps
