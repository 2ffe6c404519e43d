// interceptSendToEndpoint: runs its steps before, or instead of, a send to an endpoint. Among the steps of a route it is for that route alone; see engine/interceptors.h.
#include "engine/interceptors.h"

namespace kamel::steps {

StepSpec intercept_send_to_endpoint() {
  return {.name = "interceptSendToEndpoint",
          .summary = "Runs its steps before, or instead of, a send to an endpoint; stands at the top of the route",
          .fields = interceptor_fields(),
          .example = R"(- interceptSendToEndpoint: { uri: "mock:*", skipSendToOriginalEndpoint: true, steps: [ { log: "not sent: ${body}" } ] }
- to: mock:orders)",
          .compile = refuse_nested};
}

}  // namespace kamel::steps
