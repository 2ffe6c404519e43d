// recipientList: sends a copy of the message to each of the endpoints that an expression names.
#include "engine/assembler.h"
#include "engine/convert.h"
#include "engine/dynamic_producer.h"
#include "engine/fork.h"
#include "engine/held_send.h"
#include "engine/names.h"

namespace kamel::steps {
namespace {

struct RecipientOptions {
  ForkOptions fork;
  std::string delimiter;
  bool ignore_invalid = false;
  Range body;
};

/// One child per recipient, which finds its endpoint in a property.
class Recipients final : public Fork {
 public:
  Recipients(Exchange& parent, const RecipientOptions& options, List endpoints)
      : Fork(parent, options.fork), options_(options), endpoints_(std::move(endpoints)) {}

 protected:
  Exchange* next(std::uint64_t index) override {
    if (index >= endpoints_.size()) return nullptr;
    Exchange& child = parent_.spawn(options_.body.from, *this, index);
    child.properties.set(Slice::literal(names::kMulticastIndex), static_cast<std::int32_t>(index));
    child.properties.set(Slice::literal(names::kMulticastComplete), index + 1 == endpoints_.size());
    child.properties.set(Slice::literal(names::kCorrelationId), parent_.id());
    child.properties.set(Slice::literal(names::kRecipientListEndpoint), endpoint_text(endpoints_[index].slice()));
    return &child;
  }

 private:
  const RecipientOptions& options_;
  List endpoints_;
};

class RecipientList final : public Step {
 public:
  RecipientList(ExpressionPtr recipients, RecipientOptions options) : recipients_(std::move(recipients)), options_(std::move(options)) {}
  void set_body(Range body) { options_.body = body; }
  Flow run(Exchange& exchange) const override {
    Result<Value> value = recipients_->evaluate(exchange);
    if (!value) return exchange.fail(value.error());
    List endpoints = endpoint_list(*value, options_.delimiter);
    List valid;
    for (const Value& endpoint : endpoints) {
      const Result<> found = find_endpoint(exchange, endpoint.slice());
      if (found) {
        valid.push_back(endpoint);
      } else if (!options_.ignore_invalid) {
        return exchange.fail(found.error());
      }
    }
    return (new Recipients(exchange, options_, std::move(valid)))->run();
  }

 private:
  ExpressionPtr recipients_;
  RecipientOptions options_;
};

class SendToRecipient final : public Step {
 public:
  Flow run(Exchange& exchange) const override {
    return send_dynamically(exchange, to_text(exchange.properties.get(names::kRecipientListEndpoint)), false);
  }
};

/// The same where sends may be intercepted.
class HoldRecipient final : public Step {
 public:
  Flow run(Exchange& exchange) const override { return hold_endpoint(exchange, to_text(exchange.properties.get(names::kRecipientListEndpoint))); }
};

void emit_send_to_recipient(Assembler& assembler) {
  if (!holds_sends(assembler)) {
    assembler.emit(std::make_unique<SendToRecipient>());
    return;
  }
  assembler.emit(std::make_unique<HoldRecipient>());
  emit_held_send(assembler);
}

constexpr std::string_view kNoJava = "it names a Java class; kamel runs none";
constexpr Field kFields[] = {
    {.name = "expression", .type = FieldType::Expression, .summary = "What gives the endpoints: a list, or a text"},
    {.name = "delimiter", .summary = "Where the text is cut; 'false': not at all", .fallback = ","},
    {.name = "ignoreInvalidEndpoints", .type = FieldType::Bool, .summary = "Leave endpoints out that cannot be made", .fallback = "false"},
    {.name = "aggregationStrategy", .type = FieldType::Reference, .summary = "How the replies become one; without: the last one goes on"},
    {.name = "aggregationStrategyMethodAllowNull", .type = FieldType::Bool, .fallback = "false", .ignored = "native strategies see every reply"},
    {.name = "aggregationStrategyMethodName", .refused = kNoJava},
    {.name = "cacheSize", .type = FieldType::Int, .ignored = "the last 1,000 dynamic endpoints are kept"},
    {.name = "executorService", .type = FieldType::Reference, .ignored = "copies that wait share the worker; no threads are needed"},
    {.name = "onPrepare", .type = FieldType::Reference, .refused = kNoJava},
    {.name = "parallelAggregate", .type = FieldType::Bool, .fallback = "false", .ignored = "replies are always joined one by one"},
    {.name = "parallelProcessing", .type = FieldType::Bool, .summary = "Start the next copy while others still wait", .fallback = "false"},
    {.name = "shareUnitOfWork", .type = FieldType::Bool, .summary = "A failed part fails the whole, whatever the strategy, which notes where it failed", .fallback = "false"},
    {.name = "stopOnException", .type = FieldType::Bool, .summary = "Leave the other recipients out once one has failed", .fallback = "false"},
    {.name = "streaming", .type = FieldType::Bool, .summary = "With parallelProcessing: join replies in the order in which they come", .fallback = "false"},
    {.name = "synchronous", .type = FieldType::Bool, .fallback = "false", .ignored = "copies run on the worker of the whole"},
    {.name = "timeout", .type = FieldType::Duration, .summary = "With parallelProcessing: leave copies out that take longer; 0: wait", .fallback = "0"},
};

void compile(const StepDecl& decl, Assembler& assembler) {
  const Options& given = decl.options;
  RecipientOptions options;
  options.delimiter = given.text("delimiter");
  options.ignore_invalid = given.flag("ignoreInvalidEndpoints");
  options.fork.parallel = given.flag("parallelProcessing");
  options.fork.streaming = given.flag("streaming");
  options.fork.stop_on_exception = given.flag("stopOnException");
  options.fork.timeout = given.duration("timeout");
  options.fork.strategy = given.has("aggregationStrategy")
                              ? find_strategy(given.text("aggregationStrategy"), given.mark("aggregationStrategy"), assembler)
                              : use_latest();
  options.fork.shares = given.flag("shareUnitOfWork");
  if (options.fork.shares) options.fork.strategy = share_unit_of_work(std::move(options.fork.strategy));
  auto step = std::make_unique<RecipientList>(assembler.expression(given), std::move(options));
  RecipientList* list = step.get();
  const auto place = assembler.emit(std::move(step));
  list->set_body(assembler.body([&] { emit_send_to_recipient(assembler); }));
  assembler.set_branch(place, assembler.here());
}

}  // namespace

StepSpec recipient_list() {
  return {.name = "recipientList",
          .summary = "Sends a copy of the message to each of the endpoints that an expression names",
          .fields = kFields,
          .inline_expression = true,
          .example = R"(- recipientList: { header: recipients })",
          .compile = compile};
}

}  // namespace kamel::steps
