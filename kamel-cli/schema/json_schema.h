// The JSON Schema of the whole language, made from the specs.
#pragma once

#include "dsl/value.h"
#include "engine/registry.h"

namespace kamel::cli {

/// Draft 7, for editors: completion, hover texts, and red underlines while typing.
Value json_schema(const Registry& registry);

}  // namespace kamel::cli
