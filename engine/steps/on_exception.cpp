// onException: deals with failures of the route: tries again, then runs its steps. Among the steps of a route it is for that route alone; see engine/error_handling.h.
#include "engine/error_handling.h"

namespace kamel::steps {

StepSpec on_exception() {
  return {.name = "onException",
          .summary = "Deals with failures of the route: tries again, then runs its steps; stands at the top of the route",
          .fields = on_exception_fields(),
          .example = R"(- onException: { exception: [ "java.io.IOException" ], handled: { constant: "true" }, steps: [ { log: "${exception.message}" } ] }
- to: mock:orders)",
          .compile = refuse_nested};
}

}  // namespace kamel::steps
