// ReplyCompletion: what finishes the answer of an exchange, such as the headers of a REST service.
#pragma once

#include "engine/exchange.h"

namespace kamel {

/// Belongs to the exchange whose end answers a client: unlike other completions it stays when they are handed over to an exchange that
/// goes on with the work (seda, aggregate).
class ReplyCompletion : public Completion {};

}  // namespace kamel
