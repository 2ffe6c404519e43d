// Record: a consumed message, and how it becomes an exchange's message.
#pragma once

#include <librdkafka/rdkafka.h>

#include <cstdint>
#include <string_view>

#include "connectors/kafka/serde.h"
#include "engine/message.h"

namespace kamel::kafka {

// Camel's header names.
inline constexpr std::string_view kTopic = "kafka.TOPIC";
inline constexpr std::string_view kPartition = "kafka.PARTITION";
inline constexpr std::string_view kPartitionKey = "kafka.PARTITION_KEY";
inline constexpr std::string_view kOffset = "kafka.OFFSET";
inline constexpr std::string_view kKey = "kafka.KEY";
inline constexpr std::string_view kTimestamp = "kafka.TIMESTAMP";
inline constexpr std::string_view kMessageTimestamp = "CamelMessageTimestamp";
inline constexpr std::string_view kHeaders = "kafka.HEADERS";
inline constexpr std::string_view kManualCommit = "CamelKafkaManualCommit";
inline constexpr std::string_view kLastRecordBeforeCommit = "kafka.LAST_RECORD_BEFORE_COMMIT";
inline constexpr std::string_view kLastPollRecord = "kafka.LAST_POLL_RECORD";
inline constexpr std::string_view kOverrideTopic = "kafka.OVERRIDE_TOPIC";
inline constexpr std::string_view kOverrideTimestamp = "kafka.OVERRIDE_TIMESTAMP";
inline constexpr std::string_view kRecordMeta = "kafka.RECORD_META";

/// What came from Kafka. The bytes of a large record, or of one with headers, are librdkafka's own, uncopied; those of a small one are copied at
/// once: that costs less than what holding its message costs librdkafka, which cannot use the whole fetched buffer again before.
struct Record {
  Slice bytes;                            // the payload, empty when there is none; keeps everything else alive
  const char* key = nullptr;              // nullptr: none
  std::size_t key_size = 0;
  rd_kafka_headers_t* headers = nullptr;  // nullptr: none
  std::int64_t offset = -1;
  std::int64_t timestamp = -1;
  bool has_payload = false;

  /// Takes over a message that was consumed, or an event that holds one.
  static Record take(rd_kafka_message_t* message);
  static Record take(rd_kafka_event_t* event, const rd_kafka_message_t* message);
};

/// What stays the same for the records of one partition.
struct RecordSource {
  std::string_view topic;  // interned
  std::int32_t partition = 0;
  Serde key = Serde::Text;
  Serde value = Serde::Text;
  bool events = false;  // headers of CloudEvents are taken as such
};

/// Fills an empty message as Camel's consumer does: the body, kafka.* headers, the record's headers as byte[]. Shares the record's bytes.
/// Fails when key or value cannot be deserialised; the message is then filled as far as it went.
Result<> fill(Message& message, Record record, const RecordSource& source);

}  // namespace kamel::kafka
