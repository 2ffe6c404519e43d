// What setBody and transform write.
#pragma once

#include "engine/assembler.h"

namespace kamel {

/// The step that sets the body to an expression's value; nothing when the expression could not be compiled.
void emit_set_body(ExpressionPtr value, Assembler& assembler);

}  // namespace kamel
