// Parents of exception classes, for is_a and for knowing which classes there are.
#pragma once

#include <span>
#include <string_view>

namespace kamel {

struct Kin {
  std::string_view type;
  std::string_view parent;
};

/// The public exceptions of Java 17 that a route may meet, sorted by type. Source: the JDK's own class files.
std::span<const Kin> java_exceptions() noexcept;

}  // namespace kamel
