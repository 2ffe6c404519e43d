// rollback: ends the exchange as rolled back, with an exception or only marked so.
#include "engine/assembler.h"
#include "engine/exchange.h"

namespace kamel::steps {
namespace {

class Rollback final : public Step {
 public:
  Rollback(bool only, bool last, std::string message) : only_(only), last_(last), message_(std::move(message)) {}
  Flow run(Exchange& exchange) const override {
    if (last_) {
      exchange.rollback_only_last = true;
      return Flow::Stop;
    }
    exchange.rollback_only = true;
    if (only_) return Flow::Stop;
    return exchange.fail("org.apache.camel.RollbackExchangeException", (message_.empty() ? "Intended rollback" : message_) + ". Exchange[]");
  }

 private:
  bool only_, last_;
  std::string message_;
};

constexpr Field kFields[] = {
    {.name = "message", .summary = "The exception's message, as it is written"},
    {.name = "markRollbackOnly", .type = FieldType::Bool, .summary = "Only mark the exchange and stop", .fallback = "false"},
    {.name = "markRollbackOnlyLast", .type = FieldType::Bool, .summary = "Only mark the innermost transaction and stop", .fallback = "false"},
};

void compile(const StepDecl& decl, Assembler& assembler) {
  assembler.emit(std::make_unique<Rollback>(decl.options.flag("markRollbackOnly"), decl.options.flag("markRollbackOnlyLast"), decl.options.text("message")));
}

}  // namespace

StepSpec rollback() {
  return {.name = "rollback",
          .summary = "Ends the exchange as rolled back",
          .fields = kFields,
          .shorthand = "message",
          .example = "- rollback: { markRollbackOnly: true }",
          .compile = compile};
}

}  // namespace kamel::steps
