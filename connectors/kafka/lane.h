// Lane: one worker's part of a consumer. Takes records from the worker's queue, starts exchanges, and keeps the ledgers of its partitions.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "connectors/kafka/batch.h"
#include "connectors/kafka/embedded.h"
#include "connectors/kafka/handles.h"
#include "connectors/kafka/ledger.h"
#include "connectors/kafka/record.h"
#include "connectors/kafka/settings.h"
#include "connectors/kafka/wakeup.h"
#include "engine/intake.h"
#include "engine/worker.h"

namespace kamel::kafka {

class Session;

/// What a partition list names.
struct TopicPartition {
  std::string_view topic;  // interned
  std::int32_t partition = 0;
  friend bool operator==(const TopicPartition&, const TopicPartition&) = default;
};

/// All calls on its worker's thread, but for those that say otherwise. Exchanges refer to their lane: it lives until the last of them has been
/// settled, for which it keeps its session alive.
class Lane final : public Origin {
 public:
  Lane(Session& session, Intake& intake);
  ~Lane();
  Lane(const Lane&) = delete;
  Lane& operator=(const Lane&) = delete;

  Worker& worker() const noexcept { return intake_.worker(); }
  /// Where the lane's partitions are forwarded to. Any thread.
  rd_kafka_queue_t* queue() const noexcept { return queue_.get(); }

  void open();
  /// Nothing is taken any more. Exchanges in flight still come back.
  void close();
  /// `close` of a lane whose worker's thread has ended: exchanges in flight never come back.
  void abandon();
  void pause(bool paused);

  /// These partitions are this lane's from now on; to be told before their first record can arrive.
  void assign(const std::vector<TopicPartition>& partitions);
  /// Starts no more exchanges of these partitions; calls `done` once those under way have been settled, or after `deadline`, with the
  /// offsets stored. What is settled later is not counted: it will be delivered again, to whoever has the partition then.
  void drain(const std::vector<TopicPartition>& partitions, std::chrono::milliseconds deadline, std::function<void()> done);
  /// One that did not come by the queue.
  void admit(rd_kafka_event_t* event, const rd_kafka_message_t* message);

  void settled(Exchange& exchange, Ticket ticket) noexcept override;

 private:
  /// A partition from its assignment to its revocation.
  struct Assigned {
    RecordSource source;
    std::uint32_t slot = 0;
    OffsetLedger ledger;
    std::int64_t stored = -1;     // the offset that librdkafka was told last
    bool revoked = false;         // starts nothing any more
    bool dirty = false;
    std::deque<Record> waiting;   // taken, behind one that must end first
    std::int64_t committed = -1;  // at most once: what is before this offset may start
    bool blocked = false;         // by the exchange `blocker`
    OffsetLedger::Sequence blocker = 0;
    Record current;               // kept for another attempt (breakOnFirstError)
    bool trying_again = false;    // `current` waits for that attempt: entered in the ledger, but no exchange is under way
    std::size_t under_way() const noexcept { return ledger.in_flight() - (trying_again ? 1 : 0); }
    std::shared_ptr<EmbeddedTopic::Reader> reader;
  };
  /// A list of records on its way (batching). Partitions stay while their records are under way.
  struct Bundle {
    struct Part {
      Assigned* partition;
      OffsetLedger::Sequence sequence;
      Record record;
    };
    std::vector<Part> parts;
  };
  struct Drain {
    std::vector<Assigned*> partitions;
    std::function<void()> done;
    Worker::TimerId timer = 0;
  };

  Assigned* find(const rd_kafka_message_t& message) noexcept;
  Assigned* find(const TopicPartition& partition) noexcept;
  void admit(rd_kafka_message_t* message);
  void admit(Assigned& partition, Record record);
  std::unique_ptr<Batch> make_batch();
  bool may_start(const Assigned& partition, std::int64_t offset);
  void run_again(std::uint32_t slot, std::vector<Record> records);
  void settled_in_batch(Exchange& exchange, Assigned& partition, OffsetLedger::Sequence sequence);
  void commit_first();
  void committed_first(const rd_kafka_topic_partition_list_t& list);
  void drop_waiting(Assigned& partition);
  static bool has_news(const Assigned& partition) noexcept;
  bool is_idle(const Assigned& partition) const noexcept;
  std::string failure(Exchange& exchange) const;
  static std::string text_of(const Assigned& partition, std::int64_t offset);
  std::size_t room() const noexcept;
  void take();
  void take_later();
  void wait_for_credit();
  bool may_be_followed(Exchange& exchange);
  void keep_fetching();
  void start(Assigned& partition, Record record);
  void run(Assigned& partition, Record record, OffsetLedger::Sequence sequence);
  void start_waiting();
  void goes_on(Assigned& partition);
  bool passed_over(Exchange& exchange, Assigned& partition, OffsetLedger::Sequence sequence);
  void mark(Assigned& partition);
  void store(std::span<Assigned* const> partitions);
  void store_dirty();
  // Lists of records: one at a time, from all of the lane's partitions (lane_bundles.cpp).
  void start_bundle();
  void wait_for_bundle();
  void gather();
  bool add(Bundle& bundle, Assigned& partition, List& list);
  void run_bundle(std::unique_ptr<Bundle> bundle, List list);
  void settled_bundle(Exchange& exchange);
  void put_back(Bundle& bundle);
  void go_on_later();
  void go_on_with_bundles();
  bool is_poll_error_passed_over(const Assigned& partition, std::int64_t offset, const Error& error);
  void check_drain();
  void finish_drain();
  void retire(Assigned& partition);
  void let_go();

  Session& session_;
  Intake& intake_;
  const ConsumerSettings& settings_;
  Queue queue_;
  std::unique_ptr<Wakeup> wakeup_;
  std::vector<std::unique_ptr<Assigned>> slots_;  // exchanges' tickets name them
  Assigned* last_found_ = nullptr;
  const void* last_topic_ = nullptr;
  const bool keeps_records_;  // to run them again
  const bool one_by_one_;  // at most one exchange per partition under way, whatever it does
  Ticket starting_ = 0;    // the exchange being started
  bool ended_at_once_ = false;
  std::vector<std::uint8_t> pipelined_;  // what is known of the instructions where exchanges wait: 0 nothing, 1 that only confirmations are left
  const Program* program_ = nullptr;     // of `pipelined_`
  bool closed_ = false;
  bool paused_ = false;
  bool taking_later_ = false;
  bool starting_later_ = false;
  bool waiting_for_credit_ = false;
  bool storing_later_ = false;
  std::size_t in_flight_ = 0;
  std::size_t waiting_ = 0;
  std::vector<Assigned*> dirty_;
  std::size_t longest_ = 0;   // the queue, since the fetchers were last woken
  std::size_t mean_size_ = 200;
  bool waking_fetchers_ = false;
  std::unique_ptr<Bundle> bundle_;      // under way
  Worker::TimerId bundle_timer_ = 0;    // while records wait for a full list; 0: none
  bool bundle_due_ = false;             // those that wait have waited long enough
  bool bundle_held_ = false;            // one has failed, and is tried again later
  std::size_t next_slot_ = 0;           // where the next list begins, so that no partition waits for ever
  std::int64_t unreadable_ = -1;        // the offset of a record that could not be read, while its exchange ends without having begun
  std::unique_ptr<Drain> drain_;
  std::unique_ptr<Batch> batch_;    // exactly once
  std::string transactional_id_;    // of it
  bool committing_first_ = false;   // at most once
  std::shared_ptr<Session> keep_;  // from open to close, and longer while exchanges are in flight
};

}  // namespace kamel::kafka
