// What seda and stub have in common: the same queue under two names.
#pragma once

#include <memory>

#include "dsl/fields.h"
#include "engine/assembler.h"

namespace kamel::connectors {

std::span<const Field> seda_fields();
std::unique_ptr<RouteSource> seda_source(const EndpointDecl& decl, Assembler& assembler);
std::unique_ptr<const Step> seda_producer(const EndpointDecl& decl, Assembler& assembler);

}  // namespace kamel::connectors
