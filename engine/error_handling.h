// How a route's error handling is put together from errorHandler, onException and routeConfiguration.
#pragma once

#include "engine/scope.h"

namespace kamel {

/// The errorHandler that applies to a route: its own, its routeConfigurations', or that of a file; nullptr: Camel's default.
const Node* error_handler_of(const RouteDecl& route, const RouteSet& set);

/// Writes the route's clauses and the dead letter delivery of `handler` behind the code written so far, and fills Program::errors.
/// Clauses: among the route's own steps, those of its routeConfigurations, then those of its file.
void assemble_error_handling(const RouteScope& scope, const Node* handler, Assembler& assembler);

/// A redeliveryPolicy, on top of what is in `policy`.
void read_redelivery_policy(const Node& node, RedeliveryPolicy& policy, Diagnostics& diagnostics);

/// The options of onException.
std::span<const Field> on_exception_fields();

/// Whether anything in the set asks for the original message (useOriginalMessage: true), which makes every route keep it.
bool keeps_originals(const RouteSet& set);

}  // namespace kamel
