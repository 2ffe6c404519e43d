#include "connectors/kafka/session.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <thread>

#include "connectors/kafka/errors.h"
#include "connectors/kafka/start_position.h"
#include "engine/context.h"

namespace kamel::kafka {
namespace {

constexpr std::chrono::milliseconds kTick{1000};        // the main queue is served so often at least, which shows the group that we live
constexpr std::chrono::milliseconds kClosingTick{10};
constexpr int kAskMs = 5000;
constexpr unsigned kTicksToLook = 2;  // between two looks at the files of credentials

/// Destroying a consumer waits for the last of its messages, which an aggregate or a test may hold for long: not on anybody's time.
void destroy_in_background(ClientHandle client) {
  rd_kafka_set_log_level(client.get(), 0);
  std::thread([held = std::move(client)] {}).detach();
}

/// A context's sessions: those that are still open when it closes are abandoned. Their lanes keep them, and nobody else would end their clients.
class Sessions {
 public:
  Sessions() = default;
  ~Sessions() {
    for (const auto& session : sessions_) {
      if (const auto open = session.lock()) open->abandon();
    }
  }
  Sessions(const Sessions&) = delete;
  Sessions& operator=(const Sessions&) = delete;
  /// Any thread.
  void add(std::weak_ptr<Session> session) {
    const std::lock_guard lock(mutex_);
    std::erase_if(sessions_, [](const auto& known) { return known.expired(); });
    sessions_.push_back(std::move(session));
  }

 private:
  std::mutex mutex_;  // guards what is below, but in the destructor
  std::vector<std::weak_ptr<Session>> sessions_;
};

std::string text_of(const rd_kafka_topic_partition_list_t& list) {
  std::string out;
  for (int i = 0; i < list.cnt; ++i) {
    out.append(i == 0 ? "" : ", ").append(list.elems[i].topic).append("-").append(std::to_string(list.elems[i].partition));
  }
  return out;
}

}  // namespace

Session::~Session() {
  lanes_.clear();
  own_.reset();
  main_.reset();
  if (client_) destroy_in_background(std::move(client_));
}

Result<> Session::start(std::span<Intake* const> intakes) {
  watched_ = fingerprint(settings_.client.watched);
  auto resolved = settings_.client.resolved();
  if (!resolved) return resolved.error();
  Properties properties = std::move(*resolved);
  std::string brokers = settings_.client.brokers;
  if (brokers.empty()) {
    auto embedded = EmbeddedKafka::address(context_);
    if (!embedded) return embedded.error();
    brokers = std::move(*embedded);
  }
  properties.emplace_back("bootstrap.servers", brokers);
  auto client = make_client(RD_KAFKA_CONSUMER, properties, RD_KAFKA_EVENT_REBALANCE | RD_KAFKA_EVENT_ERROR, context_);
  if (!client) return Error("org.apache.camel.FailedToCreateConsumerException", std::string(client.error().message()), client.error());
  client_ = std::move(*client);
  rd_kafka_poll_set_consumer(client_.get());
  main_.reset(rd_kafka_queue_get_consumer(client_.get()));
  own_.reset(rd_kafka_queue_new(client_.get()));
  for (Intake* intake : intakes) lanes_.push_back(std::make_unique<Lane>(*this, *intake));
  if (auto subscribed = subscribe(); !subscribed) return subscribed;
  context_.service<Sessions>([] { return std::make_shared<Sessions>(); })->add(weak_from_this());
  on_lanes([](Lane& lane, const Done& done) { lane.open(), done(); }, [this] { open(); });
  return {};
}

Result<> Session::subscribe() {
  const PartitionList topics = make_partition_list(settings_.topics.size());
  for (const std::string& topic : settings_.topics) {
    rd_kafka_topic_partition_list_add(topics.get(), topic.c_str(), RD_KAFKA_PARTITION_UA);
    reader(topic);  // writers are held back from now on, not only from the first assignment on
  }
  const rd_kafka_resp_err_t failed = rd_kafka_subscribe(client_.get(), topics.get());
  if (failed != RD_KAFKA_RESP_ERR_NO_ERROR) return make_error(failed);
  return {};
}

void Session::open() {
  wakeup_ = std::make_unique<Wakeup>(control(), [this] { serve(); });
  wakeup_->watch(main_.get());
  wakeup_->watch(own_.get());
  tick();
}

void Session::stop(std::function<void()> stopped) {
  if (lanes_.empty()) return stopped();
  // By way of the lanes: after `open`, which went the same way.
  on_lanes([](Lane&, const Done& done) { done(); },
           [this, stopped = std::move(stopped)] {
             stopped_.push_back(stopped);
             begin_close();
           });
}

void Session::pause(bool paused) {
  if (!lanes_.empty()) on_lanes([paused](Lane& lane, const Done& done) { lane.pause(paused), done(); }, [] {});
}

std::shared_ptr<EmbeddedTopic::Reader> Session::reader(std::string_view topic) {
  if (!settings_.client.brokers.empty()) return nullptr;
  const std::lock_guard lock(readers_mutex_);
  const auto known = readers_.find(topic);
  if (known != readers_.end()) return known->second;
  const auto embedded = EmbeddedKafka::topic(context_, topic);
  return embedded ? readers_.emplace(topic, embedded->attach(settings_.group)).first->second : nullptr;
}

void Session::report(rd_kafka_resp_err_t code, std::string_view why) {
  // What Java's poll() would throw; for all else librdkafka tries again by itself.
  constexpr std::array kRefusals = {RD_KAFKA_RESP_ERR__AUTHENTICATION,           RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED, RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED,
                                    RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED, RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET,         RD_KAFKA_RESP_ERR__BAD_MSG};
  if (std::ranges::find(kRefusals, code) != kRefusals.end()) poll_failed();
  context_.log().report(LogLevel::Warn, "Kafka group " + settings_.group + ": " + std::string(java_exception(code)) + ": " + std::string(why));
}

void Session::poll_failed() {
  const bool stops = settings_.poll_on_error == PollOnError::Stop;
  if (!stops && settings_.poll_on_error != PollOnError::Reconnect) return;
  control().post([self = shared_from_this(), stops] {
    if (std::exchange(self->gives_up_, true) || self->closing_) return;
    if (stops) {
      self->context_.log().report(LogLevel::Error, "Kafka group " + self->settings_.group + ": the consumer stops (pollOnError=STOP); start its route again once the cause is gone");
      return self->begin_close();
    }
    self->control().after(self->settings_.retry, [self] {
      if (!self->closing_ && self->outdated_) self->outdated_();
    });
  });
}

void Session::commit(const TopicPartition& partition, std::int64_t next) {
  const PartitionList list = make_partition_list(1);
  rd_kafka_topic_partition_list_add(list.get(), partition.topic.data(), partition.partition)->offset = next;
  const rd_kafka_resp_err_t failed = rd_kafka_commit(client_.get(), list.get(), 1);
  if (failed != RD_KAFKA_RESP_ERR_NO_ERROR) report(failed, rd_kafka_err2str(failed));
}

// The barrier

void Session::on_lanes(std::function<void(Lane&, Done)> task, Done then) {
  const auto self = shared_from_this();
  const auto left = std::make_shared<std::size_t>(lanes_.size());  // the control worker's
  const Done done = [self, left, then = std::move(then)] {
    self->control().post([self, left, then] {
      if (--*left == 0) then();
    });
  };
  for (const auto& lane : lanes_) {
    lane->worker().post([self, lane = lane.get(), task, done] { task(*lane, done); });
  }
}

Lane& Session::lane_of(const TopicPartition& partition) const noexcept {
  // Partitions of one topic go round; topics of one partition each are spread as well.
  const std::size_t number = std::hash<std::string_view>()(partition.topic) + static_cast<std::size_t>(partition.partition);
  return *lanes_[number % lanes_.size()];
}

std::vector<Session::Partitions> Session::by_lane(const rd_kafka_topic_partition_list_t& list) const {
  std::vector<Partitions> out(lanes_.size());
  for (int i = 0; i < list.cnt; ++i) {
    const TopicPartition partition{interned(list.elems[i].topic), list.elems[i].partition};
    const Lane* lane = &lane_of(partition);
    const auto place = std::ranges::find(lanes_, lane, [](const auto& owned) { return owned.get(); }) - lanes_.begin();
    out[static_cast<std::size_t>(place)].push_back(partition);
  }
  return out;
}

// Events

void Session::tick() {
  if (closed_) return;
  serve();
  if (!settings_.client.watched.empty() && !closing_ && ++ticks_ % kTicksToLook == 0) look_at_files();
  control().after(closing_ ? kClosingTick : kTick, [self = shared_from_this()] { self->tick(); });
}

void Session::look_at_files() {
  const auto self = shared_from_this();
  const auto now = std::make_shared<std::string>();
  control().offload([self, now] { *now = fingerprint(self->settings_.client.watched); },
                    [self, now] {
                      if (*now == self->watched_ || self->closing_) return;
                      self->watched_ = *now;
                      self->context_.log().report(LogLevel::Info, "Kafka group " + self->settings_.group + ": the files of its credentials have changed; it connects again");
                      if (self->outdated_) self->outdated_();
                    });
}

void Session::serve() {
  constexpr int kEvents = 100;
  for (rd_kafka_queue_t* queue : {own_.get(), main_.get()}) {
    for (int i = 0; i < kEvents && !closed_; ++i) {
      Event event(rd_kafka_queue_poll(queue, 0));
      if (!event) break;
      handle(std::move(event));
    }
  }
  if (closing_ && !closed_ && rd_kafka_consumer_closed(client_.get()) != 0) finish_close();
}

void Session::handle(Event event) {
  switch (rd_kafka_event_type(event.get())) {
    case RD_KAFKA_EVENT_REBALANCE:
      rebalances_.push_back(std::move(event));
      return next_rebalance();
    case RD_KAFKA_EVENT_OFFSET_COMMIT:
      if (committing_) confirm_revoke();
      return;
    case RD_KAFKA_EVENT_ERROR: return report(rd_kafka_event_error(event.get()), rd_kafka_event_error_string(event.get()));
    case RD_KAFKA_EVENT_FETCH: {
      // It came before its partition was forwarded.
      rd_kafka_event_t* owned = event.release();
      const rd_kafka_message_t* message = rd_kafka_event_message_next(owned);
      Lane& lane = lane_of({rd_kafka_topic_name(message->rkt), message->partition});
      return lane.worker().post([self = shared_from_this(), &lane, owned, message] { lane.admit(owned, message); });
    }
    default: return;
  }
}

// Rebalances

void Session::next_rebalance() {
  if (rebalancing_ || rebalances_.empty()) return;
  rebalancing_ = true;
  const Event event = std::move(rebalances_.front());
  rebalances_.pop_front();
  cooperative_ = std::strcmp(rd_kafka_rebalance_protocol(client_.get()), "COOPERATIVE") == 0;
  PartitionList list(rd_kafka_topic_partition_list_copy(rd_kafka_event_topic_partition_list(event.get())));
  const bool assigned = rd_kafka_event_error(event.get()) == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS;
  context_.log().report(LogLevel::Info, "Kafka group " + settings_.group + (assigned ? ": partitions assigned: " : ": partitions revoked: ") + text_of(*list));
  assigned ? assign(std::move(list)) : revoke(std::move(list));
}

void Session::assign(PartitionList list) {
  for (int i = 0; i < list->cnt && settings_.seek_to; ++i) {
    auto& partition = list->elems[i];
    // Once each: a rebalance must not send a running consumer back.
    if (sought_.emplace(interned(partition.topic), partition.partition).second) partition.offset = *settings_.seek_to;
  }
  const std::shared_ptr<rd_kafka_topic_partition_list_t> shared(std::move(list));
  const auto self = shared_from_this();
  const auto fresh = std::make_shared<PartitionList>();
  control().offload([self, shared, fresh] { *fresh = settle_start(self->client(), *shared, self->settings_.reset_to_end, kAskMs); },
                    [self, shared, fresh] {
                      self->fresh_ = std::move(*fresh);
                      self->prepare_lanes(shared);
                    });
}

void Session::prepare_lanes(std::shared_ptr<rd_kafka_topic_partition_list_t> shared) {
  const auto parts = std::make_shared<std::vector<Partitions>>(by_lane(*shared));
  on_lanes(
      [this, parts](Lane& lane, const Done& done) {
        const auto place = std::ranges::find(lanes_, &lane, [](const auto& owned) { return owned.get(); }) - lanes_.begin();
        lane.assign((*parts)[static_cast<std::size_t>(place)]);
        done();
      },
      [this, shared] { confirm_assign(shared.get()); });
}

void Session::confirm_assign(const rd_kafka_topic_partition_list_t* list) {
  // Stopping a partition has cleared its forwarding, so again before each assignment; after it records would already be under way.
  for (int i = 0; i < list->cnt; ++i) {
    const Queue queue(rd_kafka_queue_get_partition(client_.get(), list->elems[i].topic, list->elems[i].partition));
    if (queue) rd_kafka_queue_forward(queue.get(), lane_of({list->elems[i].topic, list->elems[i].partition}).queue());
  }
  if (cooperative_) {
    const KafkaError failed(rd_kafka_incremental_assign(client_.get(), list));
    if (failed) report(rd_kafka_error_code(failed.get()), rd_kafka_error_string(failed.get()));
  } else {
    const rd_kafka_resp_err_t failed = rd_kafka_assign(client_.get(), list);
    if (failed != RD_KAFKA_RESP_ERR_NO_ERROR) report(failed, rd_kafka_err2str(failed));
  }
  // Without waiting: what could not be committed will be with the first record.
  if (const PartitionList fresh = std::move(fresh_); fresh && fresh->cnt != 0) rd_kafka_commit(client_.get(), fresh.get(), 1);
  rebalancing_ = false;
  next_rebalance();
}

void Session::revoke(PartitionList list) {
  const bool lost = rd_kafka_assignment_lost(client_.get()) != 0;
  const auto parts = std::make_shared<std::vector<Partitions>>(by_lane(*list));
  revoking_ = std::move(list);
  // Lost ones belong to somebody else already: there is nothing to wait for.
  const auto deadline = lost ? std::chrono::milliseconds(0) : settings_.drain;
  on_lanes(
      [this, parts, deadline](Lane& lane, Done done) {
        const auto place = std::ranges::find(lanes_, &lane, [](const auto& owned) { return owned.get(); }) - lanes_.begin();
        lane.drain((*parts)[static_cast<std::size_t>(place)], deadline, std::move(done));
      },
      [this, lost] { lost || !settings_.auto_commit ? confirm_revoke() : commit_then_unassign(); });
}

void Session::commit_then_unassign() {
  committing_ = true;
  commit_timer_ = control().after(settings_.commit_timeout, [self = shared_from_this()] {
    if (self->committing_) self->confirm_revoke();
  });
  if (rd_kafka_commit_queue(client_.get(), nullptr, own_.get(), nullptr, nullptr) != RD_KAFKA_RESP_ERR_NO_ERROR) confirm_revoke();
}

void Session::confirm_revoke() {
  if (std::exchange(committing_, false)) control().cancel(commit_timer_);
  const PartitionList list = std::move(revoking_);
  if (cooperative_) {
    const KafkaError failed(rd_kafka_incremental_unassign(client_.get(), list.get()));
    if (failed) report(rd_kafka_error_code(failed.get()), rd_kafka_error_string(failed.get()));
  } else {
    rd_kafka_assign(client_.get(), nullptr);
  }
  rebalancing_ = false;
  next_rebalance();
}

// The end

void Session::begin_close() {
  if (closed_) return finish_close();
  if (std::exchange(closing_, true)) return;
  const KafkaError failed(rd_kafka_consumer_close_queue(client_.get(), own_.get()));
  if (failed) return finish_close();
  tick();
}

void Session::finish_close() {
  if (!std::exchange(closed_, true)) {
    Wakeup::unwatch(main_.get());
    Wakeup::unwatch(own_.get());
    wakeup_.reset();
  }
  on_lanes([](Lane& lane, const Done& done) { lane.close(), done(); },
           [this] {
             for (const Done& stopped : std::exchange(stopped_, {})) stopped();
           });
}

void Session::abandon() {
  if (!std::exchange(closed_, true) && wakeup_) {
    Wakeup::unwatch(main_.get());
    Wakeup::unwatch(own_.get());
  }
  wakeup_.reset();
  rebalances_.clear();
  outdated_ = nullptr;
  stopped_.clear();
  for (const auto& lane : lanes_) lane->abandon();
}

}  // namespace kamel::kafka
