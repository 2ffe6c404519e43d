// Preconditions: routes and routeConfigurations that are left out of an integration.
#pragma once

#include "engine/assembler.h"

namespace kamel {

/// Whether a simple predicate of {{placeholders}}, ${properties:…}, ${sys.…} and ${env.…} holds; true after a report. An empty one does not.
bool precondition_holds(const std::string& precondition, const Mark& mark, Assembler& assembler);

/// Takes the routes and routeConfigurations out of `set` whose `precondition` does not hold. It is decided once, without a message: a simple predicate of
/// {{placeholders}} and ${properties:…}; other functions are reported.
void leave_out_unwanted(RouteSet& set, Context& context, Diagnostics& diagnostics);

}  // namespace kamel
