// convertBodyTo: converts the body to a Java type, as Camel's type converters do.
#include "engine/convert_step.h"

namespace kamel::steps {
namespace {

class ConvertBodyTo final : public Step {
 public:
  explicit ConvertBodyTo(Conversion conversion) : conversion_(std::move(conversion)) {}
  Flow run(Exchange& exchange) const override {
    Result<Value> converted = conversion_.apply(exchange.message.body, exchange);
    if (!converted) return exchange.fail(invalid_payload(exchange.message.body, conversion_, converted.error()));
    exchange.message.body = std::move(*converted);
    return Flow::Next;
  }

 private:
  Conversion conversion_;
};

void compile(const StepDecl& decl, Assembler& assembler) {
  if (auto conversion = read_conversion(decl, assembler)) assembler.emit(std::make_unique<ConvertBodyTo>(std::move(*conversion)));
}

}  // namespace

StepSpec convert_body_to() {
  return {.name = "convertBodyTo",
          .summary = "Converts the body to a Java type",
          .fields = std::span(kConversionFields).subspan(2),
          .shorthand = "type",
          .example = "- convertBodyTo: String",
          .compile = compile};
}

}  // namespace kamel::steps
