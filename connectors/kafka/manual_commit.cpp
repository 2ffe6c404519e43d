#include "connectors/kafka/manual_commit.h"

#include "connectors/kafka/session.h"

namespace kamel::kafka {
namespace {

class OffsetCommit final : public ManualCommit {
 public:
  OffsetCommit(std::shared_ptr<Session> session, const RecordSource& source, std::int64_t offset)
      : session_(std::move(session)), partition_{source.topic, source.partition}, offset_(offset) {}

  void commit() override { session_->commit(partition_, offset_ + 1); }

  std::string_view java_class() const noexcept override { return "org.apache.camel.component.kafka.consumer.DefaultKafkaManualCommit"; }
  std::string text() const override { return std::string(partition_.topic) + "-" + std::to_string(partition_.partition) + "@" + std::to_string(offset_); }
  std::optional<Value> property(std::string_view name) const override {
    if (name == "commit") return session_->commit(partition_, offset_ + 1), Value();
    if (name == "topicName") return Value(Slice::literal(partition_.topic));
    if (name == "recordOffset") return Value(offset_);
    return std::nullopt;
  }

 private:
  std::shared_ptr<Session> session_;
  TopicPartition partition_;
  std::int64_t offset_;
};

}  // namespace

Value make_manual_commit(std::shared_ptr<Session> session, const RecordSource& source, std::int64_t offset) {
  return Value(std::unique_ptr<Object>(std::make_unique<OffsetCommit>(std::move(session), source, offset)));
}

}  // namespace kamel::kafka
