#include "engine/adopt.h"

#include "engine/aggregation.h"

namespace kamel {

Flow adopt(Exchange& exchange, Exchange& copy) {
  exchange.route_stop = copy.route_stop;
  exchange.rollback_only = copy.rollback_only;
  exchange.rollback_only_last = copy.rollback_only_last;
  exchange.redelivery_exhausted = copy.redelivery_exhausted;
  exchange.failure_handled = copy.failure_handled;
  exchange.handled_stop = copy.handled_stop;
  exchange.to_endpoint = copy.to_endpoint;
  copy_results(exchange, Outcome::take(copy));
  if (exchange.failed()) return Flow::Fail;
  const bool ends = exchange.route_stop || exchange.rollback_only || exchange.rollback_only_last || exchange.handled_stop;
  return ends ? Flow::Stop : Flow::Branch;
}

}  // namespace kamel
