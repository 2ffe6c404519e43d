// onCompletion: runs its steps when an exchange of the route has ended. Among the steps of a route it is for that route alone; see engine/on_completion.h.
#include "engine/on_completion.h"

namespace kamel::steps {

StepSpec on_completion() {
  return {.name = "onCompletion",
          .summary = "Runs its steps when an exchange of the route has ended; stands at the top of the route",
          .fields = on_completion_fields(),
          .example = R"(- onCompletion: { onFailureOnly: true, steps: [ { log: "failed: ${exception.message}" } ] }
- to: mock:orders)",
          .compile = refuse_nested};
}

}  // namespace kamel::steps
