// Refused steps: known by name, so that kamel says what is missing instead of "unknown step".
#pragma once

#include "engine/assembler.h"

namespace kamel::steps {

/// Reports that the step is not supported: "'policy' needs …", with what to do instead. `java_class` is the exception that Camel would fail
/// with.
inline void refuse(const StepDecl& decl, Assembler& assembler, std::string_view needs, std::string_view instead,
                   std::string_view java_class = "java.lang.IllegalArgumentException") {
  assembler.error(decl.mark, "'" + std::string(decl.spec.name) + "' needs " + std::string(needs), std::string(instead),
                  std::string(java_class));
}

}  // namespace kamel::steps
