// That an endpoint has one consumer only: direct, browse, and seda where it is not told otherwise.
#pragma once

#include "engine/assembler.h"

namespace kamel::connectors {

/// Whether no earlier route of the set consumes from the endpoint; false after having reported it.
bool is_sole_consumer(const EndpointDecl& decl, Assembler& assembler);

}  // namespace kamel::connectors
