#include "connectors/kafka/settings.h"

#include <unistd.h>

#include <array>
#include <random>

#include "connectors/kafka/embedded.h"
#include "connectors/kafka/fields.h"
#include "connectors/kafka/given.h"

namespace kamel::kafka {
namespace {

/// As Camel does for a consumer without a group: nobody else is in it.
std::string random_group() {
  std::random_device random;
  std::array<char, 40> text{};
  const auto take = [&] { return static_cast<unsigned>(random()); };
  std::snprintf(text.data(), text.size(), "%08x-%04x-4%03x-a%03x-%08x%04x", take(), take() & 0xffff, take() & 0xfff, take() & 0xfff, take(), take() & 0xffff);
  return text.data();
}

std::string topic_of(const EndpointDecl& decl, const Given& given) {
  return decl.uri.path.empty() ? given.text("topic") : percent_decode(decl.uri.path);
}

std::string brokers_of(Given& given, Context& context) {
  if (auto brokers = given.maybe("brokers"); brokers && !brokers->empty()) return *brokers;
  if (!EmbeddedKafka::allowed(context)) {
    given.error("brokers", "the Kafka brokers are not configured", "add ?brokers=host:9092 or set camel.component.kafka.brokers");
  }
  return {};
}

void set_common(Given& given) {
  given.if_given("clientId", "client.id");
  given.always("reconnectBackoffMs", "reconnect.backoff.ms");
  given.always("reconnectBackoffMaxMs", "reconnect.backoff.max.ms");
  given.if_given("connectionMaxIdleMs", "connections.max.idle.ms");
  given.if_given("metadataMaxAgeMs", "metadata.max.age.ms");
  given.if_given("receiveBufferBytes", "socket.receive.buffer.bytes");
  given.if_given("sendBufferBytes", "socket.send.buffer.bytes");
  set_security(given);
}

std::string assignor(Given& given) {
  std::string out;
  const std::string all = given.text("partitionAssignor");
  for (std::size_t from = 0; from <= all.size();) {
    const std::size_t comma = std::min(all.find(',', from), all.size());
    std::string_view name = std::string_view(all).substr(from, comma - from);
    name = name.substr(name.find_last_of(". ") + 1);
    from = comma + 1;
    if (!out.empty()) out += ',';
    if (name == "RangeAssignor" || name == "range") {
      out += "range";
    } else if (name == "RoundRobinAssignor" || name == "roundrobin") {
      out += "roundrobin";
    } else if (name == "CooperativeStickyAssignor" || name == "cooperative-sticky") {
      out += "cooperative-sticky";
    } else {
      given.error("partitionAssignor", "unknown partition assignor '" + std::string(name) + "'", "RangeAssignor, RoundRobinAssignor or CooperativeStickyAssignor");
    }
  }
  return out;
}

void set_consumer(Given& given, const std::string& group, bool automatic) {
  set_common(given);
  given.set("groupId", "group.id", group);
  given.if_given("groupInstanceId", "group.instance.id");
  const std::string reset = given.text("autoOffsetReset");
  given.set("autoOffsetReset", "auto.offset.reset", reset == "none" ? "error" : reset);
  given.set("autoCommitEnable", "enable.auto.commit", automatic ? "true" : "false");
  given.set("autoCommitEnable", "enable.auto.offset.store", "false");
  given.always("autoCommitIntervalMs", "auto.commit.interval.ms");
  given.always("checkCrcs", "check.crcs");
  given.always("consumerRequestTimeoutMs", "socket.timeout.ms");
  given.always("fetchMaxBytes", "fetch.max.bytes");
  given.always("fetchMinBytes", "fetch.min.bytes");
  given.always("fetchWaitMaxMs", "fetch.wait.max.ms");
  given.always("maxPartitionFetchBytes", "max.partition.fetch.bytes");
  given.set("maxPollIntervalMs", "max.poll.interval.ms", std::to_string(given.number("maxPollIntervalMs")));
  given.always("heartbeatIntervalMs", "heartbeat.interval.ms");
  given.always("sessionTimeoutMs", "session.timeout.ms");
  given.set("partitionAssignor", "partition.assignment.strategy", assignor(given));
  given.always("isolationLevel", "isolation.level");
  given.set("topic", "allow.auto.create.topics", "true");  // as the Java client: the broker decides
  // At either limit of its queue librdkafka's broker thread sleeps for up to a second: Lane wakes it. A short queue is faster than a long one, whose buffers are
  // always new memory.
  given.set("maxPollRecords", "queued.min.messages", std::to_string(kQueueRecords));
  given.set("maxPollRecords", "queued.max.messages.kbytes", std::to_string(kQueueLimit / 1024));
}

void set_acks(Given& given) {
  const std::string acks = given.text("requestRequiredAcks");
  const bool all = acks == "all" || acks == "-1";
  if (!all && given.maybe("enableIdempotence") == "true") {
    given.error("requestRequiredAcks", "an idempotent producer needs requestRequiredAcks=all", "leave one of the two options out");
  }
  const bool idempotent = all && given.flag("enableIdempotence");
  given.set("requestRequiredAcks", "acks", acks);
  given.set("enableIdempotence", "enable.idempotence", idempotent ? "true" : "false");
  given.always("maxInFlightRequest", "max.in.flight.requests.per.connection");
  if (idempotent && given.number("maxInFlightRequest") > 5) given.error("maxInFlightRequest", "an idempotent producer has at most 5 requests in flight");
}

void set_partitioner(Given& given) {
  // Java's default: where there is a key, murmur2 of it.
  given.set("partitioner", "partitioner", given.flag("partitionerIgnoreKeys") ? "random" : "murmur2_random");
  const auto name = given.maybe("partitioner");
  if (name && !name->empty() && !name->ends_with("DefaultPartitioner") && !name->ends_with("UniformStickyPartitioner")) {
    given.error("partitioner", "partitioner '" + *name + "' is not there", "Kafka's default is built in; set header kafka.PARTITION_KEY to choose a partition");
  }
}

void set_producer(Given& given) {
  set_common(given);
  set_acks(given);
  set_partitioner(given);
  given.always("lingerMs", "linger.ms");
  given.always("compressionCodec", "compression.codec");
  given.always("producerBatchSize", "batch.size");
  given.always("maxRequestSize", "message.max.bytes");
  given.always("queueBufferingMaxMessages", "queue.buffering.max.messages");
  given.set("bufferMemorySize", "queue.buffering.max.kbytes", std::to_string(std::max<std::int64_t>(1, given.number("bufferMemorySize") / 1024)));
  given.always("retryBackoffMs", "retry.backoff.ms");
  given.always("deliveryTimeoutMs", "delivery.timeout.ms");
  given.set("requestTimeoutMs", "request.timeout.ms", std::to_string(std::min(given.number("requestTimeoutMs"), given.number("deliveryTimeoutMs"))));
  given.if_given("retries", "retries");
  given.set("topic", "allow.auto.create.topics", "true");
}

Serde serde(Given& given, std::string_view name) {
  const std::string java = given.text(name);
  if (const auto found = parse_serde(java)) return *found;
  given.error(name, std::string(name) + " '" + java + "' is not there", "String, ByteArray, Integer, Long and Double are; decode others with unmarshal");
  return Serde::Text;
}

constexpr std::string_view kAdditional = "additionalProperties.";

std::optional<std::string> additional_property(const EndpointDecl& decl, std::string_view name) {
  const std::string key = std::string(kAdditional) + std::string(name);
  for (const auto* other : decl.options.others()) {
    if (other->key == key) return other->value.text;
  }
  return std::nullopt;
}

/// By any of the three names that Camel has for it.
bool wants_transactions(const Given& given, const EndpointDecl& decl) {
  return given.flag("transacted") || given.maybe("transactionalId") || additional_property(decl, "transactional.id");
}

Guarantee guarantee_of(Given& given, const EndpointDecl& decl) {
  const bool transacted = wants_transactions(given, decl);
  const auto wanted = given.maybe("deliveryGuarantee");
  if (!wanted) return transacted ? Guarantee::ExactlyOnce : Guarantee::AtLeastOnce;
  const Guarantee guarantee = same_ignoring_case(*wanted, kGuarantees[1])   ? Guarantee::AtMostOnce
                              : same_ignoring_case(*wanted, kGuarantees[2]) ? Guarantee::ExactlyOnce
                                                                            : Guarantee::AtLeastOnce;
  if (transacted && guarantee != Guarantee::ExactlyOnce) given.error("deliveryGuarantee", "a transacted consumer delivers exactly once", "leave one of the two options out");
  return guarantee;
}

PollOnError poll_on_error(const Given& given) {
  const std::string mode = given.text("pollOnError");
  if (same_ignoring_case(mode, "DISCARD")) return PollOnError::Discard;
  if (same_ignoring_case(mode, "RECONNECT")) return PollOnError::Reconnect;
  if (same_ignoring_case(mode, "RETRY")) return PollOnError::Retry;
  return same_ignoring_case(mode, "STOP") ? PollOnError::Stop : PollOnError::ErrorHandler;
}

void set_bundles(ConsumerSettings& settings, Given& given) {
  settings.batching = given.flag("batching");
  settings.bundle_interval = std::chrono::milliseconds(given.number(given.maybe("batchingIntervalMs") ? "batchingIntervalMs" : "pollTimeoutMs"));
  settings.poll_on_error = poll_on_error(given);
  const bool plain = settings.guarantee == Guarantee::AtLeastOnce;
  if (settings.batching && !plain) given.error("batching", "lists of records are delivered at least once", "leave batching out, and collect them with aggregate; or leave transacted and deliveryGuarantee out");
  const bool passes_over = settings.poll_on_error == PollOnError::ErrorHandler || settings.poll_on_error == PollOnError::Discard;
  if (!plain && !passes_over) given.error("pollOnError", "a consumer that delivers exactly once, or at most once, passes over what it cannot read", "ERROR_HANDLER or DISCARD");
  if (settings.batching && settings.poll_on_error == PollOnError::Retry) given.error("pollOnError", "with batching a record cannot be tried again on its own", "ERROR_HANDLER, DISCARD, RECONNECT or STOP");
}

void take(ClientSettings& settings, Given& given) {
  settings.properties = given.take_properties();
  settings.files = given.take_files();
  settings.watched = given.take_watched();
}

/// The producer of an exactly-once consumer: the consumer's connection and security, the producers' defaults (or camel.component.kafka.…) for the rest.
void set_transaction(ConsumerSettings& settings, Given& given, Given producer, const EndpointDecl& decl, const std::string& route_id) {
  if (settings.manual_commit) given.error("allowManualCommit", "an exactly-once consumer commits by its transactions", "leave allowManualCommit out");
  if (given.maybe("autoCommitEnable") == "false") given.error("autoCommitEnable", "an exactly-once consumer commits by its transactions", "leave autoCommitEnable out");
  if (given.maybe("isolationLevel") == "read_uncommitted") {
    given.error("isolationLevel", "an exactly-once consumer reads what is committed: others may be taken back", "isolationLevel=read_committed");
  }
  if (settings.client.brokers.empty()) given.error("transacted", "exactly once needs a Kafka with transactions; the embedded one has none", "add ?brokers=host:9092");
  set_producer(producer);
  for (const auto* other : decl.options.others()) {
    // The way to the brokers is the same; the rest is the consumer's.
    const std::string_view name = std::string_view(other->key).substr(std::min(other->key.size(), kAdditional.size()));
    if (other->key.starts_with(kAdditional) && (name.starts_with("sasl.") || name.starts_with("ssl.")) && given.sets(name)) producer.set(other->key, std::string(name), other->value.text);
  }
  // A transaction ends in this time, and so must its records.
  const std::string timeout = additional_property(decl, "transaction.timeout.ms").value_or("60000");
  producer.set("additionalProperties.transaction.timeout.ms", "transaction.timeout.ms", timeout);
  producer.set("deliveryTimeoutMs", "delivery.timeout.ms", timeout);
  producer.set("enableIdempotence", "enable.idempotence", "true");
  settings.transaction.brokers = settings.client.brokers;
  take(settings.transaction, producer);
  settings.transactional_id = given.maybe("transactionalId").value_or(additional_property(decl, "transactional.id").value_or(settings.group + "-" + route_id));
  settings.instance = given.maybe("groupInstanceId").value_or("");
  if (const auto interval = given.maybe_number("autoCommitIntervalMs")) settings.transaction_interval = std::chrono::milliseconds(*interval);
}

std::vector<std::string> topics_of(std::string_view list, bool pattern) {
  // A pattern is for whole names, as in Java; it may hold commas.
  if (pattern) return {"^(" + std::string(list) + ")$"};
  std::vector<std::string> out;
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    if (comma != 0) out.emplace_back(list.substr(0, comma));
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return out;
}

}  // namespace

std::string ClientSettings::identity() const {
  std::string out = "brokers=" + brokers;
  for (const auto& [name, value] : properties) out.append("\n").append(name).append("=").append(value);
  for (const FileProperty& file : files) out.append("\n").append(file.property).append("<").append(file.path);
  return out;
}

Result<Properties> ClientSettings::resolved() const {
  Properties out = properties;
  for (const FileProperty& file : files) {
    auto value = read_property(file);
    if (!value) return value.error();
    if (!value->empty()) out.emplace_back(file.property, std::move(*value));
  }
  return out;
}

std::optional<ConsumerSettings> consumer_settings(const EndpointDecl& decl, const std::string& route_id, Context& context, Diagnostics& diagnostics) {
  Given given(decl, context, diagnostics);
  ConsumerSettings settings;
  settings.client.brokers = brokers_of(given, context);
  settings.topics = topics_of(topic_of(decl, given), given.flag("topicIsPattern"));
  if (settings.topics.empty()) given.error("topic", "kafka: without a topic", "kafka:orders");
  settings.group = given.maybe("groupId").value_or("");
  if (settings.group.empty()) settings.group = random_group();
  settings.manual_commit = given.flag("allowManualCommit");
  settings.auto_commit = given.flag("autoCommitEnable") && !settings.manual_commit;
  settings.break_on_first_error = given.flag("breakOnFirstError");
  settings.key = serde(given, "keyDeserializer");
  settings.value = serde(given, "valueDeserializer");
  settings.events = same_ignoring_case(given.text("cloudEvents"), kCloudEvents[1]);
  if (const auto seek = given.maybe("seekTo")) {
    settings.seek_to = same_ignoring_case(*seek, "BEGINNING") ? RD_KAFKA_OFFSET_BEGINNING : RD_KAFKA_OFFSET_END;
  }
  settings.from_end = settings.seek_to ? *settings.seek_to == RD_KAFKA_OFFSET_END : given.text("autoOffsetReset") != "earliest";
  if (const auto reset = given.text("autoOffsetReset"); reset != "none") settings.reset_to_end = reset != "earliest";
  settings.drain = std::chrono::milliseconds(given.number("shutdownTimeout"));
  settings.commit_timeout = std::chrono::milliseconds(given.number("commitTimeoutMs"));
  settings.batch = static_cast<std::size_t>(std::max<std::int64_t>(1, given.number("maxPollRecords")));
  settings.guarantee = guarantee_of(given, decl);
  settings.auto_commit = settings.auto_commit && settings.guarantee == Guarantee::AtLeastOnce;
  set_bundles(settings, given);
  set_consumer(given, settings.group, settings.auto_commit);
  if (settings.guarantee == Guarantee::ExactlyOnce) given.set("isolationLevel", "isolation.level", "read_committed");
  given.additional(settings.guarantee == Guarantee::ExactlyOnce);
  check_tokens(given);
  if (settings.guarantee == Guarantee::ExactlyOnce) set_transaction(settings, given, Given(decl, context, diagnostics), decl, route_id);
  take(settings.client, given);
  if (given.failed()) return std::nullopt;
  return settings;
}

std::optional<ProducerSettings> producer_settings(const EndpointDecl& decl, Context& context, Diagnostics& diagnostics) {
  Given given(decl, context, diagnostics);
  ProducerSettings settings;
  settings.client.brokers = brokers_of(given, context);
  settings.topic = topic_of(decl, given);
  if (settings.topic.empty()) given.error("topic", "kafka: without a topic", "kafka:orders");
  settings.key = given.maybe("key");
  if (settings.key && settings.key->empty()) settings.key.reset();
  if (const auto partition = given.maybe_number("partitionKey")) settings.partition = static_cast<std::int32_t>(*partition);
  settings.key_serde = serde(given, "keySerializer");
  settings.value_serde = serde(given, "valueSerializer");
  settings.use_iterator = given.flag("useIterator");
  settings.events = same_ignoring_case(given.text("cloudEvents"), kCloudEvents[1]);
  settings.record_metadata = given.flag("recordMetadata");
  settings.individual_headers = given.flag("batchWithIndividualHeaders");
  settings.maximum_block = std::chrono::milliseconds(given.number("maxBlockMs"));
  settings.delivery_timeout_ms = given.number("deliveryTimeoutMs");
  settings.joins = given.maybe("transacted") != "false";
  settings.transacted = settings.joins && wants_transactions(given, decl);
  set_producer(given);
  given.additional(true);
  check_tokens(given);
  take(settings.client, given);
  if (given.failed()) return std::nullopt;
  return settings;
}

}  // namespace kamel::kafka
