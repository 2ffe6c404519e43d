// How a route's error handling is put together from errorHandler, onException and routeConfiguration.
#pragma once

#include "engine/scope.h"

namespace kamel {

/// Writes the route's clauses and its dead letter delivery behind the code written so far, and fills Program::errors.
/// What applies: the route's own options and steps, the routeConfigurations it names (or the nameless ones), then the elements of its own file.
void assemble_error_handling(const RouteScope& scope, Assembler& assembler);

/// A redeliveryPolicy, on top of what is in `policy`.
void read_redelivery_policy(const Node& node, RedeliveryPolicy& policy, Diagnostics& diagnostics);

/// The options of onException.
std::span<const Field> on_exception_fields();

/// Whether anything in the set asks for the original message (useOriginalMessage: true), which makes every route keep it.
bool keeps_originals(const RouteSet& set);

}  // namespace kamel
