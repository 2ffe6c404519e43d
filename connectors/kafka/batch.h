// Batch: the records of one transaction, on one lane of a consumer that delivers exactly once.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "connectors/kafka/record.h"
#include "connectors/kafka/transaction.h"
#include "connectors/kafka/transaction_board.h"
#include "engine/worker.h"

namespace kamel::kafka {

/// Begins with the first record that enters, and closes after a while: then nothing enters, what is under way ends, and all that was sent is committed with the
/// offsets. If anything failed, everything is taken back, and the records run again, each that has failed in a transaction of its own: where that one fails as
/// well, only its offset is committed (or it is tried for ever: breakOnFirstError). All calls on the lane's worker.
class Batch {
 public:
  struct Settings {
    ClientSettings client;
    std::chrono::milliseconds interval{100};
    std::chrono::milliseconds retry{1000};
    bool try_for_ever = false;
  };
  /// What the lane does. `reset`: the batch has ended for this partition, and these of its records are to run again, before all others. `ended`: others may
  /// start. Both come from the loop.
  struct Hooks {
    std::function<void(std::uint32_t slot, std::vector<Record> again)> reset;
    std::function<void()> ended;
    std::function<std::shared_ptr<void>()> keep;  // what holds the consumer, and the lane
  };
  Batch(Worker& worker, const std::string& route_id, Settings settings, rd_kafka_t* consumer, Hooks hooks);
  ~Batch();
  Batch(const Batch&) = delete;
  Batch& operator=(const Batch&) = delete;

  void start();
  /// Whether this record may enter now. May close the batch.
  bool accepts(std::uint32_t slot, std::int64_t offset);
  /// The record's exchange is about to start. Its sequence number is its place among those of its partition.
  void enter(std::uint32_t slot, const RecordSource& source, const Record& record);
  /// One that entered has ended; `error` empty: well.
  void settled(std::uint32_t slot, std::uint64_t sequence, const std::string& error);
  void close();
  /// Takes everything back at once, whatever is under way.
  void doom();
  /// The partition is not ours any more.
  void forget(std::uint32_t slot);
  /// No transaction is open.
  bool committing() const noexcept { return phase_ == Phase::Committing; }
  bool idle() const noexcept { return phase_ == Phase::Idle || phase_ == Phase::Starting; }

 private:
  enum class Phase : std::uint8_t { Starting, Idle, Open, Closing, Committing, Aborting };
  struct Part {
    RecordSource source;
    std::vector<Record> records;
  };
  std::function<void()> later(void (Batch::*what)());
  void begin();
  void begin_for_others();
  void end();
  void commit();
  void abort();
  void rewind();
  void run_again();
  void pass_over();
  void over();
  PartitionList offsets() const;

  Worker& worker_;
  Settings settings_;
  rd_kafka_t* consumer_;
  Hooks hooks_;
  std::shared_ptr<TransactionBoard> board_;
  Transaction transaction_;
  Phase phase_ = Phase::Starting;
  std::vector<Part> parts_;  // by slot
  std::size_t in_flight_ = 0, count_ = 0, bytes_ = 0;
  std::uint64_t number_ = 0;  // of the transaction, for its timer
  bool solo_ = false;         // it is for one record that has failed before
  bool taken_back_ = false;   // by the brokers; something may still be under way
  std::string error_;         // why a record failed
  std::set<std::pair<std::uint32_t, std::int64_t>> suspects_;  // slot and offset of those that have failed
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace kamel::kafka
