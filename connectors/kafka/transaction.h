// Transaction: one worker's transactional producer, from one begin to the next.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "connectors/kafka/handles.h"
#include "connectors/kafka/producer.h"
#include "connectors/kafka/settings.h"
#include "engine/exchange.h"

namespace kamel::kafka {

/// All calls on its worker's thread, callbacks too. What blocks in librdkafka runs on the worker's pool. Callbacks do not come any more once it
/// is destroyed.
class Transaction {
 public:
  /// `settings` has the transactional.id. `wanted` is called when a send waits for the next transaction: from inside the sending step.
  Transaction(Worker& worker, ClientSettings settings, std::function<void()> wanted) : worker_(worker), settings_(std::move(settings)), wanted_(std::move(wanted)) {}
  ~Transaction() { *alive_ = false; }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  /// Registers with the brokers, which ends what an earlier instance of the same transactional.id has left open, and shuts that instance out. Tries until it works.
  void start(std::function<void()> ready);
  void begin();
  /// Whether sends may join.
  bool open() const noexcept { return state_ == State::Open; }
  /// Whether it is lost: the brokers have not taken a record, or this instance is shut out.
  bool failed() const noexcept { return failed_ || (producer_ && producer_->lost()); }
  const std::string& brokers() const noexcept { return settings_.brokers; }
  /// While `open`.
  Producer& producer() noexcept { return *producer_; }

  /// Everything sent, and the offsets of `consumer`'s group, at once or not at all. `done(false)`: it is to be aborted. `keep` holds the consumer.
  void commit(PartitionList offsets, rd_kafka_t* consumer, std::shared_ptr<void> keep, std::function<void(bool)> done);
  /// Takes back what was sent. `done` when another transaction may begin, with another producer where this one was shut out.
  void abort(std::function<void()> done);

  /// For a send while it is not open: waits for the next one behind a commit, and fails behind an abort. `send` is called again then.
  Flow not_open(Exchange& exchange, std::function<Flow()> send);
  bool awaited() const noexcept { return !waiting_.empty(); }

 private:
  enum class State : std::uint8_t { Down, Ready, Open, Committing, Aborting };
  struct Outcome;
  void run(std::function<rd_kafka_error_t*(rd_kafka_t*)> job, std::function<void(const Outcome&)> done);
  void initialise();
  void start_again();
  void report(std::string_view what, const Outcome& outcome) const;
  void ready();

  Worker& worker_;
  ClientSettings settings_;
  std::shared_ptr<Producer> producer_;
  State state_ = State::Down;
  bool failed_ = false;
  std::function<void()> wanted_, ready_;
  std::vector<std::pair<Exchange*, std::function<Flow()>>> waiting_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace kamel::kafka
