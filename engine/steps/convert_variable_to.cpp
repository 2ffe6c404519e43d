// convertVariableTo: converts a variable to a Java type.
#include "engine/convert.h"
#include "engine/convert_step.h"
#include "engine/variables.h"

namespace kamel::steps {
namespace {

class ConvertVariableTo final : public Step {
 public:
  /// `to` may be nullptr: to the same name.
  ConvertVariableTo(ExpressionPtr name, ExpressionPtr to, Conversion conversion) : name_(std::move(name)), to_(std::move(to)), conversion_(std::move(conversion)) {}
  Flow run(Exchange& exchange) const override {
    const Result<Value> name = name_->evaluate(exchange);
    if (!name) return exchange.fail(name.error());
    const std::string from = to_text(*name).str();
    const Value value = get_variable(exchange, from);
    if (value.is_null() && conversion_.mandatory) return exchange.fail("org.apache.camel.NoSuchVariableException", "No '" + from + "' variable available. Exchange[]");
    Result<Value> converted = conversion_.apply(value, exchange);
    if (!converted) return exchange.fail(converted.error());
    const Result<Value> to = to_ ? to_->evaluate(exchange) : Result<Value>(*name);
    if (!to) return exchange.fail(to.error());
    kamel::set_variable(exchange, to_text(*to), std::move(*converted));
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
  if (name) assembler.emit(std::make_unique<ConvertVariableTo>(std::move(name), std::move(to), std::move(*conversion)));
}

}  // namespace

StepSpec convert_variable_to() {
  return {.name = "convertVariableTo",
          .summary = "Converts a variable to a Java type",
          .fields = kConversionFields,
          .example = "- convertVariableTo: { name: total, type: Integer }",
          .compile = compile};
}

}  // namespace kamel::steps
