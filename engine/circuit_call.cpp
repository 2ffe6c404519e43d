#include "engine/circuit_call.h"

#include <algorithm>

#include "engine/adopt.h"
#include "engine/names.h"
#include "engine/worker.h"

namespace kamel {
namespace {

constexpr std::string_view kState = "CamelCircuitBreakerState";
constexpr std::string_view kSuccessful = "CamelCircuitBreakerSuccessfulExecution";
constexpr std::string_view kFromFallback = "CamelCircuitBreakerResponseFromFallback";
constexpr std::string_view kShortCircuited = "CamelCircuitBreakerResponseShortCircuited";
constexpr std::string_view kTimedOut = "CamelCircuitBreakerResponseTimedOut";
constexpr std::string_view kRejected = "CamelCircuitBreakerResponseRejected";
constexpr std::string_view kIgnored = "CamelCircuitBreakerResponseIgnored";
constexpr std::string_view kNotPermitted = "io.github.resilience4j.circuitbreaker.CallNotPermittedException";
constexpr std::string_view kTimeoutException = "java.util.concurrent.TimeoutException";

// The exception or any of its causes.
bool names_one(const std::vector<std::string>& classes, const Error& error) {
  for (const Error* at = &error; *at; at = &at->cause()) {
    if (std::ranges::any_of(classes, [&](const std::string& wanted) { return at->is_a(wanted); })) return true;
  }
  return false;
}

// Checked exceptions come out wrapped.
Error unchecked(const Error& error) {
  if (error.is_a("java.lang.RuntimeException")) return error;
  return {"org.apache.camel.RuntimeCamelException", error.text(), error};
}

}  // namespace

Flow CircuitCall::run() {
  began_ = CircuitBreaker::Clock::now();
  if (!options_.breaker->permits(options_.settings, began_)) {
    flow_ = recover(not_permitted(), Error());
  } else if (options_.bulkhead.inside > 0) {
    enter();
  } else {
    begin();
  }
  running_ = false;
  if (flow_ == Flow::Suspend) return Flow::Suspend;
  const Flow flow = flow_;
  delete this;
  return flow;
}

void CircuitCall::enter() {
  switch (options_.inside->enter(parent_.worker(), options_.bulkhead, [this](bool inside) { entered(inside); })) {
    case Bulkhead::Entry::Inside:
      holds_place_ = true;
      return begin();
    case Bulkhead::Entry::Full:
      flow_ = end_with(bulkhead_full(), Error());
      return;
    case Bulkhead::Entry::Waiting:
      return;
  }
}

void CircuitCall::entered(bool inside) {
  running_ = true;
  holds_place_ = inside;
  if (inside) {
    begin();
  } else {
    flow_ = end_with(bulkhead_full(), Error());
  }
  running_ = false;
  if (flow_ != Flow::Suspend) tell();
}

Error CircuitCall::not_permitted() const {
  const std::string state(name_of(options_.breaker->state()));
  return {kNotPermitted, "CircuitBreaker '" + options_.id + "' is " + state + " and does not permit further calls"};
}

Error CircuitCall::bulkhead_full() const {
  return {"io.github.resilience4j.bulkhead.BulkheadFullException",
          "Bulkhead '" + options_.id + "' is full and does not permit further calls"};
}

void CircuitCall::begin() {
  Exchange& child = parent_.spawn(options_.body.from, *this, 0);
  child.properties.set(Slice::literal(names::kCorrelationId), parent_.id());
  child.start();
  if (flow_ == Flow::Suspend && options_.timeout.count() > 0) timer_ = parent_.worker().after(options_.timeout, [this] { time_out(); });
}

void CircuitCall::settled(Exchange& child, Ticket) noexcept {
  if (abandoned_) {
    delete this;
    return;
  }
  if (timer_ != 0) parent_.worker().cancel(timer_);
  flow_ = child.failed() ? end_with(unchecked(child.exception), child.exception) : succeed(child);
  if (!running_) tell();
}

// The steps go on, but what comes of them is nobody's any more.
void CircuitCall::time_out() {
  abandoned_ = true;
  flow_ = end_with(Error(kTimeoutException, "TimeLimiter '" + options_.id + "' recorded a timeout exception."), Error());
  tell();
}

void CircuitCall::tell() {
  Exchange& parent = parent_;
  const Flow flow = flow_;
  if (!abandoned_) delete this;
  parent.resume(flow);
}

Flow CircuitCall::succeed(Exchange& child) {
  const Flow flow = adopt(parent_, child);
  note(true, false);
  leave();
  const auto now = CircuitBreaker::Clock::now();
  options_.breaker->record(options_.settings, now, now - began_, false);
  note_state();
  return flow;
}

void CircuitCall::leave() {
  if (std::exchange(holds_place_, false)) options_.inside->leave();
}

bool CircuitCall::is_ignored(const Error& error) const { return names_one(options_.ignored, error); }
bool CircuitCall::is_failure(const Error& error) const { return options_.recorded.empty() || names_one(options_.recorded, error); }

// `caught` is the exception as the steps left it; none where it is the breaker's own.
Flow CircuitCall::end_with(const Error& error, const Error& caught) {
  leave();
  const auto now = CircuitBreaker::Clock::now();
  if (is_ignored(error)) {
    options_.breaker->forget();
  } else {
    options_.breaker->record(options_.settings, now, now - began_, is_failure(error));
  }
  return recover(error, caught);
}

Flow CircuitCall::recover(const Error& error, const Error& caught) {
  note_state();
  if (is_ignored(error)) {
    note(false, false);
    set(kShortCircuited, false);
    set(kIgnored, true);
    return Flow::Branch;
  }
  if (!is_failure(error)) {
    note(true, false);
    set(kShortCircuited, false);
    return Flow::Branch;
  }
  return options_.has_fallback ? fall_back(caught) : fail(error, caught);
}

// One of the breaker's own exceptions that comes out of the steps (from another breaker inside) is kept even where this one would not throw
// it.
Flow CircuitCall::fail(const Error& error, const Error& caught) {
  note(false, false);
  const bool timed_out = error.type() == kTimeoutException;
  set(kShortCircuited, !timed_out);
  set(timed_out ? kTimedOut : kRejected, true);
  if (error.type() == kNotPermitted && !options_.throws_when_open && !caught) return Flow::Branch;
  return parent_.fail(error);
}

Flow CircuitCall::fall_back(const Error& caught) {
  note(false, true);
  set(kShortCircuited, true);
  if (parent_.properties.find(names::kFailureEndpoint) == nullptr && !parent_.to_endpoint.empty()) {
    parent_.properties.set(Slice::literal(names::kFailureEndpoint), parent_.to_endpoint);
  }
  set(names::kExceptionHandled, true);
  if (caught) {
    parent_.properties.set(Slice::literal(names::kExceptionCaught), Value::exception(caught));
  } else {
    parent_.properties.erase(names::kExceptionCaught);
  }
  parent_.route_stop = parent_.redelivery_exhausted = false;
  parent_.jump(options_.fallback);
  return Flow::Jump;
}

void CircuitCall::note(bool successful, bool from_fallback) {
  set(kSuccessful, successful);
  set(kFromFallback, from_fallback);
}

void CircuitCall::note_state() { parent_.properties.set(Slice::literal(kState), Slice::literal(name_of(options_.breaker->state()))); }
void CircuitCall::set(std::string_view property, bool value) { parent_.properties.set(Slice::literal(property), value); }

}  // namespace kamel
