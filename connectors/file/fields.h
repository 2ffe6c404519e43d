// The options of the file component.
#pragma once

#include <span>

#include "dsl/fields.h"

namespace kamel::connectors {

std::span<const Field> file_fields();

}  // namespace kamel::connectors
