// The JSON Schema of the whole language, made from the specs.
#pragma once

#include <span>

#include "dsl/value.h"
#include "engine/registry.h"

namespace kamel::cli {

/// Draft 7, for editors: completion, hover texts, and red underlines while typing.
Value json_schema(const Registry& registry);
/// The same for files with tests of routes (*.test.yaml).
Value test_schema();
/// What one map with these fields may hold; nothing else.
Value object_of(std::span<const Field> fields);

}  // namespace kamel::cli
