#include "engine/routing_slip.h"

#include "engine/convert.h"
#include "engine/dynamic_producer.h"
#include "engine/exchange.h"
#include "engine/names.h"

namespace kamel {
namespace {

class BeginSlip final : public Step {
 public:
  Flow run(Exchange& exchange) const override {
    Frame frame{.kind = Frame::Kind::Loop, .limit = -1};
    frame.saved = std::make_unique<Message>();
    exchange.frames().push_back(std::move(frame));
    return Flow::Next;
  }
};

/// Sends to the next endpoint; behind it stands a jump back to here. Out to the branch when there is none left.
class NextOfSlip final : public Step {
 public:
  NextOfSlip(ExpressionPtr expression, std::string delimiter, bool ignore_invalid, bool again)
      : expression_(std::move(expression)), delimiter_(std::move(delimiter)), ignore_invalid_(ignore_invalid), again_(again) {}

  Flow run(Exchange& exchange) const override {
    Frame& frame = exchange.frames().back();
    if (frame.count >= frame.limit && (again_ || frame.limit < 0)) {
      Result<Value> value = expression_->evaluate(exchange);
      if (!value) return exchange.fail(value.error());
      List endpoints = endpoint_list(*value, delimiter_);
      frame.count = 0;
      frame.limit = static_cast<std::int64_t>(endpoints.size());
      frame.saved->body = std::move(endpoints);
    }
    if (frame.count >= frame.limit) {
      exchange.frames().pop_back();
      return Flow::Branch;
    }
    const Slice endpoint = std::as_const(frame.saved->body).list()[static_cast<std::size_t>(frame.count++)].slice();
    if (ignore_invalid_ && !exchange.context().producer(endpoint.str())) return Flow::Next;
    exchange.properties.set(Slice::literal(names::kSlipEndpoint), endpoint_text(endpoint));
    return send_dynamically(exchange, endpoint, ignore_invalid_);
  }

 private:
  ExpressionPtr expression_;
  std::string delimiter_;
  bool ignore_invalid_, again_;
};

}  // namespace

void emit_routing_slip(ExpressionPtr expression, std::string delimiter, bool ignore_invalid, bool again, Assembler& assembler) {
  if (!expression) return;
  assembler.emit(std::make_unique<BeginSlip>());
  std::uint32_t head = 0;
  {
    const Assembler::OpenFrame frame(assembler);
    head = assembler.emit(std::make_unique<NextOfSlip>(std::move(expression), std::move(delimiter), ignore_invalid, again));
    assembler.emit_goto(head);
  }
  assembler.set_branch(head, assembler.here());
}

}  // namespace kamel
