// Preconditions: routes and routeConfigurations that are left out of an integration.
#pragma once

#include "engine/assembler.h"

namespace kamel {

/// Whether the predicate holds for an exchange that has nothing: no body, no headers, no route. `route` is the one that is being made, if any: what a
/// template or Kamelet was told counts as properties.
Result<bool> precondition_holds(const Expression& predicate, Context& context, const RouteDecl* route);

/// Takes the routes and routeConfigurations out of `set` whose `precondition`, a simple predicate, does not hold. It is decided once, on an exchange that
/// has nothing: what counts are {{placeholders}}, ${properties:…}, ${propertiesExist:…}, ${sys.…} and ${env.…}.
void leave_out_unwanted(RouteSet& set, Context& context, Diagnostics& diagnostics);

}  // namespace kamel
