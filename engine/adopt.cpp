#include "engine/adopt.h"

#include "engine/aggregation.h"

namespace kamel {

Flow adopt(Exchange& exchange, Exchange& copy) {
  exchange.redelivery_exhausted = copy.redelivery_exhausted;
  exchange.failure_handled = copy.failure_handled;
  exchange.to_endpoint = copy.to_endpoint;
  copy_results(exchange, Outcome::take(copy));
  if (exchange.failed()) return Flow::Fail;
  return Ends::of(exchange).any() ? Flow::Stop : Flow::Branch;
}

}  // namespace kamel
