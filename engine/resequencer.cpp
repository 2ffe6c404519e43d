#include "engine/resequencer.h"

#include <algorithm>

#include "engine/clock.h"
#include "engine/convert.h"
#include "engine/names.h"
#include "engine/worker.h"

namespace kamel {
namespace {

std::optional<std::int64_t> number_of(const Value& key) {
  const Result<Value> number = convert(key, "java.lang.Long", nullptr);
  return number && !number->is_null() ? std::optional(number->as_whole()) : std::nullopt;
}

template <class T>
int order(const T& left, const T& right) {
  return left < right ? -1 : right < left ? 1 : 0;
}

// Camel's ExpressionComparator: as numbers if both are, else as what they are; nullopt where Java could not cast one to the other.
std::optional<int> compare_keys(const Value& left, const Value& right) {
  const auto a = number_of(left);
  const auto b = number_of(right);
  if (a && b) return order(*a, *b);
  if (left.kind() != right.kind()) return std::nullopt;
  return order(to_text(left).view(), to_text(right).view());
}

}  // namespace

Exchange& Resequencer::copy_of(Exchange& exchange, const ResequenceOptions& options) {
  Exchange& copy = exchange.spawn_detached(options.held);
  copy.properties.set(Slice::literal(names::kCorrelationId), exchange.id());
  exchange.hand_over_completions(copy);
  return copy;
}

void Resequencer::deliver(Exchange& copy) {
  ready_.push_back(&copy);
  if (!busy_) start_next();
}

void Resequencer::start_next() {
  busy_ = !ready_.empty();
  if (!busy_) return;
  Exchange* next = ready_.front();
  ready_.pop_front();
  next->worker().post([next] { next->start(); });
  room();
}

void Resequencer::delivered() {
  const std::lock_guard lock(mutex_);
  start_next();
}

Flow BatchResequencer::add(Exchange& exchange, const ResequenceOptions& options) {
  const Result<Value> key = options.key->evaluate(exchange);
  if (!key || key->is_null()) {
    if (options.ignores_invalid) return Flow::Branch;
    return exchange.fail("org.apache.camel.CamelExchangeException", "Exchange is not valid to be used by the BatchProcessor. Exchange[]");
  }
  const std::lock_guard lock(mutex_);
  queue_.push_back({&copy_of(exchange, options), key->detached()});
  touched_ = Clock::now();
  reverse_ = options.reverse;
  duplicates_ = options.duplicates;
  while (options.batch > 0 && std::cmp_greater_equal(queue_.size(), options.batch))
    send(static_cast<std::size_t>(options.batch), reverse_, duplicates_);
  if (!queue_.empty()) watch(exchange.worker(), options.timeout, options.timeout);
  return Flow::Branch;
}

// Sorts as a TreeSet does: of equal keys the first stays, unless there may be duplicates; what cannot be compared is dropped.
void BatchResequencer::send(std::size_t count, bool reverse, bool duplicates) {
  std::vector<Item> sorted;
  for (std::size_t i = 0; i < count && !queue_.empty(); ++i) {
    Item item = std::move(queue_.front());
    queue_.pop_front();
    bool fits = true;
    const auto place = std::ranges::find_if(sorted, [&](const Item& other) {
      const auto result = compare_keys(item.key, other.key);
      if (!result || (*result == 0 && !duplicates)) fits = false;
      return !fits || (reverse ? *result > 0 : *result < 0);
    });
    if (fits) {
      sorted.insert(place, std::move(item));
    } else {
      item.copy->worker().post([copy = item.copy] { copy->discard(); });
    }
  }
  for (const Item& item : sorted) deliver(*item.copy);
}

// One timer at a time; messages that come meanwhile only move the moment that it will look for.
void BatchResequencer::watch(Worker& worker, std::chrono::milliseconds pause, std::chrono::milliseconds timeout) {
  if (std::exchange(watched_, true)) return;
  worker.after(pause,
               [self = std::static_pointer_cast<BatchResequencer>(shared_from_this()), &worker, timeout] { self->look(worker, timeout); });
}

void BatchResequencer::look(Worker& worker, std::chrono::milliseconds timeout) {
  const std::lock_guard lock(mutex_);
  watched_ = false;
  if (queue_.empty()) return;
  const auto due = touched_ + timeout;
  if (const auto now = Clock::now(); now < due) return watch(worker, std::chrono::ceil<std::chrono::milliseconds>(due - now), timeout);
  send(queue_.size(), reverse_, duplicates_);
}

Flow StreamResequencer::add(Exchange& exchange, const ResequenceOptions& options) {
  const std::lock_guard lock(mutex_);
  if (std::cmp_less(sequence_.size() + ready(), options.capacity)) return insert(exchange, options);
  senders_.push_back({&exchange, &options});
  return Flow::Suspend;
}

void StreamResequencer::room() {
  if (senders_.empty()) return;
  const Sender next = senders_.front();
  senders_.pop_front();
  next.exchange->worker().post([self = std::static_pointer_cast<StreamResequencer>(shared_from_this()), next] {
    Flow flow = Flow::Branch;
    {
      const std::lock_guard lock(self->mutex_);
      flow = self->insert(*next.exchange, *next.options);
    }
    next.exchange->resume(flow);
  });
}

Flow StreamResequencer::insert(Exchange& exchange, const ResequenceOptions& options) {
  const Result<Value> key = options.key->evaluate(exchange);
  const auto number = key ? number_of(*key) : std::nullopt;
  if (!number) {
    return refuse(exchange, options, Error("java.lang.IllegalArgumentException", "Element cannot be used in comparator: Comparator[]"));
  }
  if (options.reject_old && last_ && *number < *last_) {
    return refuse(exchange, options,
                  Error("org.apache.camel.processor.resequencer.MessageRejectedException",
                        "rejecting message [Exchange[" + exchange.id().str() +
                            "]], it should have been sent before the last delivered message [Exchange[]]"));
  }
  const auto [place, fresh] = sequence_.try_emplace(*number);
  if (fresh) {  // of equal numbers the first one stays
    place->second = {&copy_of(exchange, options), ++serials_, false};
    if (const auto successor = sequence_.find(*number + 1); successor != sequence_.end()) successor->second.waits = false;
    const bool next_in_line = last_ && *number == *last_ + 1;
    if (!next_in_line && !sequence_.contains(*number - 1)) wait_for_predecessor(*number, place->second, exchange.worker(), options);
  }
  attempt();
  return Flow::Branch;
}

Flow StreamResequencer::refuse(Exchange& exchange, const ResequenceOptions& options, Error why) const {
  if (options.ignores_invalid) return Flow::Branch;
  std::string text = "Error processing Exchange in StreamResequencer. Exchange[" + exchange.id().str() + "]. Caused by: [" +
                     std::string(why.type()) + " - " + std::string(why.message()) + "]";
  return exchange.fail(Error("org.apache.camel.CamelExchangeException", std::move(text), std::move(why)));
}

void StreamResequencer::wait_for_predecessor(std::int64_t number, Item& item, Worker& worker, const ResequenceOptions& options) {
  item.waits = true;
  worker.after(options.timeout, [self = std::static_pointer_cast<StreamResequencer>(shared_from_this()), number, serial = item.serial,
                                 &worker, interval = options.attempts] { self->give_up_waiting(number, serial, worker, interval); });
}

// As in Camel it is not delivered at once, but with the next attempt: its predecessor may still come.
void StreamResequencer::give_up_waiting(std::int64_t number, std::uint64_t serial, Worker& worker, std::chrono::milliseconds interval) {
  const std::lock_guard lock(mutex_);
  const auto found = sequence_.find(number);
  if (found == sequence_.end() || found->second.serial != serial || !found->second.waits) return;
  found->second.waits = false;
  const auto since = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - attempted_);
  const auto pause = interval.count() > 0 ? interval - since % interval : interval;
  worker.after(pause, [self = std::static_pointer_cast<StreamResequencer>(shared_from_this())] {
    const std::lock_guard again(self->mutex_);
    self->attempt();
  });
}

void StreamResequencer::attempt() {
  attempted_ = Clock::now();
  while (!sequence_.empty() && !sequence_.begin()->second.waits) {
    const auto first = sequence_.begin();
    last_ = first->first;
    Exchange& copy = *first->second.copy;
    sequence_.erase(first);
    deliver(copy);
  }
}

}  // namespace kamel
