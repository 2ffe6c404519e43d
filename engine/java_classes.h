// Classes of Java that exist without an application's own code.
#pragma once

#include <string_view>

namespace kamel {

/// Whether Camel would find a class of this name: one of Java's, of Camel's, or of a library that comes with it. Told by the package, so that a class that
/// Java does not have in a package of its own passes. Any thread.
bool is_java_class(std::string_view name) noexcept;

}  // namespace kamel
