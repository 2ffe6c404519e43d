// Diagnostics as text, JSON or SARIF.
#pragma once

#include <string>

#include "dsl/diagnostics.h"
#include "dsl/value.h"

namespace kamel::cli {

/// [{severity, file, line, column, message, hint}, …]
Value as_json(const Diagnostics& diagnostics);
/// A SARIF 2.1.0 log, as code hosts show it beside the lines.
Value as_sarif(const Diagnostics& diagnostics);
/// "2 errors and 1 warning".
std::string count_text(const Diagnostics& diagnostics);

}  // namespace kamel::cli
