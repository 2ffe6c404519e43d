// Data types: what a route says of the messages that come in and go out (inputType, outputType).
#pragma once

#include "engine/assembler.h"

namespace kamel {

/// Writes what makes the incoming message be of `type` ({urn, validate}): Java types convert the body, others are taken for granted, and one that is to
/// be validated fails, since Camel's YAML has no way to declare a validator. Failures go to the route's error handler.
void assemble_input_type(const Node* type, Assembler& assembler);
/// The same for the message that leaves the route; `input` is the route's inputType: another type than that one needs a transformer, of which there is none.
/// Failures are no matter of the route's error handler.
void assemble_output_type(const Node* type, const Node* input, Assembler& assembler);

/// The top-level elements `transformers` and `validators`: Camel's YAML reader checks them and drops them. Reports what is wrong in one, and that it does
/// nothing.
void check_data_type_element(const ElementDecl& element, Assembler& assembler);

}  // namespace kamel
