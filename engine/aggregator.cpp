#include "engine/aggregator.h"

#include <algorithm>

#include "engine/clock.h"
#include "engine/context.h"
#include "engine/convert.h"
#include "engine/intake.h"
#include "engine/names.h"
#include "engine/repositories/encoding.h"
#include "engine/repositories/pending_key.h"
#include "engine/worker.h"

namespace kamel {
namespace {

constexpr std::string_view kSize = "CamelAggregatedSize";
constexpr std::string_view kCompletedBy = "CamelAggregatedCompletedBy";
constexpr std::string_view kTimeout = "CamelAggregatedTimeout";
constexpr std::string_view kKey = "CamelAggregatedCorrelationKey";
constexpr std::string_view kCompleteAll = "CamelAggregationCompleteAllGroups";
constexpr std::string_view kCompleteCurrent = "CamelAggregationCompleteCurrentGroup";
constexpr std::string_view kCompleteAllInclusive = "CamelAggregationCompleteAllGroupsInclusive";

/// A copy of the exchange that may outlive it, on another worker if need be; of its body alone where nobody looks at more.
Outcome copy_of(Exchange& exchange, bool body_only) {
  const bool one_worker = exchange.context().workers().size() < 2;
  Outcome copy;
  copy.message.body = one_worker ? exchange.message.body : exchange.message.body.detached();
  if (body_only) return copy;
  copy.message.headers = exchange.message.headers;
  copy.properties = exchange.properties;
  copy.variables = exchange.variables;
  copy.exception = exchange.exception;
  copy.to_endpoint = exchange.to_endpoint;
  copy.exchange_id = exchange.id();
  copy.properties.set(Slice::literal(names::kCorrelationId), exchange.id());
  copy.properties.erase(kCompleteCurrent);
  if (one_worker) return copy;
  for (auto& entry : copy.message.headers) entry.value = entry.value.detached();
  for (auto& entry : copy.properties) entry.value = entry.value.detached();
  for (auto& entry : copy.variables) entry.value = entry.value.detached();
  return copy;
}

void fill(Exchange& exchange, Outcome outcome) {
  exchange.message = std::move(outcome.message);
  exchange.properties = std::move(outcome.properties);
  exchange.variables = std::move(outcome.variables);
  exchange.to_endpoint = std::move(outcome.to_endpoint);
}

void set_size(ExchangeProperties& properties, std::int64_t size) { properties.set(Slice::literal(kSize), static_cast<std::int32_t>(size)); }

/// An expression's value as an Integer or a Long; 0 where it gives nothing.
Result<std::int64_t> number_of(const Expression& expression, Exchange& exchange, std::string_view java_class) {
  const Result<Value> value = expression.evaluate(exchange);
  if (!value) return value.error();
  if (value->is_null()) return std::int64_t{0};
  const Result<Value> number = convert(*value, java_class, nullptr);
  if (!number) return number.error();
  return number->is_null() ? std::int64_t{0} : number->as_whole();
}

/// Whether a header says so, or, for the one that is no message of its own, a property.
bool asks_for(std::string_view flag, const Exchange& exchange) {
  const Value* asked = exchange.message.headers.find(flag);
  if (asked == nullptr && flag == kCompleteAll) asked = exchange.properties.find(flag);
  return asked != nullptr && to_bool(*asked).value_or(false);
}

}  // namespace

Flow Aggregator::add(Exchange& exchange, const AggregateOptions& options) {
  if (asks_for(kCompleteAll, exchange)) {
    const std::lock_guard lock(mutex_);
    Batch batch;
    if (!exchange.message.headers.erase(kCompleteAll)) exchange.properties.erase(kCompleteAll);
    force_all(exchange, options, batch);
    return commit(exchange.worker(), std::move(batch), &exchange);
  }
  const Result<Value> value = options.key->evaluate(exchange);
  if (!value) return exchange.fail(value.error());
  const Slice key = to_text(*value);
  if (value->is_null() || key.empty()) {
    if (options.ignore_invalid_keys) return Flow::Branch;
    return exchange.fail("org.apache.camel.CamelExchangeException", "Invalid correlation key. Exchange[]");
  }
  const std::lock_guard lock(mutex_);
  if (broken_) return exchange.fail(broken_);
  if (!closed_.empty() && closed_.contains(key.str())) {
    return exchange.fail("org.apache.camel.processor.aggregate.ClosedCorrelationKeyException", "The correlation key [" + key.str() + "] has been closed. Exchange[]");
  }
  if (const Result<> begun = options.strategy->begins_group(); !begun) return exchange.fail(begun.error());
  return join(exchange, options, key);
}

// A message has asked that all groups be completed; it does so once.
void Aggregator::force_all(Exchange& exchange, const AggregateOptions& options, Batch& batch) {
  const RouteLease here = exchange.lease_route();
  complete_all(exchange.worker(), here, options, "force", batch);
  release(here.program);
}

Flow Aggregator::join(Exchange& exchange, const AggregateOptions& options, const Slice& key) {
  if (!options.eager) return take_in(exchange, options, key, {});
  const auto found = groups_.find(key.view());
  const std::int64_t size = (found != groups_.end() ? found->second.size : 0) + 1;
  if (options.completion_predicate || options.size_expression) set_size(exchange.properties, size);
  const Result<std::string_view> by = completed_by(exchange, exchange, options, size);
  exchange.properties.erase(kSize);
  return by ? take_in(exchange, options, key, *by) : exchange.fail(by.error());
}

// `by` says why the group is complete with this message, where that is known beforehand.
Flow Aggregator::take_in(Exchange& exchange, const AggregateOptions& options, const Slice& key, std::string_view by) {
  Batch batch;
  const RouteLease here{exchange.lease_route()};
  const std::unique_ptr<LoadedProgram, void (*)(LoadedProgram*)> held(here.program, [](LoadedProgram* program) { release(program); });
  auto found = groups_.find(key.view());
  if (options.on_new_group && found == groups_.end()) {
    complete_all(exchange.worker(), here, options, "force", batch);
    found = groups_.end();
  }
  if (found == groups_.end()) found = groups_.try_emplace(key.str()).first;
  Group& group = found->second;
  if (group.worker == nullptr) {
    group.worker = &exchange.worker();
    group.home = exchange.lease_route();
    group.number = ++numbers_;
  }
  const bool forces_all = asks_for(kCompleteAllInclusive, exchange) && exchange.message.headers.erase(kCompleteAllInclusive);
  Outcome copy = copy_of(exchange, group.result && options.strategy->takes_bodies_alone());
  std::string bytes = repository_.medium ? encode(key, copy) : std::string();
  options.strategy->aggregate(group.result, std::move(copy), exchange);
  ++group.size;
  if (by.empty() && !options.eager) {
    const Result<std::string_view> judged = completed_by_result(exchange, options, group);
    if (!judged) {
      if (group.size == 1) forget(found);
      return exchange.fail(judged.error());
    }
    by = *judged;
  }
  if (repository_.medium) batch.confirms = key_confirmed_next(exchange, exchange.instruction().branch, *repository_.medium);
  if (!by.empty()) {
    auto node = groups_.extract(found);
    complete(exchange.worker(), here, options, node.key(), std::move(node.mapped()), by, batch);
  } else {
    const Result<> timed = set_timeout(exchange, options, group);
    if (!timed) return exchange.fail(timed.error());
    if (repository_.medium) store(batch, found->first, group, std::move(bytes));
    watch(found->first, group, options);
    if (options.interval.count() > 0) start_interval(exchange.worker(), here, options);
  }
  if (forces_all) force_all(exchange, options, batch);
  return commit(exchange.worker(), std::move(batch), &exchange);
}

// Why the group is complete with `size` messages; "" when it is not. `judged` is what predicates and expressions look at.
Result<std::string_view> Aggregator::completed_by(Exchange& judged, Exchange& exchange, const AggregateOptions& options, std::int64_t size) {
  if (options.completion_predicate) {
    const Result<bool> holds = options.completion_predicate->matches(judged);
    if (!holds) return holds.error();
    if (*holds) return std::string_view("predicate");
  }
  std::int64_t wanted = 0;
  if (options.size_expression) {
    const Result<std::int64_t> given = number_of(*options.size_expression, judged, "java.lang.Integer");
    if (!given) return given.error();
    wanted = *given;
  }
  if (wanted <= 0) wanted = options.size;
  if (wanted > 0 && size >= wanted) return std::string_view("size");
  if (options.from_batch && ends_batch(exchange)) return std::string_view("consumer");
  return std::string_view();
}

/// Lends a group's result to an exchange, for expressions that look at it.
class Lent {
 public:
  Lent(Exchange& exchange, Outcome& result, std::int64_t size) : result_(result), look_(exchange.spawn_detached(exchange.pc())) {
    set_size(result_.properties, size);
    fill(look_, std::move(result_));
  }
  ~Lent() {
    const Slice id = result_.exchange_id;
    result_ = Outcome::take(look_);
    result_.exchange_id = id;
    look_.discard();
  }
  Lent(const Lent&) = delete;
  Lent& operator=(const Lent&) = delete;
  Exchange& exchange() noexcept { return look_; }

 private:
  Outcome& result_;
  Exchange& look_;
};

Result<std::string_view> Aggregator::completed_by_result(Exchange& exchange, const AggregateOptions& options, Group& group) {
  if (!options.completion_predicate && !options.size_expression) return completed_by(exchange, exchange, options, group.size);
  Lent lent(exchange, *group.result, group.size);
  return completed_by(lent.exchange(), exchange, options, group.size);
}

// What the expression gives, or else the fixed one; noted on the group's exchange, as in Camel.
Result<> Aggregator::set_timeout(Exchange& exchange, const AggregateOptions& options, Group& group) {
  group.timeout = options.timeout;
  if (options.timeout_expression) {
    Lent lent(exchange, *group.result, group.size);
    const Result<std::int64_t> wanted = number_of(*options.timeout_expression, lent.exchange(), "java.lang.Long");
    if (!wanted) return wanted.error();
    if (*wanted > 0) group.timeout = std::chrono::milliseconds(*wanted);
  }
  if (group.timeout.count() > 0) group.result->properties.set(Slice::literal(kTimeout), static_cast<std::int64_t>(group.timeout.count()));
  return {};
}

// A consumer that reads in batches says how large the batch is.
bool Aggregator::ends_batch(Exchange& exchange) {
  const Value size = exchange.properties.get("CamelBatchSize");
  if (!size.is_whole() || ++batch_ < size.as_whole()) return false;
  batch_ = 0;
  return true;
}

void Aggregator::give_up_home(Group& group) {
  if (group.worker == nullptr) return;
  LoadedProgram* program = std::exchange(group.home.program, nullptr);
  if (Worker::current() == group.worker) return release(program);
  group.worker->post([program] { release(program); });
}

// A group that its first message cannot begin.
void Aggregator::forget(Groups::iterator group) {
  give_up_home(group->second);
  groups_.erase(group);
}

void Aggregator::close(const std::string& key, const AggregateOptions& options) {
  if (options.closed_keys < 0 || !closed_.insert(key).second || options.closed_keys == 0) return;
  closed_order_.push_back(key);
  if (std::cmp_less_equal(closed_order_.size(), options.closed_keys)) return;
  closed_.erase(closed_order_.front());
  closed_order_.pop_front();
}

void Aggregator::complete(Worker& worker, const RouteLease& lease, const AggregateOptions& options, const std::string& key, Group group, std::string_view by, Batch& batch) {
  give_up_home(group);
  close(key, options);
  if (groups_.empty()) release_stop();
  if (repository_.medium) forget_members(batch, group);
  if (by == "timeout" && options.discard_on_timeout) return;
  options.strategy->complete(*group.result);
  Exchange& exchange = worker.prepare_detached(lease, options.body.from);
  fill(exchange, std::move(*group.result));
  set_size(exchange.properties, group.size);
  exchange.properties.set(Slice::literal(kCompletedBy), Slice::literal(by));
  exchange.properties.set(Slice::literal(kKey), Slice(key));
  if (exchange.program().keeps_original) exchange.keep_original();  // its unit of work begins here
  if (repository_.medium) store_completed(batch, key, group, exchange);
  batch.ready.push_back(&exchange);
}

// In the order of their keys, so that it does not depend on chance.
void Aggregator::complete_all(Worker& worker, const RouteLease& lease, const AggregateOptions& options, std::string_view by, Batch& batch) {
  auto all = std::exchange(groups_, {});
  std::vector<Groups::value_type*> sorted;
  for (auto& entry : all) sorted.push_back(&entry);
  std::ranges::sort(sorted, {}, [](const Groups::value_type* entry) -> const std::string& { return entry->first; });
  for (auto* entry : sorted) {
    if (entry->second.result) complete(worker, lease, options, entry->first, std::move(entry->second), by, batch);
  }
}

// Arms the group's timer on its first message; later ones only move the moment that it will look for.
void Aggregator::watch(const std::string& key, Group& group, const AggregateOptions& options) {
  if (group.timeout.count() <= 0) return;
  group.touched = Clock::now();
  if (group.size > 1) return;
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
  Batch batch;
  complete(worker, here, options, key, std::move(done), "timeout", batch);
  commit(worker, std::move(batch), nullptr);
  release(here.program);
}

// Repeats for as long as there are groups; the next message starts it again. It holds the program meanwhile.
void Aggregator::start_interval(Worker& worker, const RouteLease& lease, const AggregateOptions& options) {
  if (interval_runs_) return;
  interval_runs_ = true;
  ++lease.program->leases;
  worker.after(options.interval, [self = shared_from_this(), &worker, lease, &options] {
    {
      const std::lock_guard lock(self->mutex_);
      self->interval_runs_ = false;
      Batch batch;
      self->complete_all(worker, lease, options, "interval", batch);
      self->commit(worker, std::move(batch), nullptr);
    }
    release(lease.program);
  });
}

}  // namespace kamel
