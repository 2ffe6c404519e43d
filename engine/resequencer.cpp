#include "engine/resequencer.h"

#include <algorithm>
#include <charconv>

#include "engine/clock.h"
#include "engine/convert.h"
#include "engine/context.h"
#include "engine/intake.h"
#include "engine/names.h"
#include "engine/repositories/encoding.h"
#include "engine/repositories/pending_key.h"
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

constexpr std::chrono::milliseconds kFirstDelivery{1000};
constexpr std::string_view kItem = "i/", kLast = "last";

// Sorted as they came.
std::string item_key(std::uint64_t number) {
  char text[24];
  const auto size = static_cast<std::size_t>(std::snprintf(text, sizeof text, "i/%016llx", static_cast<unsigned long long>(number)));
  return {text, size};
}

class Nobody final : public Origin {
  void settled(Exchange&, Ticket) noexcept override {}
};
Nobody nobody;

/// The start of a copy that was made before a restart: its route's program and credits.
RouteLease lease_of(Intake& intake) {
  Exchange& look = intake.prepare(nobody, 0);
  const RouteLease lease = look.lease_route();
  look.discard();
  return lease;
}

/// A copy that was made before a restart. Half of the credits are left to the source: what such copies wait for has yet to come in by it.
Exchange& empty_copy(Intake& intake, const RouteLease& lease, std::uint32_t place) {
  if (intake.in_flight() < intake.credits() / 2) return intake.worker().prepare_detached(lease, place);
  Exchange& look = intake.prepare(nobody, 0);
  Exchange& copy = look.spawn(place, nobody, 0);
  copy.pattern = Pattern::InOnly;
  look.discard();
  return copy;
}

}  // namespace

Exchange& Resequencer::copy_of(Exchange& exchange, const ResequenceOptions& options) {
  Exchange& copy = exchange.spawn_detached(options.held);
  copy.properties.set(Slice::literal(names::kCorrelationId), exchange.id());
  exchange.hand_over_completions(copy);
  return copy;
}

void Resequencer::deliver(Exchange& copy, std::optional<std::int64_t> number) {
  ready_.push_back({&copy, number});
  if (!busy_) start_next();
}

void Resequencer::start_next() {
  busy_ = !ready_.empty();
  if (!busy_) return;
  const Ready next = ready_.front();
  ready_.pop_front();
  under_way_ = next.number;
  next.copy->worker().post([copy = next.copy] { copy->start(); });
  room();
}

void Resequencer::delivered(const Exchange& copy) {
  const std::lock_guard lock(mutex_);
  remove(copy, under_way_);
  start_next();
}

Flow Resequencer::durable(Exchange& exchange, const Exchange& copy) {
  if (!repository_.medium) return Flow::Branch;
  const std::uint64_t number = stored_[&copy] = ++numbers_;
  const Outcome outcome{exchange.message, exchange.properties, exchange.variables, {}, exchange.id()};
  Changes changes{{Change::Kind::Put, repository_.name, item_key(number), encode(outcome)}};
  PendingKey* const pending = key_confirmed_next(exchange, exchange.instruction().branch, *repository_.medium);
  if (pending != nullptr) changes.push_back(*pending->repository->confirmation(pending->key));
  repository_.medium->write(std::move(changes), [&exchange, pending](const Result<>& written) {
    exchange.worker().post([&exchange, pending, written] {
      if (!written) return exchange.resume(exchange.fail(written.error()));
      if (pending != nullptr) {
        pending->confirmed = true;
        pending->repository->joined(pending->key);
      }
      exchange.resume(Flow::Branch);
    });
  });
  return Flow::Suspend;
}

void Resequencer::forget(const Exchange& copy) { remove(copy, std::nullopt); }

// What follows the last copy that has ended is next after a restart; what was only ready is in the medium yet.
void Resequencer::remove(const Exchange& copy, std::optional<std::int64_t> last) {
  const auto found = stored_.find(&copy);
  if (found == stored_.end()) return;
  Changes changes{{Change::Kind::Remove, repository_.name, item_key(found->second)}};
  if (last) changes.push_back({Change::Kind::Put, repository_.name, std::string(kLast), std::to_string(*last)});
  stored_.erase(found);
  repository_.medium->write(std::move(changes), nullptr);
}

void Resequencer::loaded(Intake& intake, const ResequenceOptions& options) {
  if (intake.worker().index() != 0) return;
  const std::lock_guard lock(mutex_);
  if (!repository_.rows.empty()) restore(intake, options);
}

void Resequencer::restore(Intake& intake, const ResequenceOptions& options) {
  busy_ = true;
  const RouteLease lease = lease_of(intake);
  const std::vector<Stored> rows = std::exchange(repository_.rows, {});
  for (const Stored& row : rows) {
    if (row.key == kLast) set_last(std::strtoll(row.value.c_str(), nullptr, 10));
  }
  for (const Stored& row : rows) {
    if (!row.key.starts_with(kItem)) continue;
    Result<Decoded> decoded = decode(row.value);
    if (!decoded) {
      intake.worker().context().report(LogLevel::Error, "a message of repository '" + repository_.name + "' cannot be read: " + std::string(decoded.error().message()));
      continue;
    }
    Exchange& copy = empty_copy(intake, lease, options.held);
    copy.message = std::move(decoded->outcome.message);
    copy.properties = std::move(decoded->outcome.properties);
    copy.variables = std::move(decoded->outcome.variables);
    copy.properties.set(Slice::literal(names::kCorrelationId), decoded->outcome.exchange_id);
    std::uint64_t number = 0;
    std::from_chars(row.key.data() + kItem.size(), row.key.data() + row.key.size(), number, 16);
    numbers_ = std::max(numbers_, number);
    stored_[&copy] = number;
    put(copy, options);
  }
  release(lease.program);
  // Not before the routes that it sends to are there, too.
  intake.worker().after(kFirstDelivery, [self = shared_from_this()] {
    const std::lock_guard lock(self->mutex_);
    self->start_next();
  });
}

Flow BatchResequencer::add(Exchange& exchange, const ResequenceOptions& options) {
  const Result<Value> key = options.key->evaluate(exchange);
  if (!key || key->is_null()) {
    if (options.ignores_invalid) return Flow::Branch;
    return exchange.fail("org.apache.camel.CamelExchangeException", "Exchange is not valid to be used by the BatchProcessor. Exchange[]");
  }
  const std::lock_guard lock(mutex_);
  Exchange& copy = copy_of(exchange, options);
  const Flow flow = durable(exchange, copy);
  take(copy, key->detached(), options);
  return flow;
}

void BatchResequencer::put(Exchange& copy, const ResequenceOptions& options) {
  const Result<Value> key = options.key->evaluate(copy);
  take(copy, key ? key->detached() : Value(), options);
}

void BatchResequencer::take(Exchange& copy, Value key, const ResequenceOptions& options) {
  queue_.push_back({&copy, std::move(key)});
  touched_ = Clock::now();
  reverse_ = options.reverse;
  duplicates_ = options.duplicates;
  while (options.batch > 0 && std::cmp_greater_equal(queue_.size(), options.batch))
    send(static_cast<std::size_t>(options.batch), reverse_, duplicates_);
  if (!queue_.empty()) watch(copy.worker(), options.timeout, options.timeout);
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
      forget(*item.copy);
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
  const Result<Value> key = options.key->evaluate(exchange);
  const auto number = key ? number_of(*key) : std::nullopt;
  if (!number) {
    return refuse(exchange, options, Error("java.lang.IllegalArgumentException", "Element cannot be used in comparator: Comparator[]"));
  }
  const std::lock_guard lock(mutex_);
  if (has_room(options) || waits_for(*number)) return insert(exchange, *number, options);
  senders_.push_back({&exchange, &options, *number});
  return Flow::Suspend;
}

bool StreamResequencer::has_room(const ResequenceOptions& options) const { return std::cmp_less(sequence_.size() + ready(), options.capacity); }

bool StreamResequencer::waits_for(std::int64_t number) const {
  return !sequence_.empty() && sequence_.begin()->second.waits && number < sequence_.begin()->first;
}

void StreamResequencer::room() {
  if (senders_.empty()) return;
  const Sender next = senders_.front();
  senders_.pop_front();
  admit(next);
}

void StreamResequencer::admit(const Sender& sender) {
  sender.exchange->worker().post([self = std::static_pointer_cast<StreamResequencer>(shared_from_this()), sender] {
    Flow flow = Flow::Branch;
    {
      const std::lock_guard lock(self->mutex_);
      flow = self->insert(*sender.exchange, sender.number, *sender.options);
    }
    if (flow != Flow::Suspend) sender.exchange->resume(flow);
  });
}

Flow StreamResequencer::insert(Exchange& exchange, std::int64_t number, const ResequenceOptions& options) {
  if (options.reject_old && last_ && number < *last_) {
    return refuse(exchange, options,
                  Error("org.apache.camel.processor.resequencer.MessageRejectedException",
                        "rejecting message [Exchange[" + exchange.id().str() +
                            "]], it should have been sent before the last delivered message [Exchange[]]"));
  }
  Flow flow = Flow::Branch;
  if (!sequence_.contains(number)) {  // of equal numbers the first one stays
    Exchange& copy = copy_of(exchange, options);
    flow = durable(exchange, copy);
    take(number, copy, options);
  }
  attempt();
  return flow;
}

// Whether there was none with that number.
bool StreamResequencer::take(std::int64_t number, Exchange& copy, const ResequenceOptions& options) {
  const auto [place, fresh] = sequence_.try_emplace(number);
  if (!fresh) return false;
  place->second = {&copy, ++serials_, false};
  if (const auto successor = sequence_.find(number + 1); successor != sequence_.end()) successor->second.waits = false;
  const bool next_in_line = last_ && number == *last_ + 1;
  if (!next_in_line && !sequence_.contains(number - 1)) wait_for_predecessor(number, place->second, copy.worker(), options);
  return true;
}

void StreamResequencer::put(Exchange& copy, const ResequenceOptions& options) {
  const Result<Value> key = options.key->evaluate(copy);
  const auto number = key ? number_of(*key) : std::nullopt;
  if (!number || !take(*number, copy, options)) {
    forget(copy);
    return copy.discard();
  }
  attempt();
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
    deliver(copy, last_);
  }
  for (auto sender = senders_.begin(); sender != senders_.end();) {
    const bool awaited = waits_for(sender->number);
    if (awaited) admit(*sender);
    sender = awaited ? senders_.erase(sender) : std::next(sender);
  }
}

}  // namespace kamel
