// That an endpoint has one consumer only: direct, browse, platform-http, and seda where it is not told otherwise.
#pragma once

#include "engine/assembler.h"

namespace kamel::connectors {

/// Which endpoints are the same: those of one name, or (Camel's own rule) those that agree in their parameters as well.
enum class Same : std::uint8_t { Name, NameAndParameters };

/// Whether no earlier route of the set consumes from the endpoint; false after having reported it.
bool is_sole_consumer(const EndpointDecl& decl, Assembler& assembler, Same same = Same::Name);

}  // namespace kamel::connectors
