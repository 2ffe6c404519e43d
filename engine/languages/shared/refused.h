// Languages that are known by name and refused: what they need, and what to write instead.
#pragma once

#include "engine/spec.h"

namespace kamel::languages {

/// The whole of such a language. `needs` completes "language 'x' needs …"; `instead` is the hint.
struct Refusal {
  std::string_view needs;
  std::string_view instead;
};

/// A compile function for LanguageSpec that reports `what`. A template, since a spec holds a plain function.
void report_refusal(const ExpressionDecl& decl, Assembler& assembler, const Refusal& what);

template <const Refusal& kWhat>
ExpressionPtr refuse(const ExpressionDecl& decl, Assembler& assembler) {
  report_refusal(decl, assembler, kWhat);
  return nullptr;
}

inline constexpr std::string_view kOtherLanguages = "kamel runs simple, jsonpath, jq, xpath, tokenize, xtokenize, constant, header, exchangeProperty and variable";

}  // namespace kamel::languages
