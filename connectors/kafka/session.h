// Session: a route's membership in its consumer group. One librdkafka consumer whose partitions are spread over the workers' lanes.
#pragma once

#include <atomic>
#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "connectors/kafka/embedded.h"
#include "connectors/kafka/handles.h"
#include "connectors/kafka/lane.h"
#include "connectors/kafka/settings.h"
#include "connectors/kafka/wakeup.h"
#include "engine/intake.h"
#include "engine/worker.h"

namespace kamel::kafka {

/// The first lane's worker serves the main queue: rebalances, errors, the results of commits. A rebalance is a barrier across the lanes:
///   assigned: lanes make room for the partitions → their queues are forwarded → the assignment is confirmed;
///   revoked:  lanes stop starting exchanges of them → those under way are settled, or the deadline passes → offsets are stored and
///             committed → the revocation is confirmed, and only then may another member have the partitions.
class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(ConsumerSettings settings, Context& context) : settings_(std::move(settings)), context_(context) {}
  ~Session();

  Result<> start(std::span<Intake* const> intakes);
  /// Leaves the group: drains, commits, closes, and then calls `stopped` from some thread. Any thread.
  void stop(std::function<void()> stopped);
  void pause(bool paused);
  /// The end of a session that nobody has stopped: leaves the group without waiting for anything. Once the workers' threads have ended.
  void abandon();
  /// Called once another session has to take the place of this one: the files of the credentials have changed, or pollOnError=RECONNECT. From the control worker. Before `start`.
  void on_outdated(std::function<void()> outdated) { outdated_ = std::move(outdated); }

  const ConsumerSettings& settings() const noexcept { return settings_; }
  rd_kafka_t* client() const noexcept { return client_.get(); }
  /// Where the embedded broker counts what this group has read; nullptr for any other broker. Any thread.
  std::shared_ptr<EmbeddedTopic::Reader> reader(std::string_view topic);
  /// Something went wrong that librdkafka will deal with itself: into the log. Any thread.
  void report(rd_kafka_resp_err_t code, std::string_view why);
  /// A record cannot be read, or the brokers refuse: does what pollOnError wants for the consumer as a whole. Any thread.
  void poll_failed();
  /// Commits one offset, without waiting. Any thread.
  void commit(const TopicPartition& partition, std::int64_t next);

 private:
  using Partitions = std::vector<TopicPartition>;
  using Done = std::function<void()>;
  /// Runs `task` on each lane's worker, and `then` on the control worker when each has called its `done`.
  void on_lanes(std::function<void(Lane&, Done)> task, Done then);
  Worker& control() const noexcept { return lanes_.front()->worker(); }
  Lane& lane_of(const TopicPartition& partition) const noexcept;
  std::vector<Partitions> by_lane(const rd_kafka_topic_partition_list_t& list) const;

  Result<> subscribe();
  void open();
  void look_at_files();
  void tick();
  void serve();
  void handle(Event event);
  void next_rebalance();
  void assign(PartitionList list);
  void prepare_lanes(std::shared_ptr<rd_kafka_topic_partition_list_t> list);
  void confirm_assign(const rd_kafka_topic_partition_list_t* list);
  void revoke(PartitionList list);
  void commit_then_unassign();
  void confirm_revoke();
  void begin_close();
  void finish_close();

  ConsumerSettings settings_;
  Context& context_;
  ClientHandle client_;
  Queue main_;  // the consumer's own: rebalances and errors
  Queue own_;   // answers to us: commits, and all that comes while closing
  std::unique_ptr<Wakeup> wakeup_;
  std::vector<std::unique_ptr<Lane>> lanes_;
  std::deque<Event> rebalances_;  // the first one is being dealt with while `rebalancing_`
  bool rebalancing_ = false;
  PartitionList revoking_;
  PartitionList fresh_;  // where to begin in partitions being assigned that nothing was committed of
  Worker::TimerId commit_timer_ = 0;
  bool committing_ = false;
  std::set<std::pair<std::string_view, std::int32_t>> sought_;  // where seekTo has been obeyed
  std::map<std::string, std::shared_ptr<EmbeddedTopic::Reader>, std::less<>> readers_;  // of the embedded broker
  std::mutex readers_mutex_;
  std::string watched_;  // how the files of the credentials looked
  unsigned ticks_ = 0;
  std::function<void()> outdated_;
  bool gives_up_ = false;  // pollOnError has ended it: the control worker's
  bool cooperative_ = false;
  bool closing_ = false;
  bool closed_ = false;
  std::vector<Done> stopped_;
};

}  // namespace kamel::kafka
