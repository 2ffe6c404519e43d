// Components of Camel that kamel knows by name only.
#pragma once

#include <string_view>

namespace kamel {

/// What to use instead of a component of Camel that is not there; "" for any other scheme.
std::string_view instead_of_component(std::string_view scheme) noexcept;

}  // namespace kamel
