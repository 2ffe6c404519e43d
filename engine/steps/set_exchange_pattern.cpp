// setExchangePattern: from here on the exchange wants a reply (InOut), or does not (InOnly).
#include "engine/assembler.h"
#include "engine/exchange.h"

namespace kamel::steps {
namespace {

class SetExchangePattern final : public Step {
 public:
  explicit SetExchangePattern(Pattern pattern) : pattern_(pattern) {}
  Flow run(Exchange& exchange) const override {
    exchange.pattern = pattern_;
    return Flow::Next;
  }

 private:
  Pattern pattern_;
};

constexpr std::string_view kPatterns[] = {"InOnly", "InOut"};
constexpr Field kFields[] = {{.name = "pattern", .type = FieldType::Choice, .summary = "The pattern", .choices = kPatterns}};

void compile(const StepDecl& decl, Assembler& assembler) {
  const bool in_only = decl.options.choice("pattern") == "InOnly";
  assembler.emit(std::make_unique<SetExchangePattern>(in_only ? Pattern::InOnly : Pattern::InOut));
}

}  // namespace

StepSpec set_exchange_pattern() {
  return {.name = "setExchangePattern",
          .summary = "Sets the exchange's pattern",
          .fields = kFields,
          .shorthand = "pattern",
          .example = "- setExchangePattern: InOnly",
          .compile = compile};
}

}  // namespace kamel::steps
