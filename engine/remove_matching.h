// RemoveMatching: what removeHeaders and removeProperties have in common: patterns of names, and a list to remove from.
#pragma once

#include "engine/assembler.h"
#include "engine/exchange.h"
#include "engine/name_pattern.h"

namespace kamel {

/// Removes what matches the pattern but not the exception. `kOf` is a function that gives the headers or properties of an exchange.
template <auto kOf>
class RemoveMatching final : public Step {
 public:
  RemoveMatching(std::string_view pattern, std::string_view except) : pattern_(pattern), except_(except) {}
  Flow run(Exchange& exchange) const override {
    kOf(exchange).erase_if([this](const auto& entry) { return pattern_.matches(entry.name) && !except_.matches(entry.name); });
    return Flow::Next;
  }

 private:
  NamePattern pattern_, except_;
};

inline constexpr Field kMatchingFields[] = {
    {.name = "pattern", .summary = "A name, a start with * behind it, or a regular expression", .required = true},
    {.name = "excludePattern", .summary = "Those that stay all the same"},
};

template <auto kOf>
void compile_remove_matching(const StepDecl& decl, Assembler& assembler) {
  assembler.emit(std::make_unique<RemoveMatching<kOf>>(decl.options.text("pattern"), decl.options.text("excludePattern")));
}

}  // namespace kamel
