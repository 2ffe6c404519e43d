// split: takes a message apart and runs its steps for each part.
#include <algorithm>

#include "engine/assembler.h"
#include "engine/convert.h"
#include "engine/exchange_value.h"
#include "engine/fork.h"
#include "engine/iterator.h"
#include "engine/names.h"

namespace kamel::steps {
namespace {

struct SplitOptions {
  ForkOptions fork;
  std::string delimiter;
  Range body;
};

/// The parts of one message: a list whose size is known, or an iterator that gives them one by one.
class Parts final : public Fork {
 public:
  /// `owns`: the list is nobody else's, so that its items may be taken out of it.
  Parts(Exchange& parent, const SplitOptions& options, Value parts, bool owns) : Fork(parent, options.fork), options_(options), parts_(std::move(parts)), owns_(owns) {
    for (const std::string_view name : {names::kSplitIndex, names::kSplitSize, names::kSplitComplete, names::kCorrelationId}) {
      nested_ = nested_ || parent.properties.has(name);
    }
    iterator_ = parts_.object_as<Iterator>();
    if (iterator_ != nullptr) ahead_ = iterator_->next();
  }

 protected:
  Exchange* next(std::uint64_t index) override {
    bool last = false;
    std::optional<Value> part = take(index, last);
    if (!part) return nullptr;
    Exchange& child = parent_.spawn_empty(options_.body.from, *this, index);
    if (const auto* whole = part->object_as<ExchangeValue>()) {
      child.message = whole->message();  // an archive's entry brings its own headers
    } else {
      child.message.headers = parent_.message.headers;
      child.message.body = std::move(*part);
    }
    tell(child, names::kSplitIndex, static_cast<std::int32_t>(index));
    if (iterator_ == nullptr) {
      tell(child, names::kSplitSize, static_cast<std::int32_t>(parts_.list().size()));
    } else if (last) {
      tell(child, names::kSplitSize, static_cast<std::int32_t>(index + 1));
    } else if (nested_) {
      child.properties.erase(names::kSplitSize);
    }
    tell(child, names::kSplitComplete, last);
    tell(child, names::kCorrelationId, parent_.id());
    return &child;
  }

 private:
  template <class V>
  void tell(Exchange& child, std::string_view name, V value) const {
    nested_ ? child.properties.set(Slice::literal(name), std::move(value)) : child.properties.add(Slice::literal(name), std::move(value));
  }
  std::optional<Value> take(std::uint64_t index, bool& last) {
    if (iterator_ == nullptr) {
      if (index >= parts_.list().size()) return std::nullopt;
      last = index + 1 == parts_.list().size();
      return owns_ ? std::move(parts_.list()[index]) : parts_.list()[index];
    }
    std::optional<Value> part = std::exchange(ahead_, iterator_->next());
    if (!part && iterator_->failure()) failure_ = iterator_->failure();
    last = !ahead_;
    return part;
  }

  const SplitOptions& options_;
  Value parts_;
  bool owns_;
  Iterator* iterator_ = nullptr;
  std::optional<Value> ahead_;
  bool nested_ = false;  // the parent has such properties itself: they are overwritten
};

class Split final : public Step {
 public:
  Split(ExpressionPtr expression, SplitOptions options) : expression_(std::move(expression)), options_(std::move(options)) {}
  void set_body(Range body, bool pipelines) {
    options_.body = body;
    options_.fork.pipelines = pipelines;
  }

  Flow run(Exchange& exchange) const override {
    Result<Value> value = expression_->evaluate(exchange);
    if (!value) return exchange.fail(value.error());
    const bool shared = value->is_list();
    Result<Value> parts = parts_of(std::move(*value));
    if (!parts) return exchange.fail(parts.error());
    return (new Parts(exchange, options_, std::move(*parts), !shared))->run();
  }

 private:
  // A list; or the iterator itself, where the parts shall not be held all at once.
  Result<Value> parts_of(Value value) const {
    if (value.is_list()) return without_nulls(value);
    Iterator* iterator = value.object_as<Iterator>();
    if (iterator == nullptr) return Value(iterate(value, options_.delimiter));
    if (options_.fork.streaming) return value;
    Result<List> all = drain(*iterator);
    if (!all) return all.error();
    return Value(std::move(*all));
  }
  // Camel passes over parts that are null, and does not count them.
  static Value without_nulls(Value parts) {
    if (std::ranges::none_of(parts.list(), &Value::is_null)) return parts;
    List kept;
    for (const Value& part : parts.list()) {
      if (!part.is_null()) kept.push_back(part);
    }
    return kept;
  }

  ExpressionPtr expression_;
  SplitOptions options_;
};

constexpr std::string_view kNoJava = "it names a Java class; kamel runs none";
constexpr Field kFields[] = {
    {.name = "expression", .type = FieldType::Expression, .summary = "What gives the parts"},
    {.name = "steps", .type = FieldType::Steps, .summary = "What to do with each part"},
    {.name = "aggregationStrategy", .type = FieldType::Reference, .summary = "How the results become one; without: the message goes on as it was"},
    {.name = "aggregationStrategyMethodAllowNull", .type = FieldType::Bool, .fallback = "false", .ignored = "native strategies see every part"},
    {.name = "aggregationStrategyMethodName", .refused = kNoJava},
    {.name = "delimiter", .summary = "Where a text is cut that the expression gives whole; 'false': not at all", .fallback = ","},
    {.name = "executorService", .type = FieldType::Reference, .ignored = "parts that wait share the worker; no threads are needed"},
    {.name = "onPrepare", .type = FieldType::Reference, .refused = kNoJava},
    {.name = "parallelAggregate", .type = FieldType::Bool, .fallback = "false", .ignored = "results are always joined one by one"},
    {.name = "parallelProcessing", .type = FieldType::Bool, .summary = "Start the next part while others still wait", .fallback = "false"},
    {.name = "shareUnitOfWork", .type = FieldType::Bool, .summary = "A failed part fails the whole, whatever the strategy, which notes where it failed", .fallback = "false"},
    {.name = "stopOnException", .type = FieldType::Bool, .summary = "Leave the other parts out once one has failed", .fallback = "false"},
    {.name = "streaming", .type = FieldType::Bool, .summary = "Do not hold all parts at once", .fallback = "false"},
    {.name = "synchronous", .type = FieldType::Bool, .fallback = "false", .ignored = "parts run on the worker of the whole"},
    {.name = "timeout", .type = FieldType::Duration, .summary = "With parallelProcessing: leave parts out that take longer; 0: wait", .fallback = "0"},
};

void compile(const StepDecl& decl, Assembler& assembler) {
  const Options& given = decl.options;
  SplitOptions options;
  options.delimiter = given.text("delimiter");
  if (options.delimiter.find_first_not_of(" \t\r\n") == std::string::npos) {
    assembler.error(given.mark("delimiter"), "the delimiter of split is blank", "use tokenize to cut at white space, for example tokenize: \"\\n\"", "org.apache.camel.FailedToCreateRouteException");
  }
  options.fork.parallel = given.flag("parallelProcessing");
  options.fork.streaming = given.flag("streaming");
  options.fork.stop_on_exception = given.flag("stopOnException");
  options.fork.timeout = given.duration("timeout");
  if (given.has("aggregationStrategy")) {
    options.fork.strategy = find_strategy(given.text("aggregationStrategy"), given.mark("aggregationStrategy"), assembler);
  }
  options.fork.shares = given.flag("shareUnitOfWork");
  if (options.fork.shares) options.fork.strategy = share_unit_of_work(std::move(options.fork.strategy));
  const bool in_order = !options.fork.parallel && !options.fork.strategy && !options.fork.stop_on_exception;
  auto step = std::make_unique<Split>(assembler.expression(given), std::move(options));
  Split* split = step.get();
  const auto place = assembler.emit(std::move(step));
  split->set_body(assembler.body(given.node("steps")), in_order);
  assembler.set_branch(place, assembler.here());
}

}  // namespace

StepSpec split() {
  return {.name = "split",
          .summary = "Takes the message apart and runs its steps for each part",
          .fields = kFields,
          .inline_expression = true,
          .example = R"(- split: { tokenize: ",", steps: [ { log: "part ${body}" } ] })",
          .compile = compile};
}

}  // namespace kamel::steps
