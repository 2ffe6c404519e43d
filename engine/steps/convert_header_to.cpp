// convertHeaderTo: converts a header to a Java type.
#include "engine/convert_step.h"
#include "engine/variables.h"

namespace kamel::steps {
namespace {

class ConvertHeaderTo final : public Step {
 public:
  ConvertHeaderTo(std::string name, std::string_view to, Conversion conversion) : name_(std::move(name)), to_(to), conversion_(std::move(conversion)) {}
  Flow run(Exchange& exchange) const override {
    Result<Value> converted = conversion_.apply(exchange.message.headers.get(name_), exchange);
    if (!converted) return exchange.fail(converted.error());
    exchange.message.headers.set(to_, std::move(*converted));
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
  assembler.emit(std::make_unique<ConvertHeaderTo>(name, to, std::move(*conversion)));
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
