#include "engine/exception_classes.h"

#include <algorithm>

namespace kamel {

bool check_exception_classes(std::span<const std::string> classes, const Mark& mark, Assembler& assembler) {
  const auto unknown = std::ranges::find_if_not(classes, [](const std::string& name) { return is_known_exception(name); });
  if (unknown == classes.end()) return true;
  assembler.error(mark, "no class '" + *unknown + "'", "exceptions of an application need a JVM; use one of Java's or Camel's own", "java.lang.ClassNotFoundException");
  return false;
}

}  // namespace kamel
