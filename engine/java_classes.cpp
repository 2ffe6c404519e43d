#include "engine/java_classes.h"

#include <algorithm>
#include <array>

#include "dsl/error.h"

namespace kamel {

bool is_java_class(std::string_view name) noexcept {
  static constexpr auto kPackages = std::to_array<std::string_view>(
      {"java.io.", "java.lang.", "java.math.", "java.net.", "java.nio.", "java.security.", "java.sql.", "java.text.", "java.time.", "java.util."});
  return is_known_exception(name) || std::ranges::any_of(kPackages, [&](std::string_view package) { return name.starts_with(package); });
}

}  // namespace kamel
