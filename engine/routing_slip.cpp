#include "engine/routing_slip.h"

#include "engine/convert.h"
#include "engine/dynamic_producer.h"
#include "engine/exchange.h"
#include "engine/held_send.h"
#include "engine/names.h"

namespace kamel {
namespace {

class BeginSlip final : public Step {
 public:
  explicit BeginSlip(bool forgets) : forgets_(forgets) {}
  Flow run(Exchange& exchange) const override {
    if (forgets_) exchange.properties.erase(names::kSlipEndpoint);  // a dynamic router's first question is asked without one
    Frame frame{.kind = Frame::Kind::Loop, .limit = -1};
    frame.saved = std::make_unique<Message>();
    exchange.frames().push_back(std::move(frame));
    return Flow::Next;
  }

 private:
  bool forgets_;
};

struct SlipOptions {
  std::string delimiter;
  bool ignore_invalid = false, again = false;
  bool holds = false;  // the send stands behind: it may be intercepted
};

/// Sends to the next endpoint; behind it stands a jump back to here. Out to the branch when there is none left.
class NextOfSlip final : public Step {
 public:
  NextOfSlip(ExpressionPtr expression, SlipOptions options) : expression_(std::move(expression)), options_(std::move(options)) {}

  Flow run(Exchange& exchange) const override {
    for (;;) {
      if (const Result<> read = read_slip(exchange); !read) return exchange.fail(read.error());
      Frame& frame = exchange.frames().back();
      if (frame.count >= frame.limit) {
        exchange.frames().pop_back();
        return Flow::Branch;
      }
      const Slice endpoint = std::as_const(frame.saved->body).list()[static_cast<std::size_t>(frame.count++)].slice();
      const Result<> found = find_endpoint(exchange, endpoint);
      if (!found && options_.ignore_invalid) continue;
      if (!found) return exchange.fail(found.error());
      exchange.properties.set(Slice::literal(names::kSlipEndpoint), endpoint_text(endpoint));
      return options_.holds ? hold_endpoint(exchange, endpoint) : send_dynamically(exchange, endpoint, false);
    }
  }

 private:
  Result<> read_slip(Exchange& exchange) const {
    Frame& frame = exchange.frames().back();
    if (frame.count < frame.limit || (!options_.again && frame.limit >= 0)) return {};
    Result<Value> value = expression_->evaluate(exchange);
    if (!value) return value.error();
    List endpoints = endpoint_list(*value, options_.delimiter);
    frame.count = 0;
    frame.limit = static_cast<std::int64_t>(endpoints.size());
    frame.saved->body = std::move(endpoints);
    return {};
  }

  ExpressionPtr expression_;
  SlipOptions options_;
};

}  // namespace

void emit_routing_slip(ExpressionPtr expression, std::string delimiter, bool ignore_invalid, bool again, Assembler& assembler) {
  if (!expression) return;
  assembler.emit(std::make_unique<BeginSlip>(again));
  std::uint32_t head = 0;
  {
    const Assembler::OpenFrame frame(assembler);
    head = assembler.emit(std::make_unique<NextOfSlip>(std::move(expression), SlipOptions{std::move(delimiter), ignore_invalid, again, holds_sends(assembler)}));
    if (holds_sends(assembler)) emit_held_send(assembler);
    assembler.emit_goto(head);
  }
  assembler.set_branch(head, assembler.here());
}

}  // namespace kamel
