// enrich: asks an endpoint and puts its reply into the message.
#include "engine/assembler.h"
#include "engine/convert.h"
#include "engine/dynamic_producer.h"
#include "engine/fork.h"
#include "engine/held_send.h"
#include "engine/names.h"
#include "engine/variables.h"

namespace kamel::steps {
namespace {

struct EnrichOptions {
  ForkOptions fork;
  std::string variable_send, variable_receive;
  Range body;
};

/// Unless told otherwise the reply takes the message's place.
class TakeReply final : public AggregationStrategy {
 public:
  void aggregate(std::optional<Outcome>& old, Outcome incoming, Exchange&) const override { old = std::move(incoming); }
};

/// The reply's body goes to a variable; the message stays.
class ReceiveIntoVariable final : public AggregationStrategy {
 public:
  explicit ReceiveIntoVariable(std::string_view name) : name_(name) {}
  void aggregate(std::optional<Outcome>& old, Outcome incoming, Exchange& original) const override {
    if (incoming.exception) {
      old = std::move(incoming);
      return;
    }
    set_variable(original, name_, std::move(incoming.message.body));
    set_header_variables(original, name_, incoming.message.headers);
    incoming.message = original.message;
    incoming.variables = original.variables;
    old = std::move(incoming);
  }

 private:
  Slice name_;
};

/// A strategy merges the reply into the original.
class Merge final : public AggregationStrategy {
 public:
  Merge(StrategyPtr strategy, bool on_exception) : strategy_(std::move(strategy)), on_exception_(on_exception) {}
  void aggregate(std::optional<Outcome>& old, Outcome incoming, Exchange& original) const override {
    if (incoming.exception && !on_exception_) {
      old = std::move(incoming);
      return;
    }
    old = Outcome{original.message, original.properties, original.variables, {}, {}};
    strategy_->aggregate(old, std::move(incoming), original);
  }

 private:
  StrategyPtr strategy_;
  bool on_exception_;
};

class Request final : public Fork {
 public:
  Request(Exchange& parent, const EnrichOptions& options, Slice uri) : Fork(parent, options.fork), options_(options), uri_(std::move(uri)) {}
  void settled(Exchange& child, Ticket index) noexcept override {
    if (find_endpoint(parent_, uri_)) parent_.to_endpoint = endpoint_text(uri_);
    Fork::settled(child, index);
  }

 protected:
  Exchange* next(std::uint64_t index) override {
    if (index > 0) return nullptr;
    Exchange& child = parent_.spawn(options_.body.from, *this, 0);
    child.pattern = Pattern::InOut;
    child.to_endpoint = uri_;  // SendRequest's
    child.properties.set(Slice::literal(names::kCorrelationId), parent_.id());
    if (!options_.variable_send.empty()) child.message.body = get_variable(parent_, options_.variable_send);
    return &child;
  }

 private:
  const EnrichOptions& options_;
  Slice uri_;
};

class Enrich final : public Step {
 public:
  Enrich(ExpressionPtr uri, EnrichOptions options) : uri_(std::move(uri)), options_(std::move(options)) {}
  void set_body(Range body) { options_.body = body; }
  Flow run(Exchange& exchange) const override {
    const Result<Value> uri = uri_->evaluate(exchange);
    if (!uri) return exchange.fail(uri.error());
    if (uri->is_null()) {  // nobody to ask
      exchange.properties.set(Slice::literal(names::kCorrelationId), exchange.id());
      return Flow::Branch;
    }
    return (new Request(exchange, options_, to_text(*uri)))->run();
  }

 private:
  ExpressionPtr uri_;
  EnrichOptions options_;
};

/// Sends to the endpoint that the request has put there.
class SendRequest final : public Step {
 public:
  explicit SendRequest(bool ignore_invalid) : ignore_invalid_(ignore_invalid) {}
  Flow run(Exchange& exchange) const override {
    const Slice uri = exchange.to_endpoint;
    if (const Result<> sound = has_path(uri); !sound) {
      exchange.to_endpoint = Slice();  // nothing is sent to it
      return ignore_invalid_ ? Flow::Next : exchange.fail(sound.error());
    }
    return send_dynamically(exchange, uri, ignore_invalid_);
  }

 private:
  bool ignore_invalid_;
};

/// The same where sends may be intercepted; the branch leads behind the send.
class HoldRequest final : public Step {
 public:
  explicit HoldRequest(bool ignore_invalid) : ignore_invalid_(ignore_invalid) {}
  Flow run(Exchange& exchange) const override {
    const Slice uri = exchange.to_endpoint;
    if (const Result<> sound = has_path(uri); !sound) return ignore_invalid_ ? Flow::Branch : exchange.fail(sound.error());
    if (ignore_invalid_ && !find_endpoint(exchange, uri)) return Flow::Branch;
    return hold_endpoint(exchange, uri);
  }

 private:
  bool ignore_invalid_;
};

void emit_request(bool ignore_invalid, Assembler& assembler) {
  if (!holds_sends(assembler)) {
    assembler.emit(std::make_unique<SendRequest>(ignore_invalid));
    return;
  }
  const auto place = assembler.emit(std::make_unique<HoldRequest>(ignore_invalid));
  emit_held_send(assembler);
  assembler.set_branch(place, assembler.here());
}

constexpr std::string_view kNoJava = "it names a Java class; kamel runs none";
constexpr Field kFields[] = {
    {.name = "expression", .type = FieldType::Expression, .summary = "What gives the endpoint"},
    {.name = "aggregationStrategy", .type = FieldType::Reference, .summary = "How message and reply become one; without: the reply takes the message's place"},
    {.name = "aggregateOnException", .type = FieldType::Bool, .summary = "Call the strategy for failures, too", .fallback = "false"},
    {.name = "aggregationStrategyMethodAllowNull", .ignored = "native strategies see every reply"},
    {.name = "aggregationStrategyMethodName", .refused = kNoJava},
    {.name = "ignoreInvalidEndpoint", .type = FieldType::Bool, .summary = "Skip the request when the endpoint cannot be made", .fallback = "false"},
    {.name = "variableSend", .summary = "Send this variable instead of the body"},
    {.name = "variableReceive", .summary = "Put the reply into this variable and keep the message"},
    {.name = "allowOptimisedComponents", .type = FieldType::Bool, .fallback = "true", .ignored = "endpoints of one component share their connections"},
    {.name = "autoStartComponents", .type = FieldType::Bool, .fallback = "true", .ignored = "components need no start"},
    {.name = "cacheSize", .type = FieldType::Int, .ignored = "the last 1,000 dynamic endpoints are kept"},
    {.name = "shareUnitOfWork", .type = FieldType::Bool, .summary = "A failure that the endpoint's route has dealt with is not dealt with again", .fallback = "false"},
};

StrategyPtr strategy_of(const Options& given, Assembler& assembler) {
  if (!given.has("aggregationStrategy")) {
    if (given.has("variableReceive")) return std::make_shared<ReceiveIntoVariable>(given.text("variableReceive"));
    return std::make_shared<TakeReply>();
  }
  auto strategy = find_strategy(given.text("aggregationStrategy"), given.mark("aggregationStrategy"), assembler);
  return strategy ? std::make_shared<Merge>(std::move(strategy), given.flag("aggregateOnException")) : nullptr;
}

void compile(const StepDecl& decl, Assembler& assembler) {
  const Options& given = decl.options;
  ExpressionPtr uri = assembler.expression(given);
  EnrichOptions options;
  options.variable_send = given.text("variableSend");
  options.variable_receive = given.text("variableReceive");
  options.fork.strategy = strategy_of(given, assembler);
  options.fork.exhausts = options.fork.shares = given.flag("shareUnitOfWork");
  if (!uri) return;
  auto step = std::make_unique<Enrich>(std::move(uri), std::move(options));
  Enrich* enrich = step.get();
  const auto place = assembler.emit(std::move(step));
  const Assembler::Unguarded unguarded(assembler);  // the error handler sees the failure of enrich as a whole
  enrich->set_body(assembler.body([&] { emit_request(given.flag("ignoreInvalidEndpoint"), assembler); }));
  assembler.set_branch(place, assembler.here());
}

}  // namespace

StepSpec enrich() {
  return {.name = "enrich",
          .summary = "Asks an endpoint and puts its reply into the message",
          .fields = kFields,
          .inline_expression = true,
          .example = R"(- enrich: { constant: "direct:prices" })",
          .compile = compile};
}

}  // namespace kamel::steps
