// adopt: makes an exchange what a copy of it has become.
#pragma once

#include "engine/exchange.h"

namespace kamel {

/// Takes the message, properties, variables, flags and exception out of a copy that has ended, as Camel's ExchangeHelper.copyResults. Gives
/// what the step that made the copy returns: Fail, Stop where the copy was stopped, rolled back or handled, else Branch.
Flow adopt(Exchange& exchange, Exchange& copy);

}  // namespace kamel
