#include "connectors/kafka/embedded.h"

#include "connectors/kafka/handles.h"

// After rdkafka.h, on which it relies.
#include <librdkafka/rdkafka_mock.h>

#include <algorithm>

#include "engine/context.h"

namespace kamel::kafka {

void EmbeddedTopic::Reader::read_up_to(std::int32_t partition, std::int64_t next) noexcept {
  if (static_cast<std::size_t>(partition) < kPartitions) next_[static_cast<std::size_t>(partition)].store(next, std::memory_order_relaxed);
}

void EmbeddedTopic::Reader::skip_to_end(std::int32_t partition) noexcept {
  if (static_cast<std::size_t>(partition) < kPartitions) read_up_to(partition, topic_.end_[static_cast<std::size_t>(partition)].load());
}

std::shared_ptr<EmbeddedTopic::Reader> EmbeddedTopic::attach(const std::string& group) {
  const std::lock_guard lock(mutex_);
  std::weak_ptr<Reader>& known = readers_[group];
  if (auto reader = known.lock()) return reader;
  auto reader = std::make_shared<Reader>(*this);
  // What was written before is not held against it: it may begin at the end.
  for (std::size_t i = 0; i < kPartitions; ++i) reader->next_[i] = end_[i].load();
  known = reader;
  return reader;
}

bool EmbeddedTopic::holds_back() const noexcept {
  const std::lock_guard lock(mutex_);
  return std::ranges::any_of(readers_, [this](const auto& named) {
    const auto reader = named.second.lock();
    return reader != nullptr && behind(*reader) + sending_.load(std::memory_order_relaxed) > EmbeddedKafka::kRoom;
  });
}

std::int64_t EmbeddedTopic::behind(const Reader& reader) const noexcept {
  std::int64_t records = 0;
  for (std::size_t i = 0; i < kPartitions; ++i) {
    records = std::max(records, end_[i].load(std::memory_order_relaxed) - reader.next_[i].load(std::memory_order_relaxed));
  }
  if (records > EmbeddedKafka::kRecords) return EmbeddedKafka::kRoom + 1;
  const std::int64_t counted = records_.load(std::memory_order_relaxed);
  return counted == 0 ? 0 : records * (bytes_.load(std::memory_order_relaxed) / counted + 1);
}

void EmbeddedTopic::sent(std::size_t bytes, std::int32_t partition, std::int64_t offset) noexcept {
  sending_.fetch_sub(static_cast<std::int64_t>(bytes), std::memory_order_relaxed);
  if (offset < 0) return;
  bytes_.fetch_add(static_cast<std::int64_t>(bytes), std::memory_order_relaxed);
  records_.fetch_add(1, std::memory_order_relaxed);
  if (static_cast<std::size_t>(partition) >= kPartitions) return;
  auto& end = end_[static_cast<std::size_t>(partition)];
  for (std::int64_t known = end.load(std::memory_order_relaxed); known <= offset && !end.compare_exchange_weak(known, offset + 1);) {
  }
}

struct EmbeddedKafka::Broker {
  struct Stop {
    void operator()(rd_kafka_mock_cluster_t* cluster) const noexcept { rd_kafka_mock_cluster_destroy(cluster); }
  };
  ClientHandle holder;  // lends the cluster its threads
  std::unique_ptr<rd_kafka_mock_cluster_t, Stop> cluster;
  std::string address;
};

EmbeddedKafka::EmbeddedKafka() = default;
EmbeddedKafka::~EmbeddedKafka() = default;

void EmbeddedKafka::allow(Context& context) {
  context.service<EmbeddedKafka>([] { return std::make_shared<EmbeddedKafka>(); });
}

std::shared_ptr<EmbeddedKafka> EmbeddedKafka::find(Context& context) { return context.find_shared<EmbeddedKafka>(""); }

bool EmbeddedKafka::allowed(Context& context) { return find(context) != nullptr; }

Result<std::string> EmbeddedKafka::address(Context& context) {
  const auto kafka = find(context);
  if (!kafka) return Error("java.lang.IllegalArgumentException", "URL to the Kafka brokers must be configured with the brokers option");
  return kafka->start(context);
}

std::optional<std::string> EmbeddedKafka::running(Context& context) {
  const auto kafka = find(context);
  if (!kafka) return std::nullopt;
  const std::lock_guard lock(kafka->mutex_);
  return kafka->broker_ ? std::optional(kafka->broker_->address) : std::nullopt;
}

Result<std::string> EmbeddedKafka::start(Context& context) {
  const std::lock_guard lock(mutex_);
  if (broker_) return broker_->address;
  auto holder = make_client(RD_KAFKA_PRODUCER, {{"log_level", "3"}}, 0, context);
  if (!holder) return holder.error();
  auto broker = std::make_unique<Broker>();
  broker->holder = std::move(*holder);
  broker->cluster.reset(rd_kafka_mock_cluster_new(broker->holder.get(), 1));
  if (!broker->cluster) return Error("org.apache.kafka.common.KafkaException", "the embedded Kafka could not be started");
  broker->address = rd_kafka_mock_cluster_bootstraps(broker->cluster.get());
  broker_ = std::move(broker);
  context.log().report(LogLevel::Warn,
                       "No Kafka brokers are configured: an embedded Kafka runs inside this process at " + broker_->address +
                           ". It keeps records in memory only, at most 5 MB per partition (older ones are dropped), and is gone with the process. "
                           "Set brokers, or camel.component.kafka.brokers, to use a real one.");
  return broker_->address;
}

std::shared_ptr<EmbeddedTopic> EmbeddedKafka::topic(Context& context, std::string_view name) {
  const auto kafka = find(context);
  if (!kafka) return nullptr;
  const std::lock_guard lock(kafka->mutex_);
  if (!kafka->broker_) return nullptr;
  auto& topic = kafka->topics_[std::string(name)];
  if (!topic) topic = std::make_shared<EmbeddedTopic>();
  return topic;
}

}  // namespace kamel::kafka
