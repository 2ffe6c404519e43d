// Whether the next record of a partition may start before the one before it has ended.
#pragma once

#include "engine/exchange.h"

namespace kamel::kafka {

/// Asked of an exchange that has just been started and is still under way: whether all that is left for it is the confirmation of sends
/// whose transport keeps their order, and then its end. What follows it cannot overtake it any more. Any other exchange must end first:
/// as in Camel, where one consumer thread takes one record after the other, nothing anybody can see happens out of the partition's order.
bool only_confirmations_left(Exchange& exchange);

}  // namespace kamel::kafka
