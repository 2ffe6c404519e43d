// intercept: runs its steps before each step of the route. Among the steps of a route it is for that route alone; see engine/interceptors.h.
#include "engine/interceptors.h"

namespace kamel::steps {

StepSpec intercept() {
  return {.name = "intercept",
          .summary = "Runs its steps before each step of the route; stands at the top of the route",
          .fields = interceptor_fields(),
          .example = R"(- intercept: { steps: [ { log: "next: ${exchangeProperty.CamelInterceptedNodeId}" } ] }
- to: mock:orders)",
          .compile = refuse_nested};
}

}  // namespace kamel::steps
