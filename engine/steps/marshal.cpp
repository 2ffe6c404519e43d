// marshal: turns the body into bytes, by a data format.
#include "engine/assembler.h"
#include "engine/exchange.h"
#include "engine/variables.h"

namespace kamel::steps {
namespace {

class Marshal final : public Step {
 public:
  Marshal(std::unique_ptr<const DataFormat> format, const Options& options)
      : format_(std::move(format)), from_(options.text("variableSend")), to_(options.text("variableReceive")) {}

  Flow run(Exchange& exchange) const override {
    const Value body = from_.empty() ? exchange.message.body : get_variable(exchange, from_);
    Result<Value> made = format_->marshal(body, exchange);
    if (!made) return exchange.fail(made.error());
    if (to_.empty()) {
      exchange.message.body = std::move(*made);
    } else {
      kamel::set_variable(exchange, to_, std::move(*made));
    }
    return Flow::Next;
  }

 private:
  std::unique_ptr<const DataFormat> format_;
  std::string from_;
  Slice to_;
};

constexpr Field kFields[] = {
    {.name = "variableSend", .summary = "Take this variable instead of the body"},
    {.name = "variableReceive", .summary = "Put the result into this variable instead of the body"},
};

void compile(const StepDecl& decl, Assembler& assembler) {
  if (auto format = assembler.format(decl)) assembler.emit(std::make_unique<Marshal>(std::move(format), decl.options));
}

}  // namespace

StepSpec marshal() {
  return {.name = "marshal",
          .summary = "Turns the body into bytes, by a data format",
          .fields = kFields,
          .takes_format = true,
          .example = "- marshal: { json: {} }",
          .compile = compile};
}

}  // namespace kamel::steps
