// What routingSlip and dynamicRouter write: one exchange visits endpoint after endpoint.
#pragma once

#include "engine/assembler.h"

namespace kamel {

/// Writes the loop over the endpoints that `expression` names. With `again` it is asked anew each time its endpoints have been visited,
/// until it names none (dynamicRouter).
void emit_routing_slip(ExpressionPtr expression, std::string delimiter, bool ignore_invalid, bool again, Assembler& assembler);

/// The options that both steps have.
inline constexpr Field kSlipFields[] = {
    {.name = "expression", .type = FieldType::Expression, .summary = "What gives the endpoints: a list, or a text"},
    {.name = "uriDelimiter", .summary = "Where the text is cut", .fallback = ","},
    {.name = "ignoreInvalidEndpoints", .type = FieldType::Bool, .summary = "Leave endpoints out that cannot be made", .fallback = "false"},
    {.name = "cacheSize", .type = FieldType::Int, .ignored = "the last 1,000 dynamic endpoints are kept"},
};

}  // namespace kamel
