// The exception classes that routes name.
#pragma once

#include <span>
#include <string>

#include "engine/assembler.h"

namespace kamel {

/// Reports each of `classes` that neither Java nor Camel nor a library of Camel's components has: an application's own, which needs a JVM. Camel fails
/// likewise where the class is not on its path, with a ClassNotFoundException. Whether all are fine.
bool check_exception_classes(std::span<const std::string> classes, const Mark& mark, Assembler& assembler);

/// What throwException throws for a class and a message: an instance, or, where Camel can make none – no constructor with a message, or no Exception but an
/// Error – its CamelExchangeException that says so.
Error make_exception(const std::string& type, std::string message);

}  // namespace kamel
