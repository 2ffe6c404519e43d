#include "engine/send_to.h"

#include "engine/discretion.h"
#include "engine/exchange.h"
#include "engine/interceptors.h"
#include "engine/variables.h"

namespace kamel {
namespace {

/// Notes the endpoint, for CamelFailureEndpoint, and sends.
class SendTo final : public Step {
 public:
  SendTo(std::unique_ptr<const Step> endpoint, Slice uri) : endpoint_(std::move(endpoint)), uri_(std::move(uri)) {}
  Flow run(Exchange& exchange) const override {
    if (!uri_.empty()) exchange.to_endpoint = uri_;
    return endpoint_->run(exchange);
  }
  bool pipelines() const noexcept override { return endpoint_->pipelines(); }

 private:
  std::unique_ptr<const Step> endpoint_;
  Slice uri_;
};

/// Puts aside what the send must not change. The frame is dropped with the others when the send fails.
class BeforeSend final : public Step {
 public:
  explicit BeforeSend(SendOptions options) : options_(std::move(options)) {}
  Flow run(Exchange& exchange) const override {
    Frame frame{.kind = Frame::Kind::Loop, .count = static_cast<std::int64_t>(exchange.pattern)};
    if (!options_.variable_send.empty() || !options_.variable_receive.empty()) frame.saved = std::make_unique<Message>(exchange.message);
    exchange.frames().push_back(std::move(frame));
    if (!options_.variable_send.empty()) exchange.message.body = get_variable(exchange, options_.variable_send);
    if (!options_.pattern.empty()) exchange.pattern = options_.pattern == "InOnly" ? Pattern::InOnly : Pattern::InOut;
    return Flow::Next;
  }

 private:
  SendOptions options_;
};

class AfterSend final : public Step {
 public:
  explicit AfterSend(SendOptions options) : options_(std::move(options)), receive_(options_.variable_receive) {}
  Flow run(Exchange& exchange) const override {
    Frame frame = std::move(exchange.frames().back());
    exchange.frames().pop_back();
    exchange.pattern = static_cast<Pattern>(frame.count);
    if (!receive_.empty()) receive_into_variable(exchange, receive_, std::move(*frame.saved));
    return Flow::Next;
  }

 private:
  SendOptions options_;
  Slice receive_;
};

}  // namespace

SendOptions read_send_options(const Options& options) {
  return {options.text("variableSend"), options.text("variableReceive"), options.has("pattern") ? options.choice("pattern") : ""};
}

namespace {

// With the interceptors of the endpoint, if there are any, which see the message as the endpoint would.
void emit_intercepted(std::unique_ptr<const Step> endpoint, std::string_view uri, Assembler& assembler) {
  const auto send = [&] {
    if (endpoint) assembler.emit(std::make_unique<SendTo>(std::move(endpoint), assembler.context().intern(uri)));
  };
  assembler.interceptors() != nullptr && !uri.empty() ? assembler.interceptors()->around_send(uri, send) : send();
}

}  // namespace

void emit_within(const SendOptions& options, Assembler& assembler, const std::function<void()>& send) {
  if (options.variable_send.empty() && options.variable_receive.empty() && options.pattern.empty()) return send();
  assembler.emit(std::make_unique<BeforeSend>(options));
  {
    const Assembler::OpenFrame frame(assembler);
    send();
  }
  assembler.emit(std::make_unique<AfterSend>(options));
}

void emit_send(std::unique_ptr<const Step> endpoint, std::string_view uri, const SendOptions& options, Assembler& assembler) {
  if (endpoint) emit_within(options, assembler, [&] { emit_intercepted(std::move(endpoint), uri, assembler); });
}

void Assembler::emit_to(std::string_view uri, const Node* parameters, const Mark& mark, const SendOptions& options) {
  if (uri == "kamelet:sink" || uri == "kamelet://sink") {
    if (sink_) return sink_();
    return error(mark, "kamelet:sink outside a Kamelet", "it is the place where a Kamelet hands its messages on");
  }
  const auto decl = endpoint(uri, parameters, mark, false);
  if (!decl) return;
  const Discretion discretion(diagnostics_);
  emit_send(decl->spec.producer(*decl, *this), decl->uri.text(), options, *this);
  discretion.hide(decl->uri, decl->spec);
}

void Assembler::emit_to(std::string_view uri, const Node* parameters, const Mark& mark) { emit_to(uri, parameters, mark, {}); }

}  // namespace kamel
