// HeldSend: a send whose endpoint is known only at run time and may be intercepted: a frame holds the URI while the interceptors' steps run.
#pragma once

#include "engine/assembler.h"

namespace kamel {

/// The URI that the topmost frame holds. Only between hold_endpoint and the end of the send.
Slice held_endpoint(const Exchange& exchange);
/// For a step that emit_held_send's code follows: holds `uri` and notes it as the last endpoint. Fails where it cannot be made.
Flow hold_endpoint(Exchange& exchange, const Slice& uri);
/// Whether sends to computed endpoints have to be written by emit_held_send: the route has an interceptor for sends.
bool holds_sends(const Assembler& assembler);
/// Writes the send to the endpoint that a step before it has held, with the interceptors around it.
void emit_held_send(Assembler& assembler);

}  // namespace kamel
