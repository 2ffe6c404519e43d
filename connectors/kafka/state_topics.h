// StateTopics: repositories whose state is kept in topics of a Kafka.
#pragma once

#include <map>
#include <mutex>
#include <unordered_map>

#include "connectors/kafka/handles.h"
#include "connectors/kafka/settings.h"
#include "engine/repositories/medium.h"
#include "engine/repositories/write_queue.h"

namespace kamel::kafka {

/// A repository is a topic, best a compacted one (a new one is made so). What is written together, and whatever comes while a transaction is being committed, is one
/// transaction, so that it is there as a whole or not at all. Keys of messages are records "add" and "remove", as Camel's KafkaIdempotentRepository writes them; other
/// state is in partition 0, a record per key, and a tombstone where the key is gone.
/// One process uses a topic at a time: the transactional id is the integration's, and a second process takes it away from the first, whose writes fail from then on.
/// What the topics hold is in memory, too.
class StateTopics final : public Medium {
 public:
  /// Lets a context's repositories open a Kafka. Before routes are applied.
  static void offer(Context& context);
  static Result<std::shared_ptr<StateTopics>> open(Context& context, const ClientSettings& client);
  /// Writes what was asked for, then closes.
  ~StateTopics() override;

  void write(Changes changes, Done done) override;
  Result<std::vector<Stored>> load(const std::string& repository) override;
  void read(const std::string& repository, const std::string& key, Found found) override;

 private:
  using Jobs = WriteQueue<WriteJob>::Jobs;
  using Topic = std::map<std::string, std::string>;
  StateTopics(Context& context, Properties common) : context_(context), common_(std::move(common)) {}
  Result<> connect();
  void make_compacted(const std::string& topic);
  Result<PartitionList> partitions(rd_kafka_t* client, const std::string& topic);
  static void take(Topic& topic, const rd_kafka_message_t& record);
  void work(const Jobs& jobs);
  Result<> transact(const Jobs& jobs);
  Result<> produce(const Change& change);
  void remember(const Jobs& jobs);

  Context& context_;
  Properties common_;  // brokers and security
  ClientHandle producer_;
  std::mutex mutex_;   // guards `topics_`
  std::unordered_map<std::string, Topic> topics_;
  WriteQueue<WriteJob> jobs_;
};

}  // namespace kamel::kafka
