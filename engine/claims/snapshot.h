// snapshot: a message as claimCheck puts it aside.
#pragma once

#include "engine/aggregation.h"

namespace kamel {

/// The exchange's message, properties and variables with lists and maps of their own, so that any worker may use them; without the repository that it carries.
Outcome snapshot(Exchange& exchange);
/// The same of what is kept already, for who keeps it on.
Outcome copy_of(const Outcome& from);

}  // namespace kamel
