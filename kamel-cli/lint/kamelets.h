// Kamelets that no route of a set uses, tried as if one did.
#pragma once

#include "dsl/route.h"

namespace kamel::cli {

/// Adds a route for each Kamelet that nothing in the set refers to, so that a check compiles it as well: its required properties have their examples, or
/// something of their type. The Kamelet's own mistakes, and what it would need, are then reported with their place in its file.
void try_unused_kamelets(RouteSet& set);

}  // namespace kamel::cli
