// What Gson does differently from Jackson.
#pragma once

#include "dsl/value.h"

namespace kamel::formats {

/// Maps without their nulls, HTML's characters escaped, two blanks of indentation and none before a colon.
Slice write_gson(const Value& value, bool pretty);

/// Gson reads every number as a Double.
Value with_doubles(const Value& tree);

}  // namespace kamel::formats
