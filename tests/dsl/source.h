// What tests of texts need: a source made from a text, and diagnostics as short lines.
#pragma once

#include <memory>
#include <string>

#include "dsl/diagnostics.h"

namespace kamel {

inline SourcePtr source(std::string text, std::string name = "test.yaml") { return std::make_shared<Source>(Source{std::move(name), std::move(text)}); }

/// "line:column severity message; hint" for each, without the quoted lines.
inline std::string lines(const Diagnostics& diagnostics) {
  std::string out;
  for (const Diagnostic& diagnostic : diagnostics.list()) {
    out += std::to_string(diagnostic.mark.line) + ":" + std::to_string(diagnostic.mark.column) + (diagnostic.severity == Severity::Error ? " error " : " warning ");
    out += diagnostic.message + (diagnostic.hint.empty() ? "" : "; " + diagnostic.hint) + "\n";
  }
  return out;
}

/// "line:column".
inline std::string at(const Mark& mark) { return std::to_string(mark.line) + ":" + std::to_string(mark.column); }

}  // namespace kamel
