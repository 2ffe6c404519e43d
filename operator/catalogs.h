// The generated list of traits: one entry per file of operator/traits/ (see kamel_catalog in CMakeLists.txt).
#pragma once

#include <vector>

#include "operator/trait.h"

namespace kamel::traits {
std::vector<TraitSpec> catalog();
}
