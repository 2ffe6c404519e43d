// The options of kafka: endpoints.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "dsl/fields.h"

namespace kamel::kafka {

/// All of Camel's. Each one that Camel's component knows by the same name may also be given as property camel.component.kafka.NAME.
std::span<const Field> fields();

/// What deliveryGuarantee may be: at least once, at most once, exactly once.
inline constexpr std::array<std::string_view, 3> kGuarantees{"at-least-once", "at-most-once", "exactly-once"};

/// What cloudEvents may be.
inline constexpr std::array<std::string_view, 2> kCloudEvents{"none", "binary"};

}  // namespace kamel::kafka
