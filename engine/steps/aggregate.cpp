// aggregate: joins messages that belong together into one, and runs its steps with it when the group is complete.
#include "engine/aggregator.h"
#include "engine/assembler.h"
#include "engine/exchange.h"
#include "engine/intake.h"
#include "engine/resident.h"
#include "engine/worker.h"

namespace kamel::steps {
namespace {

class Aggregate final : public Step, public Resident {
 public:
  Aggregate(AggregateOptions options, std::shared_ptr<Aggregator> groups) : options_(std::move(options)), groups_(std::move(groups)) {}
  void set_body(Range body) { options_.body = body; }
  void set_dead_letter(Range dead_letter) { options_.dead_letter = dead_letter; }
  Flow run(Exchange& exchange) const override { return groups_->add(exchange, options_); }
  void loaded(Intake& intake) const override { groups_->loaded(intake, options_); }
  void unloaded(Intake& intake) const override {
    if (intake.worker().index() == 0) groups_->unloaded(options_);
  }
  void stopping(Intake& intake) const override { groups_->stopping(intake, options_); }

 private:
  AggregateOptions options_;
  std::shared_ptr<Aggregator> groups_;
};

constexpr std::string_view kNoJava = "it names a Java class; kamel runs none";
constexpr std::string_view kOneByOne = "groups are always joined one message at a time, under a lock and by one process: nobody else's change can be found, so there is nothing to try again";
constexpr Field kRetryPolicy[] = {
    {.name = "maximumRetries", .type = FieldType::Int, .ignored = kOneByOne},
    {.name = "retryDelay", .type = FieldType::Duration, .fallback = "50", .ignored = kOneByOne},
    {.name = "maximumRetryDelay", .type = FieldType::Duration, .fallback = "1000", .ignored = kOneByOne},
    {.name = "exponentialBackOff", .type = FieldType::Bool, .fallback = "true", .ignored = kOneByOne},
    {.name = "randomBackOff", .type = FieldType::Bool, .fallback = "false", .ignored = kOneByOne},
};
constexpr Field kFields[] = {
    {.name = "correlationExpression", .type = FieldType::Any, .summary = "What gives the group's key"},
    {.name = "aggregationStrategy", .type = FieldType::Reference, .summary = "How two messages become one"},
    {.name = "steps", .type = FieldType::Steps, .summary = "What to do with a complete group"},
    {.name = "completionSize", .type = FieldType::Int, .summary = "Complete with this many messages"},
    {.name = "completionSizeExpression", .type = FieldType::Any, .summary = "Complete with as many messages as this gives"},
    {.name = "completionPredicate", .type = FieldType::Any, .summary = "Complete when this holds for the joined message"},
    {.name = "completionTimeout", .type = FieldType::Duration, .summary = "Complete when no message has come for this long"},
    {.name = "completionTimeoutExpression", .type = FieldType::Any, .summary = "The same, as an expression"},
    {.name = "completionInterval", .type = FieldType::Duration, .summary = "Complete all groups this often"},
    {.name = "completionFromBatchConsumer", .type = FieldType::Bool, .summary = "Complete with the last message of the consumer's batch", .fallback = "false"},
    {.name = "completionOnNewCorrelationGroup", .type = FieldType::Bool, .summary = "Complete all groups when a message with a new key comes", .fallback = "false"},
    {.name = "eagerCheckCompletion", .type = FieldType::Bool, .summary = "Judge the message that comes in, not the joined one", .fallback = "false"},
    {.name = "closeCorrelationKeyOnCompletion", .type = FieldType::Int, .summary = "Refuse messages of the last N completed keys; 0: of all"},
    {.name = "ignoreInvalidCorrelationKeys", .type = FieldType::Bool, .summary = "Let messages without a key pass", .fallback = "false"},
    {.name = "discardOnCompletionTimeout", .type = FieldType::Bool, .summary = "Drop groups that time out", .fallback = "false"},
    {.name = "discardOnAggregationFailure", .type = FieldType::Bool, .fallback = "false", .ignored = "none of the strategies that kamel has throws; one that gives nothing fails the message in Camel, too, whatever this says"},
    {.name = "completeAllOnStop", .type = FieldType::Bool, .summary = "When the route stops, wait until all groups are complete", .fallback = "false"},
    {.name = "forceCompletionOnStop", .type = FieldType::Bool, .summary = "When the route stops, complete all groups as they are", .fallback = "false"},
    {.name = "completionTimeoutCheckerInterval", .type = FieldType::Duration, .fallback = "1000", .ignored = "each group has a timer of its own"},
    {.name = "aggregationRepository", .type = FieldType::Reference, .summary = "Where groups are kept: a bean; in memory unless given"},
    {.name = "aggregateController", .type = FieldType::Reference, .refused = kNoJava},
    {.name = "aggregationStrategyMethodAllowNull", .type = FieldType::Bool, .fallback = "false", .ignored = "native strategies see every message"},
    {.name = "aggregationStrategyMethodName", .refused = kNoJava},
    {.name = "executorService", .type = FieldType::Reference, .ignored = "no threads are needed"},
    {.name = "timeoutCheckerExecutorService", .type = FieldType::Reference, .ignored = "no threads are needed"},
    {.name = "optimisticLocking", .type = FieldType::Bool, .fallback = "false", .ignored = kOneByOne},
    {.name = "optimisticLockRetryPolicy", .type = FieldType::Object, .fields = kRetryPolicy, .ignored = kOneByOne},
    {.name = "parallelProcessing", .type = FieldType::Bool, .fallback = "false", .ignored = "complete groups never wait for each other"},
};

ExpressionPtr element(const StepDecl& decl, std::string_view name, bool predicate, Assembler& assembler) {
  const Node* node = decl.options.node(name);
  return node != nullptr ? assembler.expression(*node, predicate) : nullptr;
}

bool completes(const AggregateOptions& options) {
  return options.size > 0 || options.size_expression || options.completion_predicate || options.timeout.count() > 0 || options.timeout_expression ||
         options.interval.count() > 0 || options.from_batch || options.on_new_group;
}

AggregateOptions read(const StepDecl& decl, Assembler& assembler) {
  const Options& given = decl.options;
  AggregateOptions options;
  options.key = element(decl, "correlationExpression", false, assembler);
  options.completion_predicate = element(decl, "completionPredicate", true, assembler);
  options.size_expression = element(decl, "completionSizeExpression", false, assembler);
  options.timeout_expression = element(decl, "completionTimeoutExpression", false, assembler);
  options.size = given.maybe_integer("completionSize").value_or(0);
  options.timeout = given.maybe_duration("completionTimeout").value_or(std::chrono::milliseconds(0));
  options.interval = given.maybe_duration("completionInterval").value_or(std::chrono::milliseconds(0));
  options.closed_keys = given.maybe_integer("closeCorrelationKeyOnCompletion").value_or(-1);
  options.eager = given.flag("eagerCheckCompletion");
  options.ignore_invalid_keys = given.flag("ignoreInvalidCorrelationKeys");
  options.discard_on_timeout = given.flag("discardOnCompletionTimeout");
  options.on_new_group = given.flag("completionOnNewCorrelationGroup");
  options.from_batch = given.flag("completionFromBatchConsumer");
  options.force_on_stop = given.flag("forceCompletionOnStop");
  options.complete_all_on_stop = given.flag("completeAllOnStop");
  return options;
}

std::shared_ptr<Aggregator> groups_of(const StepDecl& decl, Assembler& assembler, std::string& dead_letter) {
  constexpr std::string_view kOption = "aggregationRepository";
  if (!decl.options.has(kOption)) return assembler.state<Aggregator>(decl, "aggregate", [] { return std::make_shared<Aggregator>(); });
  return find_aggregator(decl.options.text(kOption), assembler.route_id() + ":" + decl.id, decl.options.mark(kOption), assembler, dead_letter);
}

void compile(const StepDecl& decl, Assembler& assembler) {
  AggregateOptions options = read(decl, assembler);
  if (!decl.options.has("aggregationStrategy")) {
    return assembler.error(decl.mark, "aggregate needs an aggregationStrategy",
                           "for example \"#class:org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy\"", "java.lang.IllegalArgumentException");
  }
  options.strategy = find_strategy(decl.options.text("aggregationStrategy"), decl.options.mark("aggregationStrategy"), assembler);
  if (!decl.options.has("correlationExpression")) {
    return assembler.error(decl.mark, "aggregate needs a correlationExpression", "for example correlationExpression: { header: id }", "java.lang.IllegalArgumentException");
  }
  if (!completes(options)) {
    return assembler.error(decl.mark, "aggregate never completes: no completion option is given", "add completionSize, completionTimeout or completionPredicate",
                           "org.apache.camel.FailedToStartRouteException");
  }
  if (const Node* policy = decl.options.node("optimisticLockRetryPolicy")) {
    Options::read(*policy, kRetryPolicy, {.what = "optimisticLockRetryPolicy"}, assembler.diagnostics());
  }
  if (!options.key || !options.strategy) return;
  std::string dead_letter;
  auto groups = groups_of(decl, assembler, dead_letter);
  if (!groups) return;
  auto step = std::make_unique<Aggregate>(std::move(options), std::move(groups));
  Aggregate* aggregate = step.get();
  const auto place = assembler.emit(std::move(step));
  aggregate->set_body(assembler.body(decl.options.node("steps")));
  if (!dead_letter.empty()) aggregate->set_dead_letter(assembler.body([&] { assembler.emit_to(dead_letter, nullptr, decl.options.mark("aggregationRepository")); }));
  assembler.set_branch(place, assembler.here());
}

}  // namespace

StepSpec aggregate() {
  return {.name = "aggregate",
          .summary = "Joins messages that belong together into one",
          .fields = kFields,
          .example = R"(- aggregate:
    correlationExpression: { header: customer }
    aggregationStrategy: "#class:org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy"
    completionSize: 10
    completionTimeout: 1000
    steps: [ { log: "${body}" } ])",
          .compile = compile};
}

}  // namespace kamel::steps
