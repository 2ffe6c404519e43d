#include "engine/aggregator.h"

#include <algorithm>

#include "engine/clock.h"
#include "engine/context.h"
#include "engine/convert.h"
#include "engine/intake.h"
#include "engine/names.h"
#include "engine/worker.h"

namespace kamel {
namespace {

constexpr std::string_view kSize = "CamelAggregatedSize";
constexpr std::string_view kCompletedBy = "CamelAggregatedCompletedBy";
constexpr std::string_view kTimeout = "CamelAggregatedTimeout";
constexpr std::string_view kKey = "CamelAggregatedCorrelationKey";

/// A copy of the exchange that may outlive it, on another worker if need be.
Outcome copy_of(Exchange& exchange) {
  Outcome copy{exchange.message, exchange.properties, exchange.variables, exchange.exception, exchange.id()};
  copy.properties.set(Slice::literal(names::kCorrelationId), exchange.id());
  if (exchange.context().workers().size() < 2) return copy;
  copy.message.body = copy.message.body.detached();
  for (auto& entry : copy.message.headers) entry.value = entry.value.detached();
  for (auto& entry : copy.properties) entry.value = entry.value.detached();
  for (auto& entry : copy.variables) entry.value = entry.value.detached();
  return copy;
}

void fill(Exchange& exchange, Outcome outcome) {
  exchange.message = std::move(outcome.message);
  exchange.properties = std::move(outcome.properties);
  exchange.variables = std::move(outcome.variables);
}

}  // namespace

Flow Aggregator::add(Exchange& exchange, const AggregateOptions& options) {
  const Result<Value> value = options.key->evaluate(exchange);
  if (!value) return exchange.fail(value.error());
  const std::string key = to_text(*value).str();
  if (value->is_null() || key.empty()) {
    if (options.ignore_invalid_keys) return Flow::Next;
    return exchange.fail("org.apache.camel.CamelExchangeException", "Invalid correlation key. Exchange[]");
  }
  const std::lock_guard lock(mutex_);
  if (std::ranges::find(closed_, key) != closed_.end()) {
    return exchange.fail("org.apache.camel.processor.aggregate.ClosedCorrelationKeyException", "The correlation key [" + key + "] has been closed. Exchange[]");
  }
  if (options.on_new_group && !groups_.contains(key)) {
    const RouteLease here = exchange.lease_route();
    complete_all(exchange.worker(), here, options, "force");
    release(here.program);
  }
  Group& group = groups_[key];
  join(exchange, options, group);
  const Result<std::string_view> by = completed_by(exchange, options, group);
  if (!by) return exchange.fail(by.error());
  if (by->empty()) {
    watch(key, group, options);
    if (options.interval.count() > 0) start_interval(exchange, options);
    return Flow::Next;
  }
  Group done = std::move(group);
  groups_.erase(key);
  const RouteLease here = exchange.lease_route();
  complete(exchange.worker(), here, options, key, std::move(done), *by);
  release(here.program);
  return Flow::Next;
}

void Aggregator::join(Exchange& exchange, const AggregateOptions& options, Group& group) {
  if (group.worker == nullptr) {
    group.worker = &exchange.worker();
    group.home = exchange.lease_route();
    group.number = ++numbers_;
  }
  options.strategy->aggregate(group.result, copy_of(exchange), exchange);
  group.touched = Clock::now();
  group.result->properties.set(Slice::literal(kSize), static_cast<std::int32_t>(++group.size));
}

// Why the group is complete; "" when it is not. With `eager` the message that came in is judged, else the joined one.
Result<std::string_view> Aggregator::completed_by(Exchange& exchange, const AggregateOptions& options, Group& group) {
  if (options.completion_predicate) {
    const Result<bool> holds = options.eager ? options.completion_predicate->matches(exchange)
                                             : holds_for_result(*options.completion_predicate, exchange, group);
    if (!holds) return holds.error();
    if (*holds) return std::string_view("predicate");
  }
  std::int64_t size = options.size;
  if (options.size_expression) {
    const Result<Value> wanted = options.eager ? options.size_expression->evaluate(exchange) : of_result(*options.size_expression, exchange, group);
    if (!wanted) return wanted.error();
    size = to_long(*wanted).value_or(0);
  }
  if (size > 0 && group.size >= size) return std::string_view("size");
  if (options.from_batch && ends_batch(exchange)) return std::string_view("consumer");
  group.timeout = options.timeout;
  if (options.timeout_expression) {
    const Result<Value> wanted = of_result(*options.timeout_expression, exchange, group);
    if (!wanted) return wanted.error();
    group.timeout = std::chrono::milliseconds(to_long(*wanted).value_or(0));
  }
  return std::string_view();
}

// A consumer that reads in batches says how large the batch is.
bool Aggregator::ends_batch(Exchange& exchange) {
  const Value size = exchange.properties.get("CamelBatchSize");
  if (!size.is_whole() || ++batch_ < size.as_whole()) return false;
  batch_ = 0;
  return true;
}

Result<Value> Aggregator::of_result(const Expression& expression, Exchange& exchange, Group& group) {
  Exchange& look = exchange.spawn_detached(exchange.pc());
  fill(look, std::move(*group.result));
  Result<Value> value = expression.evaluate(look);
  *group.result = Outcome::take(look);
  look.discard();
  return value;
}

Result<bool> Aggregator::holds_for_result(const Expression& predicate, Exchange& exchange, Group& group) {
  Exchange& look = exchange.spawn_detached(exchange.pc());
  fill(look, std::move(*group.result));
  const Result<bool> holds = predicate.matches(look);
  *group.result = Outcome::take(look);
  look.discard();
  return holds;
}

void Aggregator::give_up_home(Group& group) {
  if (group.worker == nullptr) return;
  LoadedProgram* program = std::exchange(group.home.program, nullptr);
  if (Worker::current() == group.worker) return release(program);
  group.worker->post([program] { release(program); });
}

void Aggregator::complete(Worker& worker, const RouteLease& lease, const AggregateOptions& options, const std::string& key, Group group, std::string_view by) {
  give_up_home(group);
  if (options.closed_keys >= 0) {
    closed_.push_back(key);
    if (options.closed_keys > 0 && std::cmp_greater(closed_.size(), options.closed_keys)) closed_.pop_front();
  }
  if (by == "timeout" && options.discard_on_timeout) return;
  if (by == "timeout") group.result->properties.set(Slice::literal(kTimeout), static_cast<std::int64_t>(group.timeout.count()));
  options.strategy->complete(*group.result);
  Exchange& exchange = worker.prepare_detached(lease, options.body.from);
  fill(exchange, std::move(*group.result));
  exchange.properties.set(Slice::literal(kCompletedBy), Slice(by));
  exchange.properties.set(Slice::literal(kKey), Slice(key));
  worker.post([&exchange] { exchange.start(); });
}

void Aggregator::complete_all(Worker& worker, const RouteLease& lease, const AggregateOptions& options, std::string_view by) {
  auto all = std::exchange(groups_, {});
  for (auto& [key, group] : all) {
    if (group.result) complete(worker, lease, options, key, std::move(group), by);
  }
}

// Arms the group's timer on its first message; later ones only move the moment that it will look for.
void Aggregator::watch(const std::string& key, Group& group, const AggregateOptions& options) {
  if (group.timeout.count() <= 0 || group.size > 1) return;
  Worker* home = group.worker;
  const auto arm = [self = shared_from_this(), home, key, number = group.number, pause = group.timeout, &options] {
    home->after(pause, [self, key, number, &options] { self->look(key, number, options); });
  };
  Worker::current() == home ? arm() : home->post(arm);
}

// The group's lease keeps the program, and so the options, alive for as long as the group is there.
void Aggregator::look(const std::string& key, std::uint64_t number, const AggregateOptions& options) {
  const std::lock_guard lock(mutex_);
  const auto found = groups_.find(key);
  if (found == groups_.end() || found->second.number != number) return;
  Group& group = found->second;
  const auto due = group.touched + group.timeout;
  if (Clock::now() < due) {
    const auto rest = std::chrono::ceil<std::chrono::milliseconds>(due - Clock::now());
    group.worker->after(rest, [self = shared_from_this(), key, number, &options] { self->look(key, number, options); });
    return;
  }
  Group done = std::move(group);
  groups_.erase(found);
  Worker& worker = *done.worker;
  const RouteLease here = done.home;
  ++here.program->leases;
  complete(worker, here, options, key, std::move(done), "timeout");
  release(here.program);
}

// Repeats for as long as there are groups; the next message starts it again. It holds the program meanwhile.
void Aggregator::start_interval(Exchange& exchange, const AggregateOptions& options) {
  if (interval_runs_) return;
  interval_runs_ = true;
  Worker& worker = exchange.worker();
  worker.after(options.interval, [self = shared_from_this(), &worker, lease = exchange.lease_route(), &options] {
    {
      const std::lock_guard lock(self->mutex_);
      self->interval_runs_ = false;
      self->complete_all(worker, lease, options, "interval");
    }
    release(lease.program);
  });
}

}  // namespace kamel
