// A mock Kafka cluster with a plain librdkafka reader and writer, for tests of the connector.
#pragma once

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "connectors/kafka/handles.h"

namespace kamel::testing {

/// One broker in this process. Topics are made when first used, with four partitions unless `create` says otherwise.
class MockKafka {
 public:
  MockKafka() : holder_(client(RD_KAFKA_PRODUCER, {{"log_level", "2"}})), cluster_(rd_kafka_mock_cluster_new(holder_.get(), 1)) {}
  ~MockKafka() {
    writer_.reset();
    rd_kafka_mock_cluster_destroy(cluster_);
  }
  MockKafka(const MockKafka&) = delete;
  MockKafka& operator=(const MockKafka&) = delete;

  std::string brokers() const { return rd_kafka_mock_cluster_bootstraps(cluster_); }
  rd_kafka_mock_cluster_t* cluster() const { return cluster_; }
  void create(const std::string& topic, int partitions) { rd_kafka_mock_topic_create(cluster_, topic.c_str(), partitions, 1); }

  struct Written {
    std::optional<std::string> key = {}, value = {};
    std::vector<std::pair<std::string, std::string>> headers = {};
    std::int32_t partition = RD_KAFKA_PARTITION_UA;
    std::int64_t timestamp = 0, offset = -1;
  };

  /// Writes and waits until the broker has it.
  void write(const std::string& topic, const std::vector<Written>& records) {
    if (!writer_) writer_ = client(RD_KAFKA_PRODUCER, {{"bootstrap.servers", brokers()}, {"partitioner", "murmur2_random"}, {"linger.ms", "0"}});
    for (const Written& record : records) {
      rd_kafka_headers_t* headers = rd_kafka_headers_new(record.headers.size());
      for (const auto& [name, value] : record.headers) rd_kafka_header_add(headers, name.c_str(), -1, value.data(), static_cast<ssize_t>(value.size()));
      const auto data = [](const std::optional<std::string>& text) { return text ? const_cast<char*>(text->data()) : nullptr; };
      const auto size = [](const std::optional<std::string>& text) { return text ? text->size() : std::size_t{0}; };
      rd_kafka_producev(writer_.get(), RD_KAFKA_V_TOPIC(topic.c_str()), RD_KAFKA_V_PARTITION(record.partition), RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
                        RD_KAFKA_V_VALUE(data(record.value), size(record.value)), RD_KAFKA_V_KEY(data(record.key), size(record.key)),
                        RD_KAFKA_V_TIMESTAMP(record.timestamp), RD_KAFKA_V_HEADERS(headers), RD_KAFKA_V_END);
    }
    rd_kafka_flush(writer_.get(), 30'000);
  }

  /// Reads all partitions of a topic from the beginning, without a group, until `count` records have come; less when that takes too long.
  std::vector<Written> read(const std::string& topic, std::size_t count, std::chrono::seconds patience = std::chrono::seconds(20), int partitions = 4) const {
    const auto reader = client(RD_KAFKA_CONSUMER, {{"bootstrap.servers", brokers()}, {"group.id", "reader"}, {"fetch.wait.max.ms", "20"}, {"isolation.level", "read_uncommitted"}});
    rd_kafka_poll_set_consumer(reader.get());
    const auto list = kafka::make_partition_list();
    for (int i = 0; i < partitions; ++i) rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), i)->offset = RD_KAFKA_OFFSET_BEGINNING;
    rd_kafka_assign(reader.get(), list.get());
    std::vector<Written> out;
    const auto end = std::chrono::steady_clock::now() + patience;
    while (out.size() < count && std::chrono::steady_clock::now() < end) {
      rd_kafka_message_t* message = rd_kafka_consumer_poll(reader.get(), 100);
      if (message == nullptr) continue;
      if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) out.push_back(copy(*message));
      rd_kafka_message_destroy(message);
    }
    rd_kafka_consumer_close(reader.get());
    return out;
  }

  /// What a group has committed for a partition; -1001 where it has not.
  std::int64_t committed(const std::string& group, const std::string& topic, std::int32_t partition) const {
    const auto reader = client(RD_KAFKA_CONSUMER, {{"bootstrap.servers", brokers()}, {"group.id", group}});
    const auto list = kafka::make_partition_list();
    rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), partition);
    rd_kafka_committed(reader.get(), list.get(), 10'000);
    return list->elems[0].offset;
  }

 private:
  static kafka::ClientHandle client(rd_kafka_type_t type, const kafka::Properties& properties) {
    rd_kafka_conf_t* conf = rd_kafka_conf_new();
    for (const auto& [name, value] : properties) rd_kafka_conf_set(conf, name.c_str(), value.c_str(), nullptr, 0);
    return kafka::ClientHandle(rd_kafka_new(type, conf, nullptr, 0));
  }
  static Written copy(const rd_kafka_message_t& message) {
    Written out;
    if (message.payload != nullptr) out.value = std::string(static_cast<const char*>(message.payload), message.len);
    if (message.key != nullptr) out.key = std::string(static_cast<const char*>(message.key), message.key_len);
    out.partition = message.partition;
    out.offset = message.offset;
    out.timestamp = rd_kafka_message_timestamp(&message, nullptr);
    rd_kafka_headers_t* headers = nullptr;
    if (rd_kafka_message_headers(&message, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR) return out;
    const char* name = nullptr;
    const void* value = nullptr;
    std::size_t size = 0;
    for (std::size_t i = 0; rd_kafka_header_get_all(headers, i, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR; ++i) {
      out.headers.emplace_back(name, std::string(static_cast<const char*>(value), size));
    }
    return out;
  }

  kafka::ClientHandle holder_, writer_;
  rd_kafka_mock_cluster_t* cluster_;
};

}  // namespace kamel::testing
