#include "engine/held_send.h"

#include "engine/convert.h"
#include "engine/dynamic_producer.h"
#include "engine/exchange.h"
#include "engine/interceptors.h"

namespace kamel {
namespace {

class SendHeld final : public Step {
 public:
  Flow run(Exchange& exchange) const override { return send_dynamically(exchange, held_endpoint(exchange), false); }
};

class Release final : public Step {
 public:
  Flow run(Exchange& exchange) const override {
    exchange.frames().pop_back();
    return Flow::Next;
  }
};

}  // namespace

Slice held_endpoint(const Exchange& exchange) {
  return std::as_const(const_cast<Exchange&>(exchange).frames().back().saved->body).slice();
}

Flow hold_endpoint(Exchange& exchange, const Slice& uri) {
  if (const Result<> found = find_endpoint(exchange, uri); !found) return exchange.fail(found.error());
  exchange.to_endpoint = endpoint_text(uri);
  Frame frame{.kind = Frame::Kind::Loop};
  frame.saved = std::make_unique<Message>();
  frame.saved->body = uri;
  exchange.frames().push_back(std::move(frame));
  return Flow::Next;
}

bool holds_sends(const Assembler& assembler) {
  return assembler.interceptors() != nullptr && assembler.interceptors()->intercepts_sends();
}

void emit_held_send(Assembler& assembler) {
  {
    const Assembler::OpenFrame frame(assembler);
    assembler.interceptors()->around_held_send([&] { assembler.emit(std::make_unique<SendHeld>()); });
  }
  assembler.emit(std::make_unique<Release>());
}

}  // namespace kamel
