#include "engine/set_body.h"

#include "engine/exchange.h"

namespace kamel {
namespace {

class SetBody final : public Step {
 public:
  explicit SetBody(ExpressionPtr value) : value_(std::move(value)) {}
  Flow run(Exchange& exchange) const override {
    Result<Value> value = value_->evaluate(exchange);
    if (!value) return exchange.fail(value.error());
    exchange.message.body = std::move(*value);
    return Flow::Next;
  }

 private:
  ExpressionPtr value_;
};

}  // namespace

void emit_set_body(ExpressionPtr value, Assembler& assembler) {
  if (value) assembler.emit(std::make_unique<SetBody>(std::move(value)));
}

}  // namespace kamel
