// java_hash: what Java's hashCode gives for a value.
#pragma once

#include <cstdint>

#include "dsl/value.h"

namespace kamel {

/// Of the Java object that the value stands for; 0 for null. Objects are hashed by their text, which Java does not promise.
std::int32_t java_hash(const Value& value);

}  // namespace kamel
