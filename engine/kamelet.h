// Kamelets and route templates as they are used: called by a `to`, put around steps, or as the source of a route.
#pragma once

#include <memory>
#include <optional>

#include "engine/assembler.h"

namespace kamel {

/// The route that a `kamelet:NAME/ID?parameters` stands for. nullptr after a report. Lives as long as the assembler's program.
std::shared_ptr<const RouteDecl> expand_kamelet(const EndpointUri& uri, const Mark& mark, Assembler& assembler);

/// The step that runs the Kamelet on the exchange. Where the Kamelet sends to kamelet:sink, `sink` (a list of steps, or nullptr) is run.
std::unique_ptr<const Step> kamelet_call(const EndpointUri& uri, const Mark& mark, const Node* sink, Assembler& assembler);

/// The steps of an expanded template.
const Node* steps_of(const RouteDecl& route);

}  // namespace kamel
