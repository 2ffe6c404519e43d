// What Gson does differently from Jackson.
#pragma once

#include "dsl/error.h"
#include "dsl/value.h"

namespace kamel::formats {

/// Maps without their nulls, HTML's characters escaped, two blanks of indentation and none before a colon.
Slice write_gson(const Value& value, bool pretty);

/// Reads JSON and what Gson takes for it. With `unique_names` the outermost object, a Map, must not name anything twice.
Result<Value> read_gson(std::string_view text, bool unique_names);

/// Gson reads every number as a Double.
Value with_doubles(const Value& tree);

}  // namespace kamel::formats
