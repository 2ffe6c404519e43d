// Resequencer: what a resequence step remembers: the messages that are not in order yet.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "engine/exchange.h"
#include "engine/expression.h"

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

/// Copies of messages, shared by all workers and kept across live swaps; each copy stays on its message's worker, and holds a credit of its
/// route. They are delivered one after the other: the next one starts when the last has ended.
class Resequencer : public std::enable_shared_from_this<Resequencer> {
 public:
  virtual ~Resequencer() = default;
  /// Takes a copy of the exchange; the exchange goes on. Branch, Suspend until there is room, or Fail with why the message was not taken.
  virtual Flow add(Exchange& exchange, const ResequenceOptions& options) = 0;
  /// The copy that was delivered last has ended. Its worker.
  void delivered();

 protected:
  Exchange& copy_of(Exchange& exchange, const ResequenceOptions& options);
  void deliver(Exchange& copy);  // with the lock held
  virtual void room() {}         // one less is held; with the lock held
  std::size_t ready() const noexcept { return ready_.size(); }
  std::mutex mutex_;

 private:
  void start_next();
  std::deque<Exchange*> ready_;
  bool busy_ = false;
};

/// Sorts so many at a time, or what has come when nothing more does.
class BatchResequencer final : public Resequencer {
 public:
  Flow add(Exchange& exchange, const ResequenceOptions& options) override;

 private:
  struct Item {
    Exchange* copy;
    Value key;
  };
  void send(std::size_t count, bool reverse, bool duplicates);
  void watch(Worker& worker, std::chrono::milliseconds pause, std::chrono::milliseconds timeout);
  void look(Worker& worker, std::chrono::milliseconds timeout);
  std::deque<Item> queue_;
  std::chrono::steady_clock::time_point touched_;
  bool watched_ = false, reverse_ = false, duplicates_ = false;
};

/// Numbers, delivered in order as they come; a missing one is waited for, but not for ever.
class StreamResequencer final : public Resequencer {
 public:
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
  };
  Flow insert(Exchange& exchange, const ResequenceOptions& options);
  Flow refuse(Exchange& exchange, const ResequenceOptions& options, Error why) const;
  void wait_for_predecessor(std::int64_t number, Item& item, Worker& worker, const ResequenceOptions& options);
  void give_up_waiting(std::int64_t number, std::uint64_t serial, Worker& worker, std::chrono::milliseconds interval);
  void attempt();
  void room() override;

  std::map<std::int64_t, Item> sequence_;
  std::optional<std::int64_t> last_;
  std::chrono::steady_clock::time_point attempted_;
  std::uint64_t serials_ = 0;
  std::deque<Sender> senders_;
};

}  // namespace kamel
