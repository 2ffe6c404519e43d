// saga_route: a saga holds all steps of its route, wherever it stands among them.
#pragma once

#include "engine/assembler.h"

namespace kamel {

/// The steps of a route as they are to be compiled: those that hold a saga become that saga alone, with the route's steps before its own,
/// as in Camel. A second one, and one further inside, are reported. The result lives as long as the program.
const Node* with_saga_outermost(const Node* steps, Assembler& assembler);

}  // namespace kamel
