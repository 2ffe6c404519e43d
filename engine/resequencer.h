// Resequencer: what a resequence step remembers: the messages that are not in order yet.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

#include "engine/exchange.h"
#include "engine/expression.h"
#include "engine/repositories/aggregation_repository.h"

namespace kamel {

struct ResequenceOptions {
  ExpressionPtr key;
  std::uint32_t held = 0;  // where a copy starts when its turn has come
  std::chrono::milliseconds timeout{1000};
  bool ignores_invalid = false;
  std::int64_t batch = 100;  // batch: how many
  bool reverse = false, duplicates = false;
  std::int64_t capacity = 1000;  // stream: how many are held before senders wait
  std::chrono::milliseconds attempts{1000};
  bool reject_old = false;
};

class Intake;

/// Copies of messages, shared by all workers and kept across live swaps; each copy stays on its message's worker, and holds a credit of its
/// route. They are delivered one after the other: the next one starts when the last has ended.
/// With a medium a message's exchange goes on when its copy is durable. The copy is there until its delivery has ended; after a restart all that are there take
/// their places again, as if they came anew in the order in which they came.
class Resequencer : public std::enable_shared_from_this<Resequencer> {
 public:
  explicit Resequencer(AggregationRepository repository) : repository_(std::move(repository)) {}
  virtual ~Resequencer() = default;
  /// Takes a copy of the exchange; the exchange goes on. Branch, Suspend until there is room, or Fail with why the message was not taken.
  virtual Flow add(Exchange& exchange, const ResequenceOptions& options) = 0;
  /// The copy that was delivered last has ended. Its worker.
  void delivered(const Exchange& copy);
  /// Its step is loaded on a worker; that one. On the first the copies of the time before a restart take their places.
  void loaded(Intake& intake, const ResequenceOptions& options);

 protected:
  // All with the lock held.
  Exchange& copy_of(Exchange& exchange, const ResequenceOptions& options);
  /// Branch, or Suspend until what `copy_of` has made of the exchange is durable.
  Flow durable(Exchange& exchange, const Exchange& copy);
  /// A copy from before a restart takes its place.
  virtual void put(Exchange& copy, const ResequenceOptions& options) = 0;
  virtual void set_last(std::int64_t) {}  // the number of the copy whose delivery ended last before a restart
  void forget(const Exchange& copy);      // it is not delivered at all
  /// In its turn; `number` is remembered when that has ended.
  void deliver(Exchange& copy, std::optional<std::int64_t> number = std::nullopt);
  virtual void room() {}         // one less is held; with the lock held
  std::size_t ready() const noexcept { return ready_.size(); }
  std::mutex mutex_;

 private:
  struct Ready {
    Exchange* copy;
    std::optional<std::int64_t> number;
  };
  void start_next();
  void restore(Intake& intake, const ResequenceOptions& options);
  void remove(const Exchange& copy, std::optional<std::int64_t> last);
  // With the lock held, as what is above.
  std::deque<Ready> ready_;
  std::optional<std::int64_t> under_way_;  // the number of the copy that is being delivered
  bool busy_ = false;
  AggregationRepository repository_;
  std::unordered_map<const Exchange*, std::uint64_t> stored_;  // the copies that are in the medium, and under which number
  std::uint64_t numbers_ = 0;
};

/// Sorts so many at a time, or what has come when nothing more does.
class BatchResequencer final : public Resequencer {
 public:
  using Resequencer::Resequencer;
  Flow add(Exchange& exchange, const ResequenceOptions& options) override;

 private:
  struct Item {
    Exchange* copy;
    Value key;
  };
  void put(Exchange& copy, const ResequenceOptions& options) override;
  void take(Exchange& copy, Value key, const ResequenceOptions& options);
  void send(std::size_t count, bool reverse, bool duplicates);
  void watch(Worker& worker, std::chrono::milliseconds pause, std::chrono::milliseconds timeout);
  void look(Worker& worker, std::chrono::milliseconds timeout);
  std::deque<Item> queue_;
  std::chrono::steady_clock::time_point touched_;
  bool watched_ = false, reverse_ = false, duplicates_ = false;
};

/// Numbers, delivered in order as they come; a missing one is waited for, but not for ever. Above the capacity only what all others wait for is let in:
/// in Camel its sender waits, too, until the others have given up, and it is late.
class StreamResequencer final : public Resequencer {
 public:
  using Resequencer::Resequencer;
  Flow add(Exchange& exchange, const ResequenceOptions& options) override;

 private:
  struct Item {
    Exchange* copy = nullptr;
    std::uint64_t serial = 0;
    bool waits = false;  // for its predecessor
  };
  struct Sender {
    Exchange* exchange;
    const ResequenceOptions* options;
    std::int64_t number;
  };
  Flow insert(Exchange& exchange, std::int64_t number, const ResequenceOptions& options);
  bool has_room(const ResequenceOptions& options) const;
  bool waits_for(std::int64_t number) const;
  void admit(const Sender& sender);
  Flow refuse(Exchange& exchange, const ResequenceOptions& options, Error why) const;
  void wait_for_predecessor(std::int64_t number, Item& item, Worker& worker, const ResequenceOptions& options);
  void give_up_waiting(std::int64_t number, std::uint64_t serial, Worker& worker, std::chrono::milliseconds interval);
  void attempt();
  void room() override;
  void put(Exchange& copy, const ResequenceOptions& options) override;
  bool take(std::int64_t number, Exchange& copy, const ResequenceOptions& options);
  void set_last(std::int64_t last) override { last_ = last; }

  std::map<std::int64_t, Item> sequence_;
  std::optional<std::int64_t> last_;
  std::chrono::steady_clock::time_point attempted_;
  std::uint64_t serials_ = 0;
  std::deque<Sender> senders_;
};

}  // namespace kamel
