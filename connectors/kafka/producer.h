// Producer: one worker's librdkafka producer, and the exchanges that wait for its delivery reports.
#pragma once

#include <chrono>
#include <deque>
#include <memory>
#include <string_view>
#include <vector>

#include "connectors/kafka/embedded.h"
#include "connectors/kafka/handles.h"
#include "connectors/kafka/settings.h"
#include "connectors/kafka/wakeup.h"
#include "engine/exchange.h"

namespace kamel {
class Worker;
}

namespace kamel::kafka {

/// What one record is made of. Payload and key are borrowed, and must stay until the report: from the suspended exchange, or from the
/// slices here where the bytes were made for this record. A view without data: none.
struct Outgoing {
  std::string_view topic;  // interned
  std::string_view payload{nullptr, 0};
  std::string_view key{nullptr, 0};
  Slice payload_owner, key_owner;
  std::int32_t partition = RD_KAFKA_PARTITION_UA;
  std::int64_t timestamp = 0;
  RecordHeaders headers;
};

/// A send that is more than one record from an exchange's own body: lists, converted bodies, asked-for metadata, records that wait for room.
struct Send {
  Exchange* exchange = nullptr;
  std::vector<Outgoing> records;
  std::size_t next = 0;         // the next one to hand to librdkafka
  std::size_t outstanding = 0;  // handed over and not reported yet
  bool record_metadata = false;
  List metadata;
  Error error;                  // the first one
  std::chrono::steady_clock::time_point deadline{};  // for getting in
};

/// All calls on its worker's thread. Records go to librdkafka in the order of the calls; where it has no room they wait here, in that order.
/// Runs of plain records (no headers, no partition of their own) of one topic are collected during a turn of the loop and handed over
/// together, which costs librdkafka a quarter less.
class Producer {
 public:
  Producer(Worker& worker, const ClientSettings& settings);
  ~Producer();
  Producer(const Producer&) = delete;
  Producer& operator=(const Producer&) = delete;

  /// Why there is no client; empty when there is one.
  const Error& broken() const noexcept { return broken_; }

  // For transactions.
  rd_kafka_t* client() const noexcept { return client_.get(); }
  /// Records that have not been reported yet.
  std::size_t outstanding() const noexcept { return outstanding_; }
  /// Gives librdkafka what has been collected.
  void hand_over() { flush(); }
  /// Whether a record could not be delivered for a reason that lies not in the record: the transaction that it was sent in is lost. Until `found`.
  bool lost() const noexcept { return lost_; }
  void found() noexcept { lost_ = false; }
  /// Whether a record that is reported as not delivered may have been written all the same. librdkafka 2.0.2 gives its sequence number to another one after the
  /// transaction has been aborted, which the broker then takes for the same record, and drops, though it confirms it: this producer must not be used again.
  bool doubtful() const noexcept { return doubtful_; }
  /// Whether the files of the credentials have changed since it was made.
  bool outdated() const;

  /// Sends one record whose bytes the suspended exchange keeps alive, and resumes the exchange with the report. Gives the record
  /// back (false) when it cannot be taken now: it then goes into a Send.
  bool try_send(Outgoing& record, Exchange& exchange);
  /// Sends the records of `send`, now or when there is room, and resumes its exchange when all have been reported.
  void send(std::unique_ptr<Send> send, std::chrono::milliseconds maximum_block);

 private:
  struct KnownTopic {
    std::string_view name;
    Topic handle;
    std::shared_ptr<EmbeddedTopic> embedded;
  };
  KnownTopic& topic(std::string_view name);
  rd_kafka_resp_err_t produce(Outgoing& record, void* opaque);
  bool may_collect(const Outgoing& record) const noexcept;
  void collect(Outgoing& record, Exchange& exchange);
  void flush();
  void refused(const rd_kafka_message_t& message);
  void serve();
  void delivered(Event event);
  void delivered(const rd_kafka_message_t& report);
  void delivered(Send& send, const rd_kafka_message_t& report, Error failure);
  bool submit(Send& send);
  void finish(Send& send);
  void retry_parked();
  void wake_later();
  void connect();
  void disconnect();
  bool renew();
  void note(rd_kafka_resp_err_t failure) noexcept;

  Worker& worker_;
  const ClientSettings settings_;
  bool is_embedded_;
  std::int64_t delivery_timeout_ms_ = 0;
  ClientHandle client_;
  Queue queue_;
  Error broken_;
  std::deque<KnownTopic> topics_;  // their places stay
  std::vector<rd_kafka_message_t> collected_;
  KnownTopic* collected_topic_ = nullptr;
  bool flushing_later_ = false;
  // Handed over and not reported yet. Kept so that a collected run always fits: librdkafka would go on with later records past one that did not.
  std::size_t outstanding_ = 0, outstanding_bytes_ = 0;
  bool transactional_ = false;  // its transactions say when another client may take its place
  bool outdated_ = false;
  std::string seen_;            // how the files of the credentials looked
  std::chrono::steady_clock::time_point looked_;
  std::size_t most_ = 0, most_bytes_ = 0;
  std::deque<std::unique_ptr<Send>> parked_;
  bool waking_later_ = false;
  bool lost_ = false;
  bool doubtful_ = false;
  std::unique_ptr<Wakeup> wakeup_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

/// A producer for each worker, made when the worker first sends. Shared by all steps, and by all versions of them, with the same settings.
class Producers {
 public:
  static std::shared_ptr<Producers> shared(Context& context, const ClientSettings& settings);
  Producers(Context& context, ClientSettings settings);
  /// Each producer goes away on its own worker. Any thread.
  ~Producers();
  Producers(const Producers&) = delete;
  Producers& operator=(const Producers&) = delete;

  Producer& at(Worker& worker);

 private:
  ClientSettings settings_;
  std::vector<std::pair<Worker*, std::shared_ptr<Producer>>> producers_;
};

}  // namespace kamel::kafka
