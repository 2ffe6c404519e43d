// That an endpoint has one consumer only: direct, and seda where it is not told otherwise.
#pragma once

#include <memory>
#include <string>

#include "engine/assembler.h"

namespace kamel::connectors {

/// The right to consume from an endpoint; a source holds it while it lives.
struct Consumption {
  std::string route_id;
};

/// Claims "scheme://path" for the route that is being assembled. nullptr after having reported that another route of the set has it.
std::shared_ptr<Consumption> claim(const EndpointDecl& decl, Assembler& assembler);

}  // namespace kamel::connectors
