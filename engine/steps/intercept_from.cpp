// interceptFrom: runs its steps on each message that comes into the route. Among the steps of a route it is for that route alone; see engine/interceptors.h.
#include "engine/interceptors.h"

namespace kamel::steps {

StepSpec intercept_from() {
  return {.name = "interceptFrom",
          .summary = "Runs its steps on each message that comes into the route; stands at the top of the route",
          .fields = interceptor_fields(),
          .example = R"(- interceptFrom: { steps: [ { log: "came in: ${body}" } ] }
- to: mock:orders)",
          .compile = refuse_nested};
}

}  // namespace kamel::steps
