// EmbeddedKafka: a Kafka inside this process, for `kamel run` where no broker is configured.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "dsl/error.h"

namespace kamel {
class Context;
}

namespace kamel::kafka {

/// How far this process's readers of one embedded topic are behind its writers. Any thread.
class EmbeddedTopic {
 public:
  static constexpr std::size_t kPartitions = 64;  // more are not watched

  /// A consumer group of this process.
  class Reader {
   public:
    /// It has taken the record before `next`.
    void read_up_to(std::int32_t partition, std::int64_t next) noexcept;
    /// It begins to read at the end: what is there already is none of its business.
    void skip_to_end(std::int32_t partition) noexcept;
    explicit Reader(const EmbeddedTopic& topic) : topic_(topic) {}

   private:
    friend class EmbeddedTopic;
    const EmbeddedTopic& topic_;
    std::array<std::atomic<std::int64_t>, kPartitions> next_{};
  };

  /// The group reads from here on; the same reader for all members of the group. The topic must outlive it.
  std::shared_ptr<Reader> attach(const std::string& group);

  /// Whether sending now would let a reader fall behind what the broker keeps.
  bool holds_back() const noexcept;
  void sending(std::size_t bytes) noexcept { sending_.fetch_add(static_cast<std::int64_t>(bytes), std::memory_order_relaxed); }
  /// The end of a `sending`. A record that did not arrive has offset -1.
  void sent(std::size_t bytes, std::int32_t partition, std::int64_t offset) noexcept;

 private:
  std::int64_t behind(const Reader& reader) const noexcept;

  mutable std::mutex mutex_;
  std::map<std::string, std::weak_ptr<Reader>> readers_;
  std::array<std::atomic<std::int64_t>, kPartitions> end_{};
  std::atomic<std::int64_t> sending_{0}, bytes_{0}, records_{0};
};

/// librdkafka's mock cluster: one broker on a random port of the loopback, topics made when first used, four partitions each. It speaks to
/// kcat and to other processes as well. It keeps nothing on disk, and only the last 5 MB (or 100,000 batches) of a partition: older
/// records are dropped without a word. Producers of this process are therefore held back to the pace of the consumers of this process;
/// nobody else's are.
class EmbeddedKafka {
 public:
  /// From now on endpoints without brokers use the embedded one. Before routes are applied; any thread.
  static void allow(Context& context);
  static bool allowed(Context& context);
  /// "127.0.0.1:PORT", starting the broker if it does not run; says in the log what it is. Any thread.
  static Result<std::string> address(Context& context);
  /// The address if the broker runs, for those who only want to tell it.
  static std::optional<std::string> running(Context& context);
  /// nullptr when the broker does not run. Shared with whoever else asks for the same topic.
  static std::shared_ptr<EmbeddedTopic> topic(Context& context, std::string_view name);

  /// What a partition may hold unread before producers wait, in bytes and in records: well below the 5 MB and 100,000 batches that are
  /// kept, since sizes are reckoned from their mean.
  static constexpr std::int64_t kRoom = 5 * 1024 * 1024 / 2;
  static constexpr std::int64_t kRecords = 50'000;

  EmbeddedKafka();
  ~EmbeddedKafka();
  EmbeddedKafka(const EmbeddedKafka&) = delete;
  EmbeddedKafka& operator=(const EmbeddedKafka&) = delete;

 private:
  static std::shared_ptr<EmbeddedKafka> find(Context& context);
  Result<std::string> start(Context& context);

  struct Broker;
  std::mutex mutex_;
  std::unique_ptr<Broker> broker_;
  std::map<std::string, std::shared_ptr<EmbeddedTopic>, std::less<>> topics_;
};

}  // namespace kamel::kafka
