// CloudEvents in Kafka's binary mode (cloudEvents=binary): their attributes are the record's ce_ headers, their data is its value. From and to HTTP that is a
// change of names only: ce-type is ce_type, Content-Type is content-type; the body stays as it is.
#pragma once

#include <string_view>

#include "connectors/kafka/handles.h"
#include "engine/exchange.h"

namespace kamel::kafka {

/// Whether a header of a message says something about the event: ce-…, ce_…, Content-Type.
bool is_event_header(std::string_view name) noexcept;

/// Adds the attributes of an exchange's event to a record: those of its ce- or ce_ headers, else of CamelCloudEvent…; what an event must have and the exchange has
/// not is made as for knative. Without more than the content type where the body is a whole event in JSON. `number` tells the items of a list apart; empty: none.
/// `headers` are the message's: the exchange's own, or those of an item.
void add_event(RecordHeaders& out, const Headers& headers, Exchange& exchange, std::string_view number);

/// A record's header, put into a message as HTTP has it. False: it is none of the event's.
bool take_event_header(Headers& out, std::string_view name, std::string_view value);

}  // namespace kamel::kafka
