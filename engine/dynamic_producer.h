// Sends to endpoints that are known only at run time: toD, wireTap, recipientList, routingSlip, enrich.
#pragma once

#include <string>

#include "dsl/node.h"
#include "engine/exchange.h"

namespace kamel {

/// Sends the exchange to `uri`, as a step's run() would. With `ignore_invalid` an endpoint that cannot be made is skipped.
Flow send_dynamically(Exchange& exchange, const Slice& uri, bool ignore_invalid);

/// Whether `uri` can be sent to; the send that follows finds the endpoint made.
Result<> find_endpoint(Exchange& exchange, std::string_view uri);

/// For toD and enrich, which want scheme:path where others make do with a scheme: fails as Camel does where `uri` has no colon.
Result<> has_path(std::string_view uri);

/// The endpoints that a value names: a list's items, or a text cut at `delimiter`; trimmed, empty ones left out.
List endpoint_list(const Value& value, std::string_view delimiter);
/// "direct:a" as Camel prints it: "direct://a".
Slice endpoint_text(std::string_view uri);

/// The URI with a `parameters:` map written behind it, functions and all.
std::string with_parameters(std::string uri, const Node* parameters);

}  // namespace kamel
