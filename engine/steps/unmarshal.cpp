// unmarshal: turns the bytes of the body into a structure, by a data format.
#include "engine/assembler.h"
#include "engine/exchange.h"
#include "engine/variables.h"

namespace kamel::steps {
namespace {

class Unmarshal final : public Step {
 public:
  Unmarshal(std::unique_ptr<const DataFormat> format, const Options& options)
      : format_(std::move(format)), from_(options.text("variableSend")), to_(options.text("variableReceive")), allow_null_(options.flag("allowNullBody")) {}

  Flow run(Exchange& exchange) const override {
    const Value body = from_.empty() ? exchange.message.body : get_variable(exchange, from_);
    if (body.is_null() && allow_null_) return Flow::Next;
    Result<Value> made = format_->unmarshal(body, exchange);
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
  bool allow_null_;
};

constexpr Field kFields[] = {
    {.name = "variableSend", .summary = "Take this variable instead of the body"},
    {.name = "variableReceive", .summary = "Put the result into this variable instead of the body"},
    {.name = "allowNullBody", .type = FieldType::Bool, .summary = "Let a null body pass", .fallback = "false"},
};

void compile(const StepDecl& decl, Assembler& assembler) {
  if (auto format = assembler.format(decl)) assembler.emit(std::make_unique<Unmarshal>(std::move(format), decl.options));
}

}  // namespace

StepSpec unmarshal() {
  return {.name = "unmarshal",
          .summary = "Turns the bytes of the body into a structure, by a data format",
          .fields = kFields,
          .takes_format = true,
          .example = "- unmarshal: { json: {} }",
          .compile = compile};
}

}  // namespace kamel::steps
