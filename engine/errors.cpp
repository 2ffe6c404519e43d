// What a failure leads to: doTry, redelivery, onException, the dead letter, the caller. The rules are those of Camel 4.14's
// RedeliveryErrorHandler; see https://camel.apache.org/manual/error-handler.html
#include <algorithm>
#include <cmath>
#include <random>

#include "engine/context.h"
#include "engine/executor.h"
#include "engine/intake.h"
#include "engine/names.h"
#include "engine/worker.h"

namespace kamel {

std::chrono::milliseconds RedeliveryPolicy::next_delay(std::uint32_t counter, std::chrono::milliseconds previous) const {
  if (!pattern.empty()) {
    std::chrono::milliseconds found{0};
    for (const auto& [from, pause] : pattern) {
      if (counter >= from) found = pause;
    }
    return found;
  }
  std::chrono::milliseconds next = delay;
  if (exponential && previous.count() > 0) {
    next = std::chrono::milliseconds(std::llround(static_cast<double>(previous.count()) * multiplier));
  }
  if (collision_avoidance) {
    thread_local std::minstd_rand random{std::random_device{}()};
    std::uniform_real_distribution<double> spread(-collision_factor, collision_factor);
    next += std::chrono::milliseconds(std::llround(static_cast<double>(next.count()) * spread(random)));
  }
  if (maximum_delay.count() > 0 && next > maximum_delay) next = maximum_delay;
  return next;
}

namespace {

constexpr std::int64_t kBare = -1;  // a handler frame's limit: the clause has no steps

// Camel's routing slip takes what a called route could not deal with for its own failure.
bool claims_failures(const Instruction& instruction) noexcept { return instruction.name == "routingSlip" || instruction.name == "dynamicRouter"; }

// How many steps up the family tree from an exception's class to `wanted`; -1: not related.
int distance(std::string_view type, std::string_view wanted) {
  for (int steps = 0; !type.empty(); ++steps, type = java_superclass(type)) {
    if (type == wanted) return steps;
  }
  return -1;
}

// Of no predicate, `otherwise`.
Result<bool> holds(const ExpressionPtr& predicate, Exchange& exchange, bool otherwise = false) {
  if (!predicate) return otherwise;
  return predicate->matches(exchange);
}

struct Match {
  const ExceptionClause* clause = nullptr;
  std::int64_t index = -1;
  int distance = 1 << 20;
};

// The best clause for one exception of the chain; the route's own win over global ones, then the nearest class, then the first declared.
Result<> match_one(const ErrorHandling& errors, const Error& error, Exchange& exchange, Match& best) {
  for (std::size_t i = 0; i < errors.clauses.size(); ++i) {
    const ExceptionClause& clause = errors.clauses[i];
    for (const std::string& wanted : clause.classes) {
      const int steps = distance(error.type(), wanted);
      if (steps < 0) continue;
      const bool better = best.clause == nullptr || (clause.of_route && !best.clause->of_route) ||
                          (clause.of_route == best.clause->of_route && steps < best.distance);
      if (!better) continue;
      const Result<bool> applies = holds(clause.on_when, exchange, true);
      if (!applies) return applies.error();
      if (*applies) best = {&clause, static_cast<std::int64_t>(i), steps};
    }
  }
  return {};
}

// From the deepest cause up, until one matches exactly. Fails where an onWhen does.
Result<Match> find_clause(const ErrorHandling& errors, const Error& error, Exchange& exchange) {
  Match best;
  if (errors.clauses.empty()) return best;
  std::vector<const Error*> chain;
  for (const Error* at = &error; *at; at = &at->cause()) chain.push_back(at);
  for (auto at = chain.rbegin(); at != chain.rend(); ++at) {
    if (const Result<> looked = match_one(errors, **at, exchange, best); !looked) return looked.error();
    if (best.distance == 0) break;
  }
  return best;
}

void remove_redelivery_headers(Headers& headers) {
  headers.erase(names::kRedelivered);
  headers.erase(names::kRedeliveryCounter);
  headers.erase(names::kRedeliveryMaxCounter);
}

void decrement_redelivery_counter(Headers& headers) {
  const Value counter = headers.get(names::kRedeliveryCounter);
  const std::int32_t before = counter.is_whole() ? static_cast<std::int32_t>(counter.as_whole()) - 1 : 0;
  headers.set(Slice::literal(names::kRedeliveryCounter), before);
  headers.set(Slice::literal(names::kRedelivered), before > 0);
}

void restore_original(Exchange& exchange, bool message, bool body) {
  const Message* original = exchange.original();
  if (message) {
    exchange.message = *original;
  } else if (body) {
    exchange.message.body = original->body;
  }
}

}  // namespace

void Executor::note_failure_place(Exchange& exchange) {
  if (!exchange.to_endpoint.empty()) exchange.properties.set(Slice::literal(names::kFailureEndpoint), exchange.to_endpoint);
  exchange.properties.set(Slice::literal(names::kFailureRouteId), exchange.route_id());
}

// Walks outwards from the failing instruction until somebody takes the failure.
bool Executor::failed(Exchange& exchange) {
  std::unique_ptr<Message> begun;  // what the failed call began with
  for (;;) {
    if (land(exchange, Landing::BeforeErrorHandler)) return true;
    bool waiting = false;
    if (in_handler(exchange)) {
      fail_handler(exchange);
    } else if (guarded(exchange) && !goes_in_circles(exchange) && handle(exchange, begun.get(), waiting)) {
      return true;
    }
    if (waiting) return false;
    if (!exchange.failed()) return end_early(exchange);
    if (land(exchange, Landing::AfterErrorHandler)) return true;
    const std::size_t depth = base(exchange);
    leave(exchange, depth);
    if (depth == 0) {
      settle(exchange);
      return false;
    }
    begun = std::move(exchange.frames_.back().saved);
    drop_frame(exchange);  // the caller's call has failed
    if (exchange.redelivery_exhausted && claims_failures(exchange.instruction())) {
      exchange.properties.set(Slice::literal(names::kFailureRouteId), exchange.route_id());
    }
  }
}

// Whether the route's error handler looks at a failure of the instruction at pc.
bool Executor::guarded(const Exchange& exchange) noexcept {
  const Program& program = exchange.program();
  return program.code[exchange.pc_].guarded && !exchange.redelivery_exhausted && program.errors.kind != ErrorHandling::Kind::None;
}

// Stopped, rolled back, or handled: the callers end as well, but for what must be run in any case: sagas, and unless it was stopped the doFinally blocks
// around the place. true: there is something to be run.
bool Executor::end_early(Exchange& exchange) {
  const bool tries_end = !exchange.route_stop && (exchange.handled_stop || exchange.rollback_only || exchange.rollback_only_last);
  const Landing which = tries_end ? Landing::Both : Landing::AfterErrorHandler;
  for (;;) {
    if (land(exchange, which)) return true;
    if (put_failure_back(exchange)) return failed(exchange);
    const std::size_t depth = base(exchange);
    if (depth == 0) break;
    leave(exchange, depth);
    drop_frame(exchange);
  }
  leave(exchange, 0);
  settle(exchange);
  return false;
}

// Where an onException clause that handles nothing is stopped or rolled back: the failure is there again.
bool Executor::put_failure_back(Exchange& exchange) {
  if (exchange.handled_stop || !in_handler(exchange)) return false;
  auto frame = exchange.frames_.rbegin();
  while (frame->kind != Frame::Kind::Handler) ++frame;
  return !frame->handled && !frame->continued && end_handler(exchange) == Flow::Fail;
}

// The innermost handler around the instruction at pc. One whose landing is covered by the route's error handler (a saga's) lies around it and comes after it; one
// whose landing is not (a doTry's) comes before it.
bool Executor::land(Exchange& exchange, Landing which) {
  const std::size_t depth = base(exchange);
  const Program& program = exchange.program();
  for (const Handler& handler : program.handlers) {
    if (exchange.pc_ < handler.from || exchange.pc_ >= handler.to || handler.body != exchange.instruction().body) continue;
    const bool after = program.code[handler.land].guarded;
    if (which != Landing::Both && after != (which == Landing::AfterErrorHandler)) continue;
    if (exchange.frames_.size() < depth + handler.depth) continue;
    leave(exchange, depth + handler.depth);
    exchange.pc_ = exchange.failed() ? handler.land : handler.end;
    exchange.redeliveries_ = 0;
    return true;
  }
  return false;
}

namespace {

// As in Camel, a property tells which routes' handlers an exchange, or the one that it was copied from, is in.
constexpr std::string_view kHandling = "CamelFatalFallbackErrorHandler";

bool is_being_handled(const Exchange& exchange, std::string_view route_id) {
  const Value* routes = exchange.properties.find(kHandling);
  return routes != nullptr && routes->is_list() && std::ranges::any_of(routes->list(), [&](const Value& one) { return one.is_text() && one.slice().view() == route_id; });
}

void note_handling(Exchange& exchange) {
  Value* routes = exchange.properties.find(kHandling);
  List now;  // a copy: others may share what is there
  if (routes != nullptr && routes->is_list()) std::ranges::copy(routes->list(), std::back_inserter(now.items()));
  now.push_back(Slice(exchange.route_id()));
  exchange.properties.set(Slice::literal(kHandling), std::move(now));
}

}  // namespace

void Executor::forget_handling(Exchange& exchange) {
  Value* routes = exchange.properties.find(kHandling);
  if (routes == nullptr || !routes->is_list()) return;
  List now;
  for (std::size_t i = 0; i + 1 < routes->list().size(); ++i) now.push_back(routes->list()[i]);
  if (now.empty()) {
    exchange.properties.erase(kHandling);
  } else {
    exchange.properties.set(Slice::literal(kHandling), std::move(now));
  }
}

void Executor::push_handler(Exchange& exchange, Frame frame) {
  note_handling(exchange);
  exchange.frames_.push_back(std::move(frame));
}

// The innermost handler's frame; the exchange is where the failure was.
Frame Executor::pop_handler(Exchange& exchange) {
  while (exchange.frames_.back().kind != Frame::Kind::Handler) exchange.frames_.pop_back();
  Frame frame = std::move(exchange.frames_.back());
  exchange.frames_.pop_back();
  exchange.pc_ = frame.pc;
  if (frame.limit != kBare) forget_handling(exchange);
  return frame;
}

// A failure inside a handler that (through other routes) belongs to a handler of this same route: handling it again might never end.
bool Executor::goes_in_circles(Exchange& exchange) {
  const bool repeats = is_being_handled(exchange, exchange.route_id()) || std::ranges::any_of(exchange.frames_, [&](const Frame& frame) {
                         return frame.kind == Frame::Kind::Handler && frame.route == exchange.route_;
                       });
  if (!repeats) return false;
  exchange.properties.set(Slice::literal(names::kCircuitDetected), true);
  exchange.properties.set(Slice::literal(names::kExceptionCaught), Value::exception(exchange.exception));
  note_failure_place(exchange);
  exchange.redelivery_exhausted = true;
  return true;
}

// Whether the running code is an onException clause or a dead letter delivery of this program.
bool Executor::in_handler(const Exchange& exchange) noexcept {
  for (std::size_t depth = exchange.frames_.size(); depth > base(exchange); --depth) {
    if (exchange.frames_[depth - 1].kind == Frame::Kind::Handler) return true;
  }
  return false;
}

// A failure inside a handler is nobody's but the caller's: the new exception replaces the old one. A dead letter channel swallows it.
void Executor::fail_handler(Exchange& exchange) {
  const Frame frame = pop_handler(exchange);
  const bool dead_letter = frame.count < 0;
  exchange.properties.set(Slice::literal(names::kExceptionCaught), Value::exception(exchange.exception));
  if (dead_letter && exchange.program().errors.dead_letter_handles_new) {
    report_failure(exchange, "the dead letter endpoint failed, the failure is swallowed (deadLetterHandleNewException)");
    exchange.exception = Error();
    exchange.failure_handled = true;
    exchange.handled_stop = true;
    return;
  }
  const Value route = exchange.redelivery_exhausted ? exchange.properties.get(names::kFailureRouteId) : Value();
  note_failure_place(exchange);
  if (!route.is_null()) exchange.properties.set(Slice::literal(names::kFailureRouteId), route);  // of a route that it has called
  exchange.redelivery_exhausted = true;
}

// Redelivers, or gives up and hands the exchange to the clause's steps. true: goes on at its pc.
bool Executor::handle(Exchange& exchange, const Message* begun, bool& waiting) {
  const ErrorHandling& errors = exchange.program().errors;
  exchange.properties.set(Slice::literal(names::kExceptionCaught), Value::exception(exchange.exception));
  const Result<Match> match = find_clause(errors, exchange.exception, exchange);
  if (!match) return fail_handling(exchange, match.error());
  exchange.properties.set(Slice::literal(names::kFailureRouteId), exchange.route_id());
  const Result<bool> again = errors.redelivers ? redeliver(exchange, match->clause, begun, waiting) : Result<bool>(false);
  if (!again) return fail_handling(exchange, again.error());
  return !*again && exhausted(exchange, match->clause, match->index);
}

// A predicate of the error handling itself has failed: that takes the failure's place, and the callers deal with it.
bool Executor::fail_handling(Exchange& exchange, Error why) {
  exchange.redeliveries_ = 0;
  exchange.exception = std::move(why);
  return false;
}

// Whether the failed instruction will be tried again.
Result<bool> Executor::redeliver(Exchange& exchange, const ExceptionClause* clause, const Message* begun, bool& waiting) {
  const RedeliveryPolicy& policy = clause != nullptr && clause->has_policy ? clause->policy : exchange.program().errors.policy;
  ++exchange.redeliveries_;
  note_redelivery(exchange, policy.maximum);
  if (exchange.rollback_only) return false;
  const bool within_maximum = policy.maximum < 0 || exchange.redeliveries_ <= policy.maximum;
  const Result<bool> wanted = clause != nullptr ? holds(clause->retry_while, exchange, within_maximum) : Result<bool>(within_maximum);
  if (!wanted || !*wanted) return wanted;
  if (begun != nullptr) {
    exchange.message = *begun;
    note_redelivery(exchange, policy.maximum);
  }
  exchange.redelivery_delay_ = policy.next_delay(exchange.redeliveries_, exchange.redelivery_delay_);
  exchange.exception = Error();
  waiting = true;
  if (exchange.route_ != nullptr) {
    auto& counter = exchange.route_->counters().redeliveries;
    counter.store(counter.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  }
  exchange.worker_->after(exchange.redelivery_delay_, [&exchange] { try_again(exchange); });
  return true;
}

void Executor::note_redelivery(Exchange& exchange, std::int64_t maximum) {
  Headers& headers = exchange.message.headers;
  headers.set(Slice::literal(names::kRedeliveryCounter), static_cast<std::int32_t>(exchange.redeliveries_));
  headers.set(Slice::literal(names::kRedelivered), true);
  if (maximum > 0) headers.set(Slice::literal(names::kRedeliveryMaxCounter), static_cast<std::int32_t>(maximum));
}

void Executor::try_again(Exchange& exchange) noexcept {
  const Instruction& instruction = exchange.instruction();
  Flow flow = Flow::Fail;
  try {
    flow = instruction.step->run(exchange);
  } catch (const std::exception& bug) {
    flow = exchange.fail("java.lang.RuntimeException", bug.what());
  }
  if (flow == Flow::Suspend) return;
  if (flow == Flow::Branch) exchange.redeliveries_ = 0;
  if (flow == Flow::Jump) return start(exchange);
  go_on(exchange, flow);
}

// Nothing more will be tried: to the clause's steps or the dead letter endpoint, if there are any.
bool Executor::exhausted(Exchange& exchange, const ExceptionClause* clause, std::int64_t index) {
  const ErrorHandling& errors = exchange.program().errors;
  const bool has_steps = clause != nullptr && clause->has_steps;
  const bool dead_letter = errors.kind == ErrorHandling::Kind::DeadLetter && !has_steps;
  // A dead letter channel deals with what is sent there; steps of a clause deal with nothing unless they are told to.
  const Result<bool> is_handled = clause != nullptr ? holds(clause->handled, exchange, dead_letter) : Result<bool>(dead_letter);
  const Result<bool> is_continued = clause != nullptr ? holds(clause->continued, exchange) : Result<bool>(false);
  if (!is_handled || !is_continued) return fail_handling(exchange, is_handled ? is_continued.error() : is_handled.error());
  const bool handled = *is_handled, continued = *is_continued;
  if (dead_letter || handled || continued) {
    remove_redelivery_headers(exchange.message.headers);
    exchange.redelivery_exhausted = false;
    exchange.rollback_only = false;
  } else if (errors.redelivers) {
    decrement_redelivery_counter(exchange.message.headers);
  }
  Error caught = std::exchange(exchange.exception, Error());
  if ((!has_steps && !dead_letter) || (continued && dead_letter)) {
    exchange.frames_.push_back({.kind = Frame::Kind::Handler, .pc = exchange.pc_, .route = exchange.route_, .count = index, .limit = kBare, .error = std::move(caught),
                                .handled = handled, .continued = continued});
    return end_handler(exchange) == Flow::Jump;
  }
  const bool use_message = has_steps ? clause->use_original_message : errors.use_original_message;
  const bool use_body = has_steps ? clause->use_original_body : errors.use_original_body;
  if ((use_message || use_body) && exchange.original() == nullptr) {  // Camel keeps originals only where something asks for the whole message
    return original_missing(exchange);
  }
  restore_original(exchange, use_message, use_body);
  note_failure_place(exchange);
  push_handler(exchange, {.kind = Frame::Kind::Handler, .pc = exchange.pc_, .route = exchange.route_, .count = dead_letter ? -1 : index, .error = std::move(caught),
                          .handled = handled || dead_letter, .continued = continued});
  exchange.pc_ = has_steps ? clause->steps.from : errors.dead_letter.from;
  exchange.redeliveries_ = 0;
  return true;
}

// A failure of its own, which another clause may handle.
bool Executor::original_missing(Exchange& exchange) {
  exchange.fail("java.lang.IllegalStateException", "AllowUseOriginalMessage is disabled. Cannot access the original message.");
  const Result<Match> match = find_clause(exchange.program().errors, exchange.exception, exchange);
  if (!match) return fail_handling(exchange, match.error());
  const ExceptionClause* clause = match->clause;
  exchange.redelivery_exhausted = clause == nullptr || clause->use_original_body || clause->use_original_message;
  if (exchange.redelivery_exhausted) return false;
  bool waiting = false;
  return handle(exchange, nullptr, waiting);
}

// Jump: goes on behind the failed instruction. Stop: handled, everything ends. Fail: the old exception goes to the caller.
Flow Executor::end_handler(Exchange& exchange) {
  Frame frame = pop_handler(exchange);
  exchange.redeliveries_ = 0;
  exchange.failure_handled = true;
  if (frame.limit == kBare && (frame.continued || frame.handled)) note_failure_place(exchange);
  if (frame.continued) {
    exchange.properties.set(Slice::literal(names::kExceptionCaught), Value::exception(frame.error));
    exchange.failure_handled = false;
    ++exchange.pc_;
    return Flow::Jump;
  }
  if (frame.handled) {
    exchange.handled_stop = true;
    return Flow::Stop;
  }
  exchange.exception = std::move(frame.error);
  exchange.redelivery_exhausted = true;
  note_failure_place(exchange);
  report_failure(exchange, "failed delivery");
  return Flow::Fail;
}

void Executor::report_failure(Exchange& exchange, std::string_view outcome) {
  const Instruction& at = exchange.instruction();
  std::string text(outcome);
  text.append(" in route '").append(exchange.route_id()).append("'");
  if (!at.id.empty()) text.append(", step '").append(at.id).append("'");
  if (at.mark.line != 0) text.append(" (").append(at.mark.text()).append(")");
  text.append(": ").append(exchange.exception.text());
  exchange.context().report(LogLevel::Error, text);
}

}  // namespace kamel
