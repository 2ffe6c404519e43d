// What `kamel describe` tells.
#pragma once

#include <string>

#include "operator/kube/object.h"

namespace kamel::cli {

std::string integration_description(const kube::Object& integration, bool with_sources);
std::string kamelet_description(const kube::Object& kamelet);

}  // namespace kamel::cli
