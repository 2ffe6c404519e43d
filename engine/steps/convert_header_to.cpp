// convertHeaderTo: converts a header to a Java type.
#include "engine/convert.h"
#include "engine/convert_step.h"
#include "engine/variables.h"

namespace kamel::steps {
namespace {

class ConvertHeaderTo final : public Step {
 public:
  /// `to` may be nullptr: to the same name.
  ConvertHeaderTo(ExpressionPtr name, ExpressionPtr to, Conversion conversion) : name_(std::move(name)), to_(std::move(to)), conversion_(std::move(conversion)) {}
  Flow run(Exchange& exchange) const override {
    const Result<Value> name = name_->evaluate(exchange);
    if (!name) return exchange.fail(name.error());
    const Slice from = to_text(*name);
    const Value value = exchange.message.headers.get(from);
    if (value.is_null()) return Flow::Next;
    Result<Value> converted = conversion_.apply(value, exchange);
    if (!converted) return exchange.fail(converted.error());
    const Result<Value> to = to_ ? to_->evaluate(exchange) : Result<Value>(*name);
    if (!to) return exchange.fail(to.error());
    exchange.message.headers.set(to_text(*to), std::move(*converted));
    return Flow::Next;
  }

 private:
  ExpressionPtr name_, to_;
  Conversion conversion_;
};

void compile(const StepDecl& decl, Assembler& assembler) {
  auto conversion = read_conversion(decl, assembler);
  if (!conversion) return;
  ExpressionPtr name = assembler.simple(decl.options, "name");
  ExpressionPtr to = decl.options.has("toName") ? assembler.simple(decl.options, "toName") : nullptr;
  if (name) assembler.emit(std::make_unique<ConvertHeaderTo>(std::move(name), std::move(to), std::move(*conversion)));
}

}  // namespace

StepSpec convert_header_to() {
  return {.name = "convertHeaderTo",
          .summary = "Converts a header to a Java type",
          .fields = kConversionFields,
          .example = "- convertHeaderTo: { name: total, type: Integer }",
          .compile = compile};
}

}  // namespace kamel::steps
