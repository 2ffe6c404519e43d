// toD: sends the message to an endpoint whose URI is computed for each message.
#include "engine/convert.h"
#include "engine/dynamic_producer.h"
#include "engine/held_send.h"
#include "engine/send_to.h"

namespace kamel::steps {
namespace {

/// Where a toD sends to.
struct Computed {
  ExpressionPtr uri;
  bool ignore_invalid = false;
  bool whole = true;  // the path is in the URI, not among parameters beside it
  /// The endpoint, or why there is none.
  Result<Slice> endpoint(Exchange& exchange) const {
    const Result<Value> value = uri->evaluate(exchange);
    if (!value) return value.error();
    if (value->is_null()) return Error("org.apache.camel.NoSuchEndpointException", "the URI of toD is null");
    return to_text(*value);
  }
  Result<> sound(const Slice& endpoint) const { return whole ? has_path(endpoint) : Result<>(); }
};

class ToD final : public Step {
 public:
  explicit ToD(Computed to) : to_(std::move(to)) {}
  Flow run(Exchange& exchange) const override {
    const Result<Slice> endpoint = to_.endpoint(exchange);
    if (!endpoint) return exchange.fail(endpoint.error());
    if (const Result<> sound = to_.sound(*endpoint); !sound) return to_.ignore_invalid ? Flow::Next : exchange.fail(sound.error());
    return send_dynamically(exchange, *endpoint, to_.ignore_invalid);
  }

 private:
  Computed to_;
};

/// The same where sends may be intercepted: holds the endpoint for what follows; the branch leads behind it.
class HoldComputed final : public Step {
 public:
  explicit HoldComputed(Computed to) : to_(std::move(to)) {}
  Flow run(Exchange& exchange) const override {
    const Result<Slice> endpoint = to_.endpoint(exchange);
    if (!endpoint) return exchange.fail(endpoint.error());
    if (const Result<> sound = to_.sound(*endpoint); !sound) return to_.ignore_invalid ? Flow::Branch : exchange.fail(sound.error());
    if (to_.ignore_invalid && !find_endpoint(exchange, *endpoint)) return Flow::Branch;
    return hold_endpoint(exchange, *endpoint);
  }

 private:
  Computed to_;
};

constexpr Field kFields[] = {
    {.name = "uri", .summary = "The endpoint; may hold simple functions", .required = true},
    {.name = "parameters", .type = FieldType::Any, .summary = "The endpoint's options, as a map"},
    {.name = "pattern", .type = FieldType::Choice, .summary = "The pattern of this send only", .choices = kPatterns},
    {.name = "ignoreInvalidEndpoint", .type = FieldType::Bool, .summary = "Skip the send when the endpoint cannot be made", .fallback = "false"},
    {.name = "variableSend", .summary = "Send this variable instead of the body"},
    {.name = "variableReceive", .summary = "Put the reply into this variable and keep the message"},
    {.name = "cacheSize", .type = FieldType::Int, .ignored = "the last 1,000 dynamic endpoints are kept"},
    {.name = "allowOptimisedComponents", .type = FieldType::Bool, .fallback = "true", .ignored = "endpoints of one component share their connections"},
    {.name = "autoStartComponents", .type = FieldType::Bool, .fallback = "true", .ignored = "components need no start"},
};

void compile(const StepDecl& decl, Assembler& assembler) {
  const std::string uri = with_parameters(decl.options.text("uri"), decl.options.node("parameters"));
  if (uri.empty()) return assembler.error(decl.options.mark("uri"), "toD has an empty uri", "say where to, as in toD: mock:${header.kind}", "org.apache.camel.FailedToCreateRouteException");
  Computed to{assembler.simple(uri, decl.options.mark("uri")), decl.options.flag("ignoreInvalidEndpoint"), !decl.options.has("parameters")};
  if (!to.uri) return;
  if (holds_sends(assembler)) {
    return emit_within(read_send_options(decl.options), assembler, [&] {
      const auto place = assembler.emit(std::make_unique<HoldComputed>(std::move(to)));
      emit_held_send(assembler);
      assembler.set_branch(place, assembler.here());
    });
  }
  emit_send(std::make_unique<ToD>(std::move(to)), "", read_send_options(decl.options), assembler);
}

}  // namespace

StepSpec to_d() {
  return {.name = "toD",
          .summary = "Sends the message to an endpoint whose URI is computed for each message",
          .fields = kFields,
          .shorthand = "uri",
          .example = R"(- toD: "log:${header.kind}")",
          .compile = compile};
}

}  // namespace kamel::steps
