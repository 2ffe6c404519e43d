// removeHeaders: removes the headers whose names match a pattern.
#include "engine/assembler.h"
#include "engine/exchange.h"
#include "engine/name_pattern.h"

namespace kamel::steps {
namespace {

class RemoveHeaders final : public Step {
 public:
  RemoveHeaders(std::string_view pattern, std::string_view except) : pattern_(pattern), except_(except) {}
  Flow run(Exchange& exchange) const override {
    exchange.message.headers.erase_if([this](const auto& entry) { return pattern_.matches(entry.name) && !except_.matches(entry.name); });
    return Flow::Next;
  }

 private:
  NamePattern pattern_, except_;
};

constexpr Field kFields[] = {
    {.name = "pattern", .summary = "A name, a start with * behind it, or a regular expression", .required = true},
    {.name = "excludePattern", .summary = "Those that stay all the same"},
};

void compile(const StepDecl& decl, Assembler& assembler) {
  assembler.emit(std::make_unique<RemoveHeaders>(decl.options.text("pattern"), decl.options.text("excludePattern")));
}

}  // namespace

StepSpec remove_headers() {
  return {.name = "removeHeaders",
          .summary = "Removes the headers whose names match a pattern",
          .fields = kFields,
          .shorthand = "pattern",
          .example = R"(- removeHeaders: { pattern: "Camel*", excludePattern: "CamelFile*" })",
          .compile = compile};
}

}  // namespace kamel::steps
