#include "connectors/kafka/state_topics.h"

#include <array>
#include <chrono>

#include "connectors/kafka/embedded.h"
#include "connectors/kafka/errors.h"
#include "engine/assembler.h"
#include "engine/repositories/media.h"

namespace kamel::kafka {
namespace {

constexpr int kTimeoutMs = 30000;
constexpr int kPollMs = 100;
constexpr std::string_view kAdd = "add", kRemove = "remove", kClear = "clear";  // never the value of other state, which begins with its version

Result<> outcome(rd_kafka_error_t* given) {
  const KafkaError error(given);
  if (!error) return {};
  return make_error(rd_kafka_error_code(error.get()), rd_kafka_error_string(error.get()));
}

/// Brokers and security as an endpoint of these brokers has them.
Result<std::shared_ptr<Medium>> open_for(Context& context, const std::string& brokers) {
  Diagnostics diagnostics;
  const RouteSet nothing;
  Assembler assembler(context, nothing, "", diagnostics);
  const auto decl = assembler.endpoint("kafka:state" + (brokers.empty() ? "" : "?brokers=" + brokers), nullptr, {}, false);
  const auto settings = decl ? producer_settings(*decl, context, diagnostics) : std::nullopt;
  if (!settings) return Error("java.lang.IllegalArgumentException", diagnostics.list().empty() ? "no Kafka brokers" : diagnostics.list().front().message);
  auto opened = StateTopics::open(context, settings->client);
  if (!opened) return opened.error();
  return std::static_pointer_cast<Medium>(*opened);
}

bool is_common(std::string_view name) { return name.starts_with("security.") || name.starts_with("sasl.") || name.starts_with("ssl."); }

}  // namespace

void StateTopics::offer(Context& context) {
  Media::of(context)->offer_kafka([&context](const std::string& brokers) { return open_for(context, brokers); });
}

Result<std::shared_ptr<StateTopics>> StateTopics::open(Context& context, const ClientSettings& client) {
  Properties common;
  const Result<std::string> brokers = client.brokers.empty() ? EmbeddedKafka::address(context) : Result<std::string>(client.brokers);
  if (!brokers) return brokers.error();
  common.emplace_back("bootstrap.servers", *brokers);
  const Result<Properties> all = client.resolved();
  if (!all) return all.error();
  for (const auto& property : *all) {
    if (is_common(property.first)) common.push_back(property);
  }
  std::shared_ptr<StateTopics> topics(new StateTopics(context, std::move(common)));
  const Result<> connected = topics->connect();
  if (!connected) return connected.error();
  topics->jobs_.start([raw = topics.get()](const Jobs& jobs) { raw->work(jobs); });
  return topics;
}

// A transaction that the last process left open ends here.
Result<> StateTopics::connect() {
  Properties properties = common_;
  properties.emplace_back("transactional.id", "kamel-state-" + context_.name());
  properties.emplace_back("transaction.timeout.ms", std::to_string(kTimeoutMs));
  properties.emplace_back("linger.ms", "0");
  auto client = make_client(RD_KAFKA_PRODUCER, properties, 0, context_);
  if (!client) return client.error();
  producer_ = std::move(*client);
  return outcome(rd_kafka_init_transactions(producer_.get(), kTimeoutMs));
}

StateTopics::~StateTopics() { jobs_.close(); }

void StateTopics::write(Changes changes, Done done) { jobs_.put({std::move(changes), std::move(done)}); }

void StateTopics::read(const std::string& repository, const std::string& key, Found found) {
  write({}, [this, repository, key, found = std::move(found)](const Result<>&) {
    std::optional<std::string> value;
    {
      const std::lock_guard lock(mutex_);
      const Topic& topic = topics_[repository];
      if (const auto place = topic.find(key); place != topic.end()) value = place->second;
    }
    found(value);
  });
}

void StateTopics::work(const Jobs& jobs) {
  const Result<> written = transact(jobs);
  if (written) remember(jobs);
  for (const WriteJob& job : jobs) {
    if (job.done) job.done(written);
  }
}

Result<> StateTopics::transact(const Jobs& jobs) {
  bool empty = true;
  for (const WriteJob& job : jobs) empty = empty && job.changes.empty();
  if (empty) return {};
  const Result<> begun = outcome(rd_kafka_begin_transaction(producer_.get()));
  if (!begun) return begun;
  Result<> done;
  for (const WriteJob& job : jobs) {
    for (const Change& change : job.changes) {
      if (done) done = produce(change);
    }
  }
  if (done) done = outcome(rd_kafka_commit_transaction(producer_.get(), kTimeoutMs));
  if (!done) (void)outcome(rd_kafka_abort_transaction(producer_.get(), kTimeoutMs));
  return done;
}

Result<> StateTopics::produce(const Change& change) {
  std::string_view value = change.value;
  if (change.kind == Change::Kind::Confirm) value = kAdd;
  if (change.kind == Change::Kind::Forget) value = kRemove;
  const bool of_message = change.kind == Change::Kind::Confirm || change.kind == Change::Kind::Forget;
  const bool tombstone = change.kind == Change::Kind::Remove;
  for (;;) {
    const rd_kafka_resp_err_t code = rd_kafka_producev(
        producer_.get(), RD_KAFKA_V_TOPIC(change.repository.c_str()), RD_KAFKA_V_PARTITION(of_message ? RD_KAFKA_PARTITION_UA : 0), RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
        RD_KAFKA_V_KEY(change.key.data(), change.key.size()), RD_KAFKA_V_VALUE(tombstone ? nullptr : const_cast<char*>(value.data()), tombstone ? 0 : value.size()), RD_KAFKA_V_END);
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR) return {};
    if (code != RD_KAFKA_RESP_ERR__QUEUE_FULL) return make_error(code);
    rd_kafka_flush(producer_.get(), kPollMs);
  }
}

void StateTopics::remember(const Jobs& jobs) {
  const std::lock_guard lock(mutex_);
  for (const WriteJob& job : jobs) {
    for (const Change& change : job.changes) {
      if (change.kind == Change::Kind::Put) topics_[change.repository][change.key] = change.value;
      if (change.kind == Change::Kind::Remove) topics_[change.repository].erase(change.key);
    }
  }
}

// A topic that is there already stays as it is. A broker that makes none (the embedded one) makes it when it is first used.
void StateTopics::make_compacted(const std::string& topic) {
  std::array<char, 256> why{};
  const std::unique_ptr<rd_kafka_NewTopic_t, void (*)(rd_kafka_NewTopic_t*)> made(rd_kafka_NewTopic_new(topic.c_str(), 1, -1, why.data(), why.size()), rd_kafka_NewTopic_destroy);
  if (!made) return;
  rd_kafka_NewTopic_set_config(made.get(), "cleanup.policy", "compact");
  const Queue answers(rd_kafka_queue_new(producer_.get()));
  rd_kafka_NewTopic_t* list[] = {made.get()};
  rd_kafka_CreateTopics(producer_.get(), list, 1, nullptr, answers.get());
  const Event answer(rd_kafka_queue_poll(answers.get(), kTimeoutMs));
}

Result<PartitionList> StateTopics::partitions(rd_kafka_t* client, const std::string& topic) {
  const kafka::Topic handle(rd_kafka_topic_new(client, topic.c_str(), nullptr));
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(kTimeoutMs);
  for (;;) {  // a topic that is being made has no leader for a moment
    const rd_kafka_metadata_t* found = nullptr;
    const rd_kafka_resp_err_t code = rd_kafka_metadata(client, 0, handle.get(), &found, kTimeoutMs);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) return make_error(code);
    const std::unique_ptr<const rd_kafka_metadata_t, void (*)(const rd_kafka_metadata_t*)> held(found, rd_kafka_metadata_destroy);
    PartitionList list = make_partition_list();
    for (int i = 0; found->topic_cnt > 0 && i < found->topics[0].partition_cnt; ++i) {
      rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), found->topics[0].partitions[i].id)->offset = RD_KAFKA_OFFSET_BEGINNING;
    }
    if (list->cnt > 0) return list;
    if (std::chrono::steady_clock::now() > deadline) return make_error(found->topic_cnt > 0 ? found->topics[0].err : RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART);
    rd_kafka_poll(client, kPollMs);
  }
}

void StateTopics::take(Topic& topic, const rd_kafka_message_t& record) {
  const std::string key(static_cast<const char*>(record.key), record.key_len);
  const std::string_view value(static_cast<const char*>(record.payload), record.len);
  if (value == kClear) {
    topic.clear();
  } else if (record.payload == nullptr || value == kRemove) {
    topic.erase(key);
  } else {
    topic[key] = value;
  }
}

Result<std::vector<Stored>> StateTopics::load(const std::string& repository) {
  make_compacted(repository);
  Properties properties = common_;
  for (auto [name, value] : {std::pair{"group.id", "kamel-state"}, {"isolation.level", "read_committed"}, {"enable.auto.commit", "false"}, {"enable.partition.eof", "true"},
                             {"auto.offset.reset", "earliest"}, {"allow.auto.create.topics", "true"}}) {
    properties.emplace_back(name, value);
  }
  auto client = make_client(RD_KAFKA_CONSUMER, properties, 0, context_);
  if (!client) return client.error();
  rd_kafka_poll_set_consumer(client->get());
  const auto list = partitions(client->get(), repository);
  if (!list) return list.error();
  if (const auto code = rd_kafka_assign(client->get(), list->get()); code != RD_KAFKA_RESP_ERR_NO_ERROR) return make_error(code);
  Topic topic;
  for (int ends = 0; ends < (*list)->cnt;) {
    const std::unique_ptr<rd_kafka_message_t, void (*)(rd_kafka_message_t*)> record(rd_kafka_consumer_poll(client->get(), kTimeoutMs), rd_kafka_message_destroy);
    if (!record) return make_error(RD_KAFKA_RESP_ERR__TIMED_OUT, "topic '" + repository + "' could not be read to its end");
    if (record->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) ++ends;
    else if (record->err != RD_KAFKA_RESP_ERR_NO_ERROR) return make_error(record->err);
    else take(topic, *record);
  }
  rd_kafka_consumer_close(client->get());
  std::vector<Stored> stored;
  for (const auto& [key, value] : topic) stored.push_back({key, value});
  const std::lock_guard lock(mutex_);
  topics_[repository] = std::move(topic);
  return stored;
}

}  // namespace kamel::kafka
