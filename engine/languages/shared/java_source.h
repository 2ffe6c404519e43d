// What java and joor have in common: Java source as an expression, its options, and why it is refused.
#pragma once

#include "engine/languages/shared/refused.h"

namespace kamel::languages {

inline constexpr Refusal kJavaRefusal{
    "a JVM and a Java compiler",
    "write it in simple or jq",
};

inline constexpr Field kJavaFields[] = {
    {.name = "preCompile", .type = FieldType::Bool},
    {.name = "resultType"},
    {.name = "singleQuotes", .type = FieldType::Bool},
};

}  // namespace kamel::languages
