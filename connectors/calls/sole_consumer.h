// That an endpoint has one consumer only: seda where it is not told otherwise, browse. (The compiler itself sees to direct.)
#pragma once

#include "engine/assembler.h"

namespace kamel::connectors {

/// Whether no earlier route of the set consumes from the endpoint; false after having reported it.
bool is_sole_consumer(const EndpointDecl& decl, Assembler& assembler);

}  // namespace kamel::connectors
