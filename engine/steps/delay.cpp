// delay: lets a message wait, without a thread waiting.
#include "engine/assembler.h"
#include "engine/convert.h"
#include "engine/exchange.h"
#include "engine/worker.h"

namespace kamel::steps {
namespace {

constexpr std::string_view kNoConverter = "org.apache.camel.NoTypeConversionAvailableException";

class Delay final : public Step {
 public:
  explicit Delay(ExpressionPtr milliseconds) : milliseconds_(std::move(milliseconds)) {}
  Flow run(Exchange& exchange) const override {
    const Result<Value> value = milliseconds_->evaluate(exchange);
    if (!value) return exchange.fail(value.error());
    if (value->is_null()) return Flow::Next;
    const Result<Value> wanted = convert(*value, "java.lang.Long", &exchange);
    if (!wanted && wanted.error().type() == kNoConverter) return Flow::Next;  // as in Camel, a list is no time to wait
    if (!wanted) return exchange.fail(wanted.error());
    const std::chrono::milliseconds pause(wanted->as_whole());
    if (pause.count() <= 0) return Flow::Next;
    exchange.worker().after(pause, [&exchange] { exchange.resume(); });
    return Flow::Suspend;
  }

 private:
  ExpressionPtr milliseconds_;
};

constexpr Field kFields[] = {
    {.name = "expression", .type = FieldType::Expression, .summary = "How long, in milliseconds"},
    {.name = "asyncDelayed", .type = FieldType::Bool, .fallback = "true", .ignored = "no thread ever waits"},
    {.name = "callerRunsWhenRejected", .type = FieldType::Bool, .fallback = "true", .ignored = "nothing is rejected"},
    {.name = "executorService", .type = FieldType::Reference, .ignored = "no threads are needed"},
};

void compile(const StepDecl& decl, Assembler& assembler) {
  if (!decl.options.expression()) return assembler.diagnostics().warning(decl.mark, "delay says no time and waits for none");
  if (ExpressionPtr pause = assembler.expression(decl.options)) assembler.emit(std::make_unique<Delay>(std::move(pause)));
}

}  // namespace

StepSpec delay() {
  return {.name = "delay",
          .summary = "Lets the message wait",
          .fields = kFields,
          .inline_expression = true,
          .example = "- delay: { constant: 100 }",
          .compile = compile};
}

}  // namespace kamel::steps
