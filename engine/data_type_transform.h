// What `transform: {toType: …}` does: the data types that Camel has transformers for by itself.
#pragma once

#include "engine/assembler.h"

namespace kamel {

/// Writes the step. A type that Camel knows no transformer for fails each message, as there; one that only Java could make is reported.
void emit_type_transform(const std::string& from, const std::string& to, const Mark& mark, Assembler& assembler);

/// Writes the transformation to a type that Camel has a transformer for by itself; false when there is none.
bool emit_known_transform(const std::string& to, Assembler& assembler);

}  // namespace kamel
