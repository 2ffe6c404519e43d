// convertVariableTo: converts a variable to a Java type.
#include "engine/convert_step.h"
#include "engine/variables.h"

namespace kamel::steps {
namespace {

class ConvertVariableTo final : public Step {
 public:
  ConvertVariableTo(std::string name, std::string_view to, Conversion conversion) : name_(std::move(name)), to_(to), conversion_(std::move(conversion)) {}
  Flow run(Exchange& exchange) const override {
    const Value value = get_variable(exchange, name_);
    if (value.is_null() && conversion_.mandatory) return exchange.fail("org.apache.camel.NoSuchVariableException", "No '" + name_ + "' variable available. Exchange[]");
    Result<Value> converted = conversion_.apply(value, exchange);
    if (!converted) return exchange.fail(converted.error());
    kamel::set_variable(exchange, to_, std::move(*converted));
    return Flow::Next;
  }

 private:
  std::string name_;
  Slice to_;
  Conversion conversion_;
};

void compile(const StepDecl& decl, Assembler& assembler) {
  auto conversion = read_conversion(decl, assembler);
  if (!conversion) return;
  const std::string name = decl.options.text("name");
  const std::string to = decl.options.has("toName") ? decl.options.text("toName") : name;
  assembler.emit(std::make_unique<ConvertVariableTo>(name, to, std::move(*conversion)));
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
