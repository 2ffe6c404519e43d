#include "engine/on_completion.h"

#include <algorithm>

#include "engine/exchange.h"
#include "engine/glue.h"
#include "engine/intake.h"
#include "engine/interceptors.h"
#include "engine/names.h"
#include "engine/worker.h"

namespace kamel {
namespace {

constexpr std::string_view kModes[] = {"AfterConsumer", "BeforeConsumer"};
constexpr Field kFields[] = {
    {.name = "mode", .type = FieldType::Choice, .summary = "After the reply has gone, or before", .fallback = "AfterConsumer", .choices = kModes},
    {.name = "onCompleteOnly", .type = FieldType::Bool, .summary = "Only when the exchange ended well", .fallback = "false"},
    {.name = "onFailureOnly", .type = FieldType::Bool, .summary = "Only when the exchange failed", .fallback = "false"},
    {.name = "onWhen", .type = FieldType::Any, .summary = "Only when this predicate holds"},
    {.name = "steps", .type = FieldType::Steps, .summary = "What to do"},
    {.name = "useOriginalMessage", .type = FieldType::Bool, .summary = "Give the steps the message as it came in", .fallback = "false"},
    {.name = "parallelProcessing", .type = FieldType::Bool, .summary = "With BeforeConsumer: run the steps on a copy, which nobody waits for", .fallback = "false"},
    {.name = "executorService", .type = FieldType::Reference, .summary = "The same; the pool itself is not used"},
};

constexpr std::string_view kOnCompletion = "CamelOnCompletion";
constexpr std::string_view kRouteIds = "CamelOnCompletionRouteIds";

struct Conditions {
  ExpressionPtr on_when;
  bool on_complete = true, on_failure = true, use_original = false, before_reply = false, on_copy = false;
  bool fits(Exchange& exchange, bool failed) const {
    if (failed ? !on_failure : !on_complete) return false;
    if (!on_when) return true;
    const Result<bool> holds = on_when->matches(exchange);
    return holds && *holds;
  }
};

/// Runs the steps on a copy once the exchange has ended. Leases the program that holds them.
class RunSteps final : public Completion {
 public:
  RunSteps(const Conditions& conditions, const Range& body, Exchange& exchange)
      : conditions_(conditions), body_(body), route_(exchange.lease_route()) {}
  ~RunSteps() override { release(route_.program); }
  RunSteps(const RunSteps&) = delete;
  RunSteps& operator=(const RunSteps&) = delete;

  void completed(Exchange& exchange) noexcept override {
    note_route(exchange);
    if (!conditions_.fits(exchange, exchange.failed())) return;
    Exchange& copy = exchange.spawn_detached_in(route_, body_.from);
    if (exchange.failed()) copy.properties.set(Slice::literal(names::kExceptionCaught), Value::exception(exchange.exception));
    if (conditions_.use_original && exchange.original() != nullptr) copy.message = *exchange.original();
    copy.properties.set(Slice::literal(kOnCompletion), true);
    copy.properties.set(Slice::literal(names::kCorrelationId), exchange.id());
    exchange.worker().post([&copy] { copy.start(); });
  }

 private:
  // The copies share the list, and so see the routes that end after them.
  void note_route(Exchange& exchange) const {
    Value* ids = exchange.properties.find(kRouteIds);
    if (ids == nullptr || !ids->is_list()) exchange.properties.set(Slice::literal(kRouteIds), List{});
    exchange.properties.find(kRouteIds)->list().push_back(Slice(route_.route->route_id()));
  }
  const Conditions& conditions_;
  const Range& body_;
  RouteLease route_;
};

class RegisterCompletion final : public Step {
 public:
  RegisterCompletion(std::shared_ptr<const Conditions> conditions, std::shared_ptr<const Range> body)
      : conditions_(std::move(conditions)), body_(std::move(body)) {}
  Flow run(Exchange& exchange) const override {
    exchange.on_completion(std::make_unique<RunSteps>(*conditions_, *body_, exchange));
    return Flow::Next;
  }

 private:
  std::shared_ptr<const Conditions> conditions_;
  std::shared_ptr<const Range> body_;
};

/// Puts what the route has come to aside: a failure, a stop, that one was handled. The steps of BeforeConsumer see an exchange that goes on.
class PutEndAside final : public Step {
 public:
  Flow run(Exchange& exchange) const override {
    Frame frame{.kind = Frame::Kind::Finally, .error = exchange.exception};
    frame.handled = exchange.handled_stop;
    frame.continued = exchange.route_stop;
    frame.count = exchange.redelivery_exhausted ? 1 : 0;
    frame.limit = (exchange.rollback_only ? 1 : 0) + (exchange.rollback_only_last ? 2 : 0);
    exchange.exception = Error();
    exchange.handled_stop = exchange.route_stop = exchange.redelivery_exhausted = exchange.rollback_only = exchange.rollback_only_last = false;
    exchange.frames().push_back(std::move(frame));
    return Flow::Next;
  }
};

/// Where a failure of those steps lands once the error handler has left it.
class StepsOver final : public Step {
 public:
  Flow run(Exchange&) const override { return Flow::Next; }
};

/// Brings it back, and ends the route by it. A failure of the route counts more than one of these steps.
class BringEndBack final : public Step {
 public:
  Flow run(Exchange& exchange) const override {
    Frame frame = std::move(exchange.frames().back());
    exchange.frames().pop_back();
    exchange.handled_stop |= frame.handled;
    exchange.route_stop |= frame.continued;
    exchange.redelivery_exhausted |= frame.count != 0;
    exchange.rollback_only |= (frame.limit & 1) != 0;
    exchange.rollback_only_last |= (frame.limit & 2) != 0;
    if (frame.error) {
      if (exchange.failed()) exchange.properties.set(Slice::literal(names::kExceptionCaught), Value::exception(frame.error));
      return exchange.fail(std::move(frame.error));
    }
    if (exchange.failed()) return Flow::Fail;
    return frame.handled || frame.continued || frame.limit != 0 ? Flow::Stop : Flow::Next;
  }
};

class BeforeReply final : public Step {
 public:
  explicit BeforeReply(std::shared_ptr<const Conditions> conditions) : conditions_(std::move(conditions)) {}
  Flow run(Exchange& exchange) const override {
    if (!conditions_->fits(exchange, static_cast<bool>(exchange.frames().back().error))) return Flow::Branch;
    // Camel gives it back as the message that came in, which nobody sees where there is an answer.
    const bool answered = exchange.pattern == Pattern::InOut && !exchange.frames().back().error;
    if (conditions_->use_original && !answered && exchange.original() != nullptr) exchange.message = *exchange.original();
    exchange.properties.set(Slice::literal(kOnCompletion), true);
    return Flow::Next;
  }

 private:
  std::shared_ptr<const Conditions> conditions_;
};

/// BeforeReply with parallelProcessing: a copy runs the steps.
class BeforeReplyOnCopy final : public Step {
 public:
  BeforeReplyOnCopy(std::shared_ptr<const Conditions> conditions, std::shared_ptr<const Range> body) : conditions_(std::move(conditions)), body_(std::move(body)) {}
  Flow run(Exchange& exchange) const override {
    if (!conditions_->fits(exchange, static_cast<bool>(exchange.frames().back().error))) return Flow::Next;
    Exchange& copy = exchange.spawn_detached(body_->from);
    if (conditions_->use_original && exchange.original() != nullptr) copy.message = *exchange.original();
    copy.properties.set(Slice::literal(kOnCompletion), true);
    copy.properties.set(Slice::literal(names::kCorrelationId), exchange.id());
    exchange.worker().post([&copy] { copy.start(); });
    return Flow::Next;
  }

 private:
  std::shared_ptr<const Conditions> conditions_;
  std::shared_ptr<const Range> body_;
};

}  // namespace

struct OnCompletions::Item {
  std::shared_ptr<Conditions> conditions = std::make_shared<Conditions>();
  std::shared_ptr<Range> body = std::make_shared<Range>();
  const Node* element = nullptr;
  const Node* steps = nullptr;
  bool of_route = true;
  bool has_body() const noexcept { return !conditions->before_reply || conditions->on_copy; }
};

OnCompletions::OnCompletions(const RouteScope& scope, Assembler& assembler) : assembler_(assembler) {
  const auto add = [&](const Node& node, bool of_route) {
    FieldRules rules;
    rules.what = "onCompletion";
    const Options options = Options::read(node, kFields, rules, assembler.diagnostics());
    auto item = std::make_unique<Item>();
    item->conditions->on_complete = !options.flag("onFailureOnly");
    item->conditions->on_failure = !options.flag("onCompleteOnly");
    item->conditions->use_original = options.flag("useOriginalMessage");
    item->conditions->before_reply = options.choice("mode") == "BeforeConsumer";
    item->conditions->on_copy = options.flag("parallelProcessing") || options.has("executorService");
    if (const Node* when = options.node("onWhen")) item->conditions->on_when = assembler.expression(*when, true);
    item->element = &node;
    item->of_route = of_route;
    item->steps = options.node("steps");
    if (item->steps == nullptr || item->steps->items.empty()) {
      assembler.error(node.mark, "onCompletion has no steps", "write what to do under steps:", "java.lang.IllegalArgumentException");
    }
    if (options.flag("onCompleteOnly") && options.flag("onFailureOnly")) {
      assembler.error(node.mark, "onCompletion has both onCompleteOnly and onFailureOnly", "keep one of them", "java.lang.IllegalArgumentException");
    }
    items_.push_back(std::move(item));
  };
  const auto own = scope.own("onCompletion");  // they stand instead of those around the route
  for (const ScopedDecl& one : own.empty() ? scope.around(kScoped[1]) : own) add(*one.value, one.of_route);
}

OnCompletions::~OnCompletions() = default;

void OnCompletions::register_all() {
  for (const auto& item : items_) {
    if (!item->conditions->before_reply) assembler_.emit(std::make_unique<RegisterCompletion>(item->conditions, item->body));
  }
}

void OnCompletions::write_steps(const Item& item) {
  Interceptors* interceptors = assembler_.interceptors();
  interceptors != nullptr ? interceptors->completion(*item.element, item.steps, item.of_route) : assembler_.steps(item.steps);
}

// Covered by the error handler, and so behind it: it runs whatever the route has come to.
void OnCompletions::before_reply() {
  if (std::ranges::none_of(items_, [](const auto& item) { return item->conditions->before_reply; })) return;
  const auto begin = assembler_.here();
  assembler_.handler({0, begin}, begin, begin);
  assembler_.emit(std::make_unique<PutEndAside>());
  {
    const Assembler::OpenFrame frame(assembler_);
    const auto from = assembler_.here();
    for (const auto& item : items_) {
      if (!item->conditions->before_reply) continue;
      if (item->has_body()) {
        assembler_.emit(std::make_unique<BeforeReplyOnCopy>(item->conditions, item->body));
        continue;
      }
      const auto test = assembler_.emit(std::make_unique<BeforeReply>(item->conditions));
      write_steps(*item);
      assembler_.set_branch(test, assembler_.here());
    }
    const auto over = assembler_.emit(std::make_unique<StepsOver>());
    assembler_.handler({from, over}, over, over);
  }
  const Assembler::Unguarded unguarded(assembler_);  // its failure has been to the error handler
  assembler_.emit(std::make_unique<BringEndBack>());
}

void OnCompletions::bodies() {
  for (const auto& item : items_) {
    if (item->has_body()) *item->body = assembler_.body([&] { write_steps(*item); });
  }
}

std::span<const Field> on_completion_fields() { return kFields; }

}  // namespace kamel
