// loop: runs its steps a number of times, or as long as a predicate holds (doWhile).
#include "engine/assembler.h"
#include "engine/convert.h"
#include "engine/exchange.h"
#include "engine/names.h"

namespace kamel::steps {
namespace {

/// Opens the frame that counts. The loop's head follows.
class BeginLoop final : public Step {
 public:
  BeginLoop(ExpressionPtr count, bool copy) : count_(std::move(count)), copy_(copy) {}
  Flow run(Exchange& exchange) const override {
    Frame frame{.kind = Frame::Kind::Loop};
    if (count_) {
      const Result<Value> count = count_->evaluate(exchange);
      if (!count) return exchange.fail(count.error());
      const Result<Value> number = mandatory_int(*count);
      if (!number) return exchange.fail(number.error());
      frame.limit = number->as_whole();
      exchange.properties.set(Slice::literal(names::kLoopSize), static_cast<std::int32_t>(frame.limit));
    }
    if (copy_) frame.saved = std::make_unique<Message>(exchange.message);
    exchange.frames().push_back(std::move(frame));
    return Flow::Next;
  }

 private:
  static Result<Value> mandatory_int(const Value& value) {
    if (value.is_null()) {
      return Error("org.apache.camel.NoTypeConversionAvailableException",
                   "No type converter available to convert from type: null to the required type: java.lang.Integer");
    }
    return convert(Value(to_text(value)), "java.lang.Integer");  // by way of its text, as in Camel
  }
  ExpressionPtr count_;
  bool copy_;
};

/// Another turn, or out to the branch.
class LoopHead final : public Step {
 public:
  explicit LoopHead(ExpressionPtr while_true) : while_(std::move(while_true)) {}
  Flow run(Exchange& exchange) const override {
    Frame& frame = exchange.frames().back();
    bool more = frame.count < frame.limit;
    if (frame.saved && (more || while_)) exchange.message = *frame.saved;
    if (while_) {
      const Result<bool> holds = while_->matches(exchange);
      if (!holds) return exchange.fail(holds.error());
      more = *holds;
    }
    if (!more) {
      exchange.frames().pop_back();
      return Flow::Branch;
    }
    exchange.properties.set(Slice::literal(names::kLoopIndex), static_cast<std::int32_t>(frame.count++));
    return Flow::Next;
  }

 private:
  ExpressionPtr while_;
};

constexpr Field kFields[] = {
    {.name = "expression", .type = FieldType::Expression, .summary = "How many turns; with doWhile: the predicate"},
    {.name = "steps", .type = FieldType::Steps, .summary = "What to repeat"},
    {.name = "copy", .type = FieldType::Bool, .summary = "Start each turn from the message as it was before the loop", .fallback = "false"},
    {.name = "doWhile", .type = FieldType::Bool, .summary = "Repeat as long as the expression holds", .fallback = "false"},
    {.name = "breakOnShutdown", .type = FieldType::Bool, .fallback = "false", .ignored = "a drain waits for the loop, at most until its deadline"},
    {.name = "onPrepare", .type = FieldType::Reference, .refused = "it names a Java class; kamel runs none"},
};

void compile(const StepDecl& decl, Assembler& assembler) {
  const bool do_while = decl.options.flag("doWhile");
  ExpressionPtr expression = do_while ? assembler.predicate(decl.options) : assembler.expression(decl.options);
  assembler.emit(std::make_unique<BeginLoop>(do_while ? nullptr : std::move(expression), decl.options.flag("copy")));
  std::uint32_t head = 0;
  {
    const Assembler::OpenFrame frame(assembler);
    head = assembler.emit(std::make_unique<LoopHead>(do_while ? std::move(expression) : nullptr));
    assembler.steps(decl);
    assembler.emit_goto(head);
  }
  assembler.set_branch(head, assembler.here());
}

}  // namespace

StepSpec loop() {
  return {.name = "loop",
          .summary = "Runs its steps several times",
          .fields = kFields,
          .inline_expression = true,
          .example = R"(- loop: { constant: 3, steps: [ { log: "turn ${exchangeProperty.CamelLoopIndex}" } ] })",
          .compile = compile};
}

}  // namespace kamel::steps
