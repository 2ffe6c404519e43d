// The `resultType` that most languages have.
#pragma once

#include <string>

#include "engine/assembler.h"

namespace kamel::languages {

/// The expression with its result converted to a Java type; the expression itself when `type` is "". A type that does not exist is reported
/// and gives nullptr.
ExpressionPtr typed(ExpressionPtr expression, const std::string& type, const ExpressionDecl& decl, Assembler& assembler);

/// The option `resultType`; "" after a report, where there is no such class.
std::string result_type(const ExpressionDecl& decl, Assembler& assembler);

/// What a Java type is without a value: 0 or false for a primitive, else null.
Value zero_of(std::string_view type);

}  // namespace kamel::languages
