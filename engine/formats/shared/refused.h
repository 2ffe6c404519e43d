// Data formats that are known by name and refused: what they would need, and what to do instead.
#pragma once

#include "engine/spec.h"

namespace kamel::formats {

struct Refusal {
  std::string_view needs;    // completes "data format 'x' needs …"
  std::string_view instead;  // the hint
};

void report_refusal(const FormatDecl& decl, Assembler& assembler, const Refusal& what);

/// A compile function for FormatSpec. A template, since a spec holds a plain function.
template <const Refusal& kWhat>
std::unique_ptr<const DataFormat> refuse(const FormatDecl& decl, Assembler& assembler) {
  report_refusal(decl, assembler, kWhat);
  return nullptr;
}

}  // namespace kamel::formats
