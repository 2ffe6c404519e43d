// wireTap: sends a copy of the message elsewhere and goes on without waiting.
#include "engine/assembler.h"
#include "engine/convert.h"
#include "engine/dynamic_producer.h"
#include "engine/exchange.h"
#include "engine/names.h"
#include "engine/variables.h"
#include "engine/worker.h"

namespace kamel::steps {
namespace {

/// Starts the copy. Its body, the send, follows.
class WireTap final : public Step {
 public:
  WireTap(bool copy, std::string variable) : copy_(copy), variable_(std::move(variable)) {}
  void set_body(Range body) { body_ = body; }
  Flow run(Exchange& exchange) const override {
    Exchange& tapped = exchange.spawn_detached(body_.from);
    tapped.properties.erase(names::kCorrelationId);  // a tap is nobody's part
    if (!copy_) {
      tapped.message = Message();
      tapped.properties.clear();
      tapped.variables.clear();
    }
    if (!variable_.empty()) tapped.message.body = get_variable(exchange, variable_);
    if (tapped.original() != nullptr) tapped.keep_original();
    exchange.worker().post([&tapped] { tapped.start(); });
    return Flow::Branch;
  }

 private:
  bool copy_;
  std::string variable_;
  Range body_;
};

class SendTapped final : public Step {
 public:
  SendTapped(ExpressionPtr uri, bool ignore_invalid) : uri_(std::move(uri)), ignore_invalid_(ignore_invalid) {}
  Flow run(Exchange& exchange) const override {
    Result<Value> uri = uri_->evaluate(exchange);
    if (!uri) return exchange.fail(uri.error());
    return send_dynamically(exchange, to_text(*uri), ignore_invalid_);
  }

 private:
  ExpressionPtr uri_;
  bool ignore_invalid_;
};

constexpr Field kFields[] = {
    {.name = "uri", .summary = "The endpoint; may hold simple functions", .required = true},
    {.name = "parameters", .type = FieldType::Any, .summary = "The endpoint's options, as a map"},
    {.name = "copy", .type = FieldType::Bool, .summary = "Send a copy of the message; otherwise an empty one", .fallback = "true"},
    {.name = "dynamicUri", .type = FieldType::Bool, .summary = "Whether the URI may hold simple functions", .fallback = "true"},
    {.name = "ignoreInvalidEndpoint", .type = FieldType::Bool, .summary = "Skip the send when the endpoint cannot be made", .fallback = "false"},
    {.name = "pattern", .ignored = "a wire tap is always InOnly"},
    {.name = "variableSend", .summary = "Send this variable instead of the body"},
    {.name = "variableReceive", .ignored = "a wire tap has no reply"},
    {.name = "cacheSize", .type = FieldType::Int, .ignored = "the last 1,000 dynamic endpoints are kept"},
    {.name = "executorService", .type = FieldType::Reference, .ignored = "the copy runs on the message's own worker"},
    {.name = "onPrepare", .type = FieldType::Reference, .refused = "it names a Java class; kamel runs none"},
    {.name = "allowOptimisedComponents", .type = FieldType::Bool, .fallback = "true", .ignored = "endpoints of one component share their connections"},
    {.name = "autoStartComponents", .type = FieldType::Bool, .fallback = "true", .ignored = "components need no start"},
};

void compile(const StepDecl& decl, Assembler& assembler) {
  const Options& given = decl.options;
  auto step = std::make_unique<WireTap>(given.flag("copy"), given.text("variableSend"));
  WireTap* tap = step.get();
  const auto place = assembler.emit(std::move(step));
  const bool dynamic = given.flag("dynamicUri") && given.text("uri").find("${") != std::string::npos;
  tap->set_body(assembler.body([&] {
    if (!dynamic) return assembler.emit_to(given.text("uri"), given.node("parameters"), given.mark("uri"));
    ExpressionPtr uri = assembler.simple(with_parameters(given.text("uri"), given.node("parameters")), given.mark("uri"));
    assembler.emit(std::make_unique<SendTapped>(std::move(uri), given.flag("ignoreInvalidEndpoint")));
  }));
  assembler.set_branch(place, assembler.here());
}

}  // namespace

StepSpec wire_tap() {
  return {.name = "wireTap",
          .summary = "Sends a copy of the message elsewhere and goes on",
          .fields = kFields,
          .shorthand = "uri",
          .example = R"(- wireTap: { uri: "log:audit" })",
          .compile = compile};
}

}  // namespace kamel::steps
