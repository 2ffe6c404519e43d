// The options of kafka: endpoints.
#pragma once

#include <span>

#include "dsl/fields.h"

namespace kamel::kafka {

/// All of Camel's. Each one that Camel's component knows by the same name may also be given as property camel.component.kafka.NAME.
std::span<const Field> fields();

}  // namespace kamel::kafka
