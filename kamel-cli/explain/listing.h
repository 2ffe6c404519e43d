// Listing: the programs that routes were compiled into, as text.
#pragma once

#include <string>

#include "engine/program.h"
#include "kamel-cli/output/paint.h"

namespace kamel::cli {

/// One line an instruction: its place, the line of the file, the step, where it may branch to; then the handlers.
std::string listing(const Program& program, const Paint& paint);

}  // namespace kamel::cli
