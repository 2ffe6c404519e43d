// Variables by Camel's names: `x` of the exchange, `route:x` / `route:ID:x` of a route, `global:x` of the integration.
#pragma once

#include "engine/exchange.h"

namespace kamel {

/// Null when there is none. A global or route variable is a copy that belongs to the caller.
Value get_variable(Exchange& exchange, std::string_view name);
/// Setting null removes, as in Camel.
void set_variable(Exchange& exchange, const Slice& name, Value value);
void remove_variable(Exchange& exchange, std::string_view name);
/// What variableReceive does with headers: each goes to `header:<name>.<header>`, where the variable is (`global:header:<name>.<header>`).
void set_header_variables(Exchange& exchange, const Slice& name, const Headers& headers);
/// variableReceive: the body goes to the variable, each header to `header:<name>.<header>`, and the message is again what it was `before`.
void receive_into_variable(Exchange& exchange, const Slice& name, Message before);

}  // namespace kamel
