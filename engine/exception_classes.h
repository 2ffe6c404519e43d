// The exception classes that routes name.
#pragma once

#include <span>
#include <string>

#include "engine/assembler.h"

namespace kamel {

/// Reports each of `classes` that neither Java nor Camel nor a library of Camel's components has: an application's own, which needs a JVM. Camel fails
/// likewise where the class is not on its path, with a ClassNotFoundException. Whether all are fine.
bool check_exception_classes(std::span<const std::string> classes, const Mark& mark, Assembler& assembler);

}  // namespace kamel
