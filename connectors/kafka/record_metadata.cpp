#include "connectors/kafka/record_metadata.h"

#include "connectors/kafka/handles.h"

namespace kamel::kafka {
namespace {

class RecordMetadata final : public Object {
 public:
  explicit RecordMetadata(const rd_kafka_message_t& report)
      : topic_(interned(rd_kafka_topic_name(report.rkt))),
        partition_(report.partition),
        offset_(report.offset),
        timestamp_(rd_kafka_message_timestamp(&report, nullptr)),
        key_size_(static_cast<std::int32_t>(report.key_len)),
        value_size_(static_cast<std::int32_t>(report.len)) {}

  std::string_view java_class() const noexcept override { return "org.apache.kafka.clients.producer.RecordMetadata"; }
  std::string text() const override { return std::string(topic_) + "-" + std::to_string(partition_) + "@" + std::to_string(offset_); }
  std::optional<Value> property(std::string_view name) const override {
    if (name == "topic") return Value(Slice::literal(topic_));
    if (name == "partition") return Value(partition_);
    if (name == "offset") return Value(offset_);
    if (name == "timestamp") return Value(timestamp_);
    if (name == "serializedKeySize") return Value(key_size_);
    if (name == "serializedValueSize") return Value(value_size_);
    return std::nullopt;
  }

 private:
  std::string_view topic_;
  std::int32_t partition_;
  std::int64_t offset_, timestamp_;
  std::int32_t key_size_, value_size_;
};

}  // namespace

Value make_record_metadata(const rd_kafka_message_t& report) {
  return Value(std::unique_ptr<Object>(std::make_unique<RecordMetadata>(report)));
}

}  // namespace kamel::kafka
