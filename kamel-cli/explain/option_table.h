// The reference of all options: for each step, language, data format and component, what is read, ignored or refused.
#pragma once

#include <string>

#include "engine/registry.h"

namespace kamel::cli {

/// Markdown: a section for each kind with its counts, a table for each part. Everything comes from the specs.
std::string option_reference(const Registry& registry);

}  // namespace kamel::cli
