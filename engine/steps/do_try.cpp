// doTry: steps whose failures are caught by doCatch clauses; doFinally runs in any case.
#include "engine/assembler.h"
#include "engine/exception_classes.h"
#include "engine/exchange.h"
#include "engine/executor.h"
#include "engine/names.h"

namespace kamel::steps {
namespace {

// What a doTry's frame remembers in its limit.
constexpr std::int64_t kStopped = 1, kRolledBack = 2, kRolledBackLast = 4;

/// One doCatch: takes the failure if its class and predicate fit, else on to the next clause (the branch).
class Catch final : public Step {
 public:
  Catch(std::vector<std::string> classes, ExpressionPtr on_when) : classes_(std::move(classes)), on_when_(std::move(on_when)) {}
  Flow run(Exchange& exchange) const override {
    if (!fits(exchange.exception)) return Flow::Branch;
    Error caught = exchange.exception;
    exchange.properties.set(Slice::literal(names::kExceptionCaught), Value::exception(caught));
    if (on_when_) {
      const Result<bool> holds = on_when_->matches(exchange);
      if (!holds) return exchange.fail(holds.error());
      if (!*holds) return Flow::Branch;
    }
    Executor::note_failure_place(exchange);
    put_end_aside(exchange);
    exchange.exception = Error();
    exchange.redelivery_exhausted = false;
    exchange.failure_handled = false;
    exchange.properties.set(Slice::literal(names::kExceptionHandled), true);
    return Flow::Next;
  }

 private:
  // A clause runs as if nobody had stopped or rolled back: the doTry's frame remembers who has, and by which exception.
  static void put_end_aside(Exchange& exchange) {
    Frame& frame = exchange.frames().back();
    frame.limit = (exchange.route_stop ? kStopped : 0) + (exchange.rollback_only ? kRolledBack : 0) + (exchange.rollback_only_last ? kRolledBackLast : 0);
    if (frame.limit != 0) frame.error = exchange.exception;
    exchange.route_stop = exchange.rollback_only = exchange.rollback_only_last = false;
  }
  // The exception or any of its causes.
  bool fits(const Error& error) const {
    for (const Error* at = &error; *at; at = &at->cause()) {
      for (const std::string& wanted : classes_) {
        if (at->is_a(wanted)) return true;
      }
    }
    return false;
  }
  std::vector<std::string> classes_;
  ExpressionPtr on_when_;
};

/// The end of a clause: brings back that the exchange was stopped or rolled back, and the exception of a rollback, which nobody can catch for good.
class EndCatch final : public Step {
 public:
  Flow run(Exchange& exchange) const override {
    Frame& frame = exchange.frames().back();
    const std::int64_t before = std::exchange(frame.limit, 0);
    if (before == 0) return Flow::Next;
    exchange.route_stop = (before & kStopped) != 0;
    exchange.rollback_only = (before & kRolledBack) != 0;
    exchange.rollback_only_last = (before & kRolledBackLast) != 0;
    Error caught = std::exchange(frame.error, Error());
    return caught.type() == "org.apache.camel.RollbackExchangeException" ? exchange.fail(std::move(caught)) : Flow::Stop;
  }
};

/// Puts the note of an outer clause or fallback aside, that it has handled an exception.
class BeginTry final : public Step {
 public:
  Flow run(Exchange& exchange) const override {
    Frame frame{.kind = Frame::Kind::Finally};
    frame.handled = exchange.properties.erase(names::kExceptionHandled);
    exchange.frames().push_back(std::move(frame));
    return Flow::Next;
  }
};

// Brings it back.
void restore_handled(Exchange& exchange) {
  const bool handled = exchange.frames().back().handled;
  exchange.frames().pop_back();
  if (handled) {
    exchange.properties.set(Slice::literal(names::kExceptionHandled), true);
  } else {
    exchange.properties.erase(names::kExceptionHandled);
  }
}

/// The end of the whole doTry: its notes about the failure's place go.
class EndTry final : public Step {
 public:
  Flow run(Exchange& exchange) const override {
    restore_handled(exchange);
    exchange.properties.erase(names::kFailureEndpoint);
    exchange.properties.erase(names::kFailureRouteId);
    return exchange.handled_stop || exchange.rollback_only || exchange.rollback_only_last ? Flow::Stop : Flow::Next;
  }
};

// Notes a failure that leaves the doTry; the place of one in a clause stays that of the failure which the clause has caught.
void note_failure(Exchange& exchange) {
  exchange.properties.set(Slice::literal(names::kExceptionCaught), Value::exception(exchange.exception));
  if (!exchange.properties.has(names::kExceptionHandled)) Executor::note_failure_place(exchange);
}

/// Nobody caught it.
class Rethrow final : public Step {
 public:
  Flow run(Exchange& exchange) const override {
    note_failure(exchange);
    return Flow::Fail;
  }
};

/// Nobody caught it, or a clause itself has failed, and there is no doFinally.
class CatchFailed final : public Step {
 public:
  Flow run(Exchange& exchange) const override {
    note_failure(exchange);
    restore_handled(exchange);
    return Flow::Fail;
  }
};

/// Puts a failure that nobody caught aside for as long as doFinally runs.
class BeginFinally final : public Step {
 public:
  Flow run(Exchange& exchange) const override {
    Frame frame{.kind = Frame::Kind::Finally, .error = exchange.exception};
    if (exchange.exception) note_failure(exchange);
    frame.handled = exchange.redelivery_exhausted;
    exchange.exception = Error();
    exchange.redelivery_exhausted = false;
    exchange.frames().push_back(std::move(frame));
    return Flow::Next;
  }
};

class EndFinally final : public Step {
 public:
  Flow run(Exchange& exchange) const override {
    Frame frame = std::move(exchange.frames().back());
    exchange.frames().pop_back();
    if (!frame.error) return Flow::Next;
    restore_handled(exchange);
    exchange.redelivery_exhausted = frame.handled;
    return exchange.fail(std::move(frame.error));
  }
};

/// The doFinally itself has failed: a failure that was put aside counts more.
class FinallyFailed final : public Step {
 public:
  Flow run(Exchange& exchange) const override {
    Frame frame = std::move(exchange.frames().back());
    exchange.frames().pop_back();
    restore_handled(exchange);
    if (!frame.error) return Flow::Fail;
    exchange.redelivery_exhausted = frame.handled;
    return exchange.fail(std::move(frame.error));
  }
};

constexpr Field kCatch[] = {
    {.name = "exception", .type = FieldType::Texts, .summary = "The classes to catch, with their descendants"},
    {.name = "onWhen", .type = FieldType::Any, .summary = "Only when this predicate holds"},
    {.name = "steps", .type = FieldType::Steps, .summary = "What to do then"},
};
constexpr Field kFinally[] = {{.name = "steps", .type = FieldType::Steps, .summary = "What to do in any case"}};
constexpr Field kFields[] = {
    {.name = "steps", .type = FieldType::Steps, .summary = "What may fail"},
    {.name = "doCatch", .type = FieldType::Objects, .summary = "What to do with failures; the first fitting clause runs", .fields = kCatch},
    {.name = "doFinally", .type = FieldType::Object, .summary = "What to do in any case", .fields = kFinally},
};

// Writes one clause; gives the jump to what follows the clauses.
std::uint32_t compile_catch(const Node& clause, Assembler& assembler) {
  FieldRules rules;
  rules.what = "doCatch";
  const Options options = Options::read(clause, kCatch, rules, assembler.diagnostics());
  ExpressionPtr on_when = options.has("onWhen") ? assembler.expression(*options.node("onWhen"), true) : nullptr;
  auto classes = options.texts("exception");
  if (classes.empty()) assembler.error(clause.mark, "doCatch names no exception", "for example exception: [ java.lang.Exception ]", "java.lang.IllegalArgumentException");
  check_exception_classes(classes, options.mark("exception"), assembler);
  const auto test = assembler.emit(std::make_unique<Catch>(std::move(classes), std::move(on_when)));
  assembler.steps(options.node("steps"));
  assembler.emit(std::make_unique<EndCatch>());
  const auto end = assembler.emit_goto();
  assembler.set_branch(test, assembler.here());
  return end;
}

/// An exchange that is rolled back sees only the first of several steps, as in each pipeline of Camel.
class UnlessRolledBack final : public Step {
 public:
  Flow run(Exchange& exchange) const override { return exchange.rollback_only || exchange.rollback_only_last ? Flow::Branch : Flow::Next; }
};

void finally_steps(const Node* steps, Assembler& assembler) {
  if (steps == nullptr || steps->items.size() < 2) return assembler.steps(steps);
  auto first = std::make_shared<Node>(*steps), rest = std::make_shared<Node>(*steps);
  first->items.resize(1);
  rest->items.erase(rest->items.begin());
  assembler.program().kept.insert(assembler.program().kept.end(), {first, rest});
  assembler.steps(first.get());
  const auto test = assembler.emit(std::make_unique<UnlessRolledBack>());
  assembler.steps(rest.get());
  assembler.set_branch(test, assembler.here());
}

void compile_finally(const Node* steps, Assembler& assembler) {
  assembler.emit(std::make_unique<BeginFinally>());
  Range covered{assembler.here(), 0};
  {
    const Assembler::OpenFrame inner(assembler);
    finally_steps(steps, assembler);
    covered.to = assembler.here();
    assembler.handler(covered, covered.to + 2, covered.to);
  }
  assembler.emit(std::make_unique<EndFinally>());
  const auto over = assembler.emit_goto();
  assembler.emit(std::make_unique<FinallyFailed>());
  assembler.set_branch(over, assembler.here());
}

// Layout: begin; steps, goto finally; clauses, rethrow; finally. A failure in the steps lands on the clauses, one in the clauses on the finally.
void compile(const StepDecl& decl, Assembler& assembler) {
  const Assembler::Unguarded unguarded(assembler);
  const Node* clauses = decl.options.node("doCatch");
  const Node* finally = decl.options.node("doFinally");
  if (finally != nullptr) Options::read(*finally, kFinally, {.what = "doFinally"}, assembler.diagnostics());
  assembler.emit(std::make_unique<BeginTry>());
  const Assembler::OpenFrame outer(assembler);
  const auto begin = assembler.here();
  assembler.steps(decl);
  const Range tried{begin, assembler.here()};
  std::vector<std::uint32_t> ends{assembler.emit_goto()};
  const auto catches = assembler.here();
  if (clauses != nullptr) {
    for (const Node& clause : clauses->items) ends.push_back(compile_catch(clause, assembler));
  }
  assembler.emit(std::make_unique<Rethrow>());
  if (finally == nullptr) {
    const auto clause_failed = assembler.emit(std::make_unique<CatchFailed>());
    assembler.handler({catches, clause_failed}, clause_failed, clause_failed + 1);
  }
  const auto after_clauses = assembler.here();
  assembler.handler(tried, catches, after_clauses);
  if (finally != nullptr) assembler.handler({catches, after_clauses}, after_clauses, after_clauses);
  for (const auto end : ends) assembler.set_branch(end, after_clauses);
  if (finally != nullptr) {
    compile_finally(finally->find("steps"), assembler);
  }
  assembler.emit(std::make_unique<EndTry>());
}

}  // namespace

StepSpec do_try() {
  return {.name = "doTry",
          .summary = "Catches the failures of its steps",
          .fields = kFields,
          .example = R"(- doTry:
    steps: [ { to: "log:risky" } ]
    doCatch: [ { exception: [ java.lang.Exception ], steps: [ { log: "failed: ${exception.message}" } ] } ]
    doFinally: { steps: [ { log: done } ] })",
          .compile = compile};
}

}  // namespace kamel::steps
