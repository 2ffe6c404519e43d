// saga: runs its steps as a part of a saga, which is completed when they do well and compensated when they fail.
#include "engine/saga.h"

#include "engine/aggregation.h"
#include "engine/assembler.h"
#include "engine/convert.h"
#include "engine/worker.h"

namespace kamel::steps {
namespace {

enum class Propagation : std::uint8_t { Required, RequiresNew, Mandatory, Supports, NotSupported, Never };

struct SagaOptions {
  Propagation propagation = Propagation::Required;
  bool manual = false;
  std::chrono::milliseconds timeout{0};
  std::vector<std::pair<Slice, ExpressionPtr>> options;
  std::optional<std::uint32_t> completion, compensation;
  SagaRetry retry;
};

constexpr std::string_view kPrevious = "previous";  // in a frame's saved message: the header before; the body: the saga that ends here

void set_saga(Exchange& exchange, const Value& id) {
  if (id.is_null()) {
    exchange.message.headers.erase(kSagaHeader);
  } else {
    exchange.message.headers.set(Slice::literal(kSagaHeader), id);
  }
}

class BeginSaga final : public Step {
 public:
  explicit BeginSaga(SagaOptions options) : options_(std::move(options)) {}
  SagaOptions& options() { return options_; }
  Flow run(Exchange& exchange) const override {
    auto current = current_saga(exchange);
    switch (options_.propagation) {
      case Propagation::Required:
        return current ? join(exchange, current) : begin(exchange, Value());
      case Propagation::RequiresNew:
        return begin(exchange, current ? Value(Slice(current->id())) : Value());
      case Propagation::Mandatory:
        return current ? join(exchange, current) : exchange.fail(kExchange, "Exchange is not part of a saga. Exchange[]");
      case Propagation::Supports:
        return current ? join(exchange, current) : enter(exchange, Value(), Value());
      case Propagation::Never:
        return current ? exchange.fail(kExchange, "Route cannot handle exchanges that are joining a saga. Exchange[]")
                       : enter(exchange, Value(), Value());
      case Propagation::NotSupported:
        set_saga(exchange, Value());
        return enter(exchange, Value(), current ? Value(Slice(current->id())) : Value());
    }
    return Flow::Next;
  }

 private:
  static constexpr std::string_view kExchange = "org.apache.camel.CamelExchangeException";

  static std::shared_ptr<Saga> current_saga(Exchange& exchange) {
    const Value id = exchange.message.headers.get(kSagaHeader);
    return id.is_null() ? nullptr : sagas_of(exchange.context()).find(to_text(id).str());
  }

  // `ends`: the saga that EndSaga completes.
  static Flow enter(Exchange& exchange, const Value& ends, const Value& previous) {
    Frame frame{.kind = Frame::Kind::Finally, .saved = std::make_unique<Message>()};
    frame.saved->body = ends;
    frame.saved->headers.set(Slice::literal(kPrevious), previous);
    exchange.frames().push_back(std::move(frame));
    return Flow::Next;
  }

  Flow join(Exchange& exchange, const std::shared_ptr<Saga>& saga) const {
    set_saga(exchange, Slice(saga->id()));
    const Result<> joined = add_part(exchange, *saga);
    return joined ? enter(exchange, Value(), Value()) : exchange.fail(joined.error());
  }

  Flow begin(Exchange& exchange, const Value& previous) const {
    const auto saga = sagas_of(exchange.context()).begin(exchange.context(), options_.retry);
    set_saga(exchange, Slice(saga->id()));
    const Result<> joined = add_part(exchange, *saga);
    if (joined) return enter(exchange, Slice(saga->id()), previous);
    if (!options_.manual) {
      (void)saga->end(false);
      set_saga(exchange, previous);
    }
    return exchange.fail(joined.error());
  }

  Result<> add_part(Exchange& exchange, Saga& saga) const {
    SagaPart part{.step = this,
                  .lease = exchange.lease_route(),
                  .worker = &exchange.worker(),
                  .completion = options_.completion,
                  .compensation = options_.compensation,
                  .headers = {}};
    Error failure;
    for (const auto& [name, expression] : options_.options) {
      const Result<Value> value = expression->evaluate(exchange);
      if (!value) {
        failure = cannot_evaluate(name, value.error());
        break;
      }
      if (!value->is_null()) part.headers.set(name, value->detached());
    }
    const Result<> joined = saga.join(std::move(part), options_.timeout);
    if (failure) return failure;
    return joined;
  }

  static Error cannot_evaluate(const Slice& option, const Error& why) {
    Error inner("org.apache.camel.RuntimeCamelException", "Cannot evaluate saga option '" + option.str() + "'", why);
    std::string text = inner.text();
    return {"java.util.concurrent.CompletionException", std::move(text), std::move(inner)};
  }

  SagaOptions options_;
};

/// However the steps ended: ends the saga that began here, unless that is left to others, and puts the header back.
class EndSaga final : public Step {
 public:
  EndSaga(bool manual, bool restores) : manual_(manual), restores_(restores) {}
  Flow run(Exchange& exchange) const override {
    const Frame frame = std::move(exchange.frames().back());
    exchange.frames().pop_back();
    const Value& ends = frame.saved->body;
    const Result<> ended = ends.is_null() || manual_ ? Result<>() : end(exchange, ends);
    if (!ended) return exchange.fail(ended.error());
    if (restores_ || (!ends.is_null() && !manual_)) set_saga(exchange, frame.saved->headers.get(kPrevious));
    if (exchange.failed()) return Flow::Fail;
    return Ends::of(exchange).any() ? Flow::Stop : Flow::Next;
  }

 private:
  static Result<> end(Exchange& exchange, const Value& id) {
    const auto saga = sagas_of(exchange.context()).find(id.slice().str());
    return saga ? saga->end(!exchange.failed()) : Result<>();
  }
  bool manual_, restores_;
};

constexpr std::string_view kIllegal = "java.lang.IllegalArgumentException";
constexpr std::string_view kPropagations[] = {"REQUIRED", "REQUIRES_NEW", "MANDATORY", "SUPPORTS", "NOT_SUPPORTED", "NEVER"};
constexpr Propagation kMeanings[] = {Propagation::Required, Propagation::RequiresNew,  Propagation::Mandatory,
                                     Propagation::Supports, Propagation::NotSupported, Propagation::Never};
constexpr std::string_view kModes[] = {"AUTO", "MANUAL"};
constexpr Field kAction[] = {
    {.name = "uri", .summary = "The endpoint", .required = true},
    {.name = "parameters", .type = FieldType::Any, .summary = "Its options, as a map"},
};
constexpr Field kOption[] = {
    {.name = "key", .summary = "The header's name", .required = true},
    {.name = "expression", .type = FieldType::Expression, .summary = "Its value"},
};
constexpr Field kFields[] = {
    {.name = "steps", .type = FieldType::Steps, .summary = "What belongs to the saga, besides all other steps of the route"},
    {.name = "propagation",
     .type = FieldType::Choice,
     .summary = "Whether to join the message's saga, to begin one, or to want none",
     .fallback = "REQUIRED",
     .choices = kPropagations},
    {.name = "completionMode",
     .type = FieldType::Choice,
     .summary = "End with the steps, or by saga:complete and saga:compensate",
     .fallback = "AUTO",
     .choices = kModes},
    {.name = "compensation", .type = FieldType::Any, .summary = "Where to send to when the saga has failed"},
    {.name = "completion", .type = FieldType::Any, .summary = "Where to send to when the saga has done well"},
    {.name = "timeout", .type = FieldType::Duration, .summary = "Compensate when the saga has not ended by then"},
    {.name = "option",
     .type = FieldType::Objects,
     .summary = "Headers for the compensation and the completion, taken when the saga is joined",
     .fields = kOption},
    {.name = "sagaService",
     .type = FieldType::Reference,
     .summary = "A bean of the type org.apache.camel.saga.InMemorySagaService; without: the only one there is"},
};

Options read(const Node& node, std::span<const Field> fields, std::string_view what, std::string_view shorthand, Assembler& assembler) {
  FieldRules rules;
  rules.what = std::string(what);
  rules.shorthand = shorthand;
  return Options::read(node, fields, rules, assembler.diagnostics());
}

// A send that runs outside of any route, when the saga ends.
std::optional<std::uint32_t> emit_action(const StepDecl& decl, std::string_view name, Assembler& assembler) {
  const Node* node = decl.options.node(name);
  if (node == nullptr) return std::nullopt;
  const Options given = read(*node, kAction, name, "uri", assembler);
  if (!given.has("uri")) return std::nullopt;
  const Assembler::Unguarded unguarded(assembler);
  return assembler.body([&] { assembler.emit_to(given.text("uri"), given.node("parameters"), given.mark("uri")); }).from;
}

void read_options(const StepDecl& decl, SagaOptions& options, Assembler& assembler) {
  const Node* list = decl.options.node("option");
  if (list == nullptr) return;
  if (!list->is_list()) return assembler.error(list->mark, "option must be a list", "put a '-' before each key");
  for (const Node& item : list->items) {
    FieldRules rules;
    rules.what = "option";
    rules.is_language = [&](std::string_view key) { return assembler.is_language(key); };
    const Options given = Options::read(item, kOption, rules, assembler.diagnostics());
    ExpressionPtr expression = assembler.expression(given);
    if (expression) options.options.emplace_back(Slice(given.text("key")), std::move(expression));
  }
}

// NEVER and NOT_SUPPORTED have nothing to configure, and only who begins a saga says how it ends.
void check(const StepDecl& decl, const SagaOptions& options, Assembler& assembler) {
  const bool outside = options.propagation == Propagation::Never || options.propagation == Propagation::NotSupported;
  const std::string name = decl.options.choice("propagation");
  for (const std::string_view option : {"compensation", "completion", "option", "timeout"}) {
    if (outside && decl.options.has(option)) {
      assembler.error(decl.options.mark(option), "a saga with propagation " + name + " has no " + std::string(option), "leave it out",
                      std::string(kIllegal));
    }
  }
  if (options.manual && (outside || options.propagation == Propagation::Supports)) {
    assembler.error(decl.options.mark("completionMode"), "a saga with propagation " + name + " has no completionMode", "leave it out",
                    std::string(kIllegal));
  }
}

SagaOptions read_saga(const StepDecl& decl, Assembler& assembler) {
  SagaOptions options;
  const std::string propagation = decl.options.choice("propagation");
  for (std::size_t i = 0; i < std::size(kPropagations); ++i) {
    if (propagation == kPropagations[i]) options.propagation = kMeanings[i];
  }
  options.manual = decl.options.choice("completionMode") == "MANUAL";
  options.timeout = decl.options.maybe_duration("timeout").value_or(std::chrono::milliseconds(0));
  options.retry = find_saga_service(decl.options.text("sagaService"), decl.options.mark("sagaService"), assembler).value_or(SagaRetry());
  read_options(decl, options, assembler);
  check(decl, options, assembler);
  return options;
}

// Layout: begin, steps, end; completion and compensation as bodies. Failures that the route's error handler has left, handled ones and
// stops go on at the end, too: it is itself covered by the error handler, and so comes after it (see Executor).
void compile(const StepDecl& decl, Assembler& assembler) {
  SagaOptions options = read_saga(decl, assembler);
  const Node* steps = decl.options.node("steps");
  if (steps == nullptr || steps->items.empty()) {
    return assembler.error(decl.mark, "the route has no steps besides its saga", "add at least one", std::string(kIllegal));
  }
  const bool manual = options.manual, restores = options.propagation == Propagation::NotSupported;
  auto step = std::make_unique<BeginSaga>(std::move(options));
  SagaOptions& placed = step->options();
  assembler.emit(std::move(step));
  const auto over = [&] {
    const Assembler::OpenFrame frame(assembler);
    const auto from = assembler.here();
    assembler.steps(steps);
    const Range covered{from, assembler.here()};
    const auto end = assembler.emit(std::make_unique<EndSaga>(manual, restores));
    assembler.handler(covered, end, end);
    return assembler.emit_goto();
  }();
  placed.completion = emit_action(decl, "completion", assembler);
  placed.compensation = emit_action(decl, "compensation", assembler);
  assembler.set_branch(over, assembler.here());
}

}  // namespace

StepSpec saga() {
  return {
      .name = "saga",
      .summary = "Makes the route a part of a saga: completed when it does well, compensated when it fails",
      .fields = kFields,
      .example =
          R"(- saga: { compensation: "log:undo", completion: "log:done", option: [ { key: id, expression: { header: id } } ], steps: [ { to: "log:book" } ] })",
      .needs = "a saga service among the beans",
      .compile = compile};
}

}  // namespace kamel::steps
