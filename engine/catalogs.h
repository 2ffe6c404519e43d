// The generated lists of what the folders hold: one entry per file (see kamel_catalog in CMakeLists.txt).
#pragma once

#include <vector>

#include "engine/spec.h"

namespace kamel::steps {
std::vector<StepSpec> catalog();
}
namespace kamel::languages {
std::vector<LanguageSpec> catalog();
}
namespace kamel::formats {
std::vector<FormatSpec> catalog();
}
namespace kamel::connectors {
std::vector<ComponentSpec> catalog();
}
