#include "connectors/kafka/producer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <thread>

#include "connectors/kafka/errors.h"
#include "connectors/kafka/record.h"
#include "connectors/kafka/record_metadata.h"
#include "engine/context.h"
#include "engine/worker.h"

namespace kamel::kafka {
namespace {

constexpr std::chrono::milliseconds kRetry{5};  // for room, where no report is going to tell of it

// What librdkafka gives back with a report: an exchange, or a Send, told apart by the lowest bit.
void* opaque_of(Exchange& exchange) noexcept { return &exchange; }
void* opaque_of(Send& send) noexcept { return reinterpret_cast<void*>(reinterpret_cast<std::uintptr_t>(&send) | 1); }
Send* send_of(void* opaque) noexcept {
  const auto bits = reinterpret_cast<std::uintptr_t>(opaque);
  return (bits & 1) != 0 ? reinterpret_cast<Send*>(bits & ~std::uintptr_t{1}) : nullptr;
}

constexpr std::size_t kRun = 256;     // records handed over together
constexpr std::size_t kReports = 32;  // looked at together

// Thousands of exchanges wait for their reports, more than a core's cache holds: their memory is asked for before it is needed.
void fetch_ahead(const void* opaque) noexcept {
  constexpr std::size_t kLine = 64;
  if ((reinterpret_cast<std::uintptr_t>(opaque) & 1) != 0) return;  // a Send: few
  for (std::size_t at = 0; at < sizeof(Exchange); at += kLine) __builtin_prefetch(static_cast<const char*>(opaque) + at, 1);
}
void fetch_headers_ahead(const void* opaque) noexcept {
  if ((reinterpret_cast<std::uintptr_t>(opaque) & 1) != 0) return;
  const Message& message = static_cast<const Exchange*>(opaque)->message;
  for (const auto& header : message.headers) __builtin_prefetch(&header, 1);
}

std::int64_t number(const Properties& properties, std::string_view wanted) {
  std::int64_t value = 0;
  for (const auto& [name, text] : properties) {
    if (name == wanted) std::from_chars(text.data(), text.data() + text.size(), value);
  }
  return value;
}

}  // namespace

Producer::Producer(Worker& worker, const ClientSettings& settings)
    : worker_(worker), settings_(settings), is_embedded_(settings.brokers.empty()), delivery_timeout_ms_(number(settings.properties, "delivery.timeout.ms")),
      transactional_(std::ranges::find(settings.properties, "transactional.id", &Properties::value_type::first) != settings.properties.end()),
      most_(static_cast<std::size_t>(number(settings.properties, "queue.buffering.max.messages"))),
      most_bytes_(static_cast<std::size_t>(number(settings.properties, "queue.buffering.max.kbytes")) * 1024) {
  connect();
}

void Producer::connect() {
  Context& context = worker_.context();
  looked_ = std::chrono::steady_clock::now();
  seen_ = fingerprint(settings_.watched);
  auto resolved = settings_.resolved();
  if (!resolved) {
    broken_ = resolved.error();
    return;
  }
  Properties properties = std::move(*resolved);
  auto brokers = is_embedded_ ? EmbeddedKafka::address(context) : Result<std::string>(settings_.brokers);
  if (!brokers) {
    broken_ = brokers.error();
    return;
  }
  properties.emplace_back("bootstrap.servers", *brokers);
  auto client = make_client(RD_KAFKA_PRODUCER, properties, RD_KAFKA_EVENT_DR | RD_KAFKA_EVENT_ERROR, context);
  if (!client) {
    broken_ = client.error();
    return;
  }
  client_ = std::move(*client);
  queue_.reset(rd_kafka_queue_get_main(client_.get()));
  wakeup_ = std::make_unique<Wakeup>(worker_, [this] { serve(); });
  wakeup_->watch(queue_.get());
}

Producer::~Producer() {
  *alive_ = false;
  disconnect();
}

/// A client cannot change its credentials: once its files have changed, nothing more goes to this one, and when the last record has been reported another one takes
/// its place. Until then records wait, as for room.
bool Producer::renew() {
  constexpr std::chrono::seconds kLook{2};
  if (settings_.watched.empty() || transactional_) return true;
  const auto now = std::chrono::steady_clock::now();
  if (!outdated_ && now - looked_ > kLook) {
    looked_ = now;
    outdated_ = fingerprint(settings_.watched) != seen_;
  }
  if (!outdated_) return true;
  flush();
  if (outstanding_ != 0) return false;
  outdated_ = false;
  disconnect();
  wakeup_.reset();
  broken_ = {};
  connect();
  worker_.context().report(LogLevel::Info, "Kafka producer: the files of its credentials have changed; it connects again");
  return !broken_;
}

bool Producer::outdated() const { return !settings_.watched.empty() && fingerprint(settings_.watched) != seen_; }

void Producer::disconnect() {
  topics_.clear();
  collected_topic_ = nullptr;
  if (!client_) return;
  Wakeup::unwatch(queue_.get());
  queue_.reset();
  // Joins librdkafka's threads: not on a worker's time.
  rd_kafka_set_log_level(client_.get(), 0);
  std::thread([held = std::move(client_)] {}).detach();
}

Producer::KnownTopic& Producer::topic(std::string_view name) {
  // Names are interned: the same name is the same memory.
  const auto found = std::ranges::find_if(topics_, [name](const KnownTopic& known) { return known.name.data() == name.data(); });
  if (found != topics_.end()) return *found;
  topics_.push_back({name, Topic(rd_kafka_topic_new(client_.get(), name.data(), nullptr)), is_embedded_ ? EmbeddedKafka::topic(worker_.context(), name) : nullptr});
  return topics_.back();
}

rd_kafka_resp_err_t Producer::produce(Outgoing& record, void* opaque) {
  flush();
  KnownTopic& known = topic(record.topic);
  if (!known.handle) return RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION;
  if (known.embedded && known.embedded->holds_back()) return RD_KAFKA_RESP_ERR__QUEUE_FULL;
  // clang-format off
  const rd_kafka_resp_err_t failed = rd_kafka_producev(client_.get(),
      RD_KAFKA_V_RKT(known.handle.get()), RD_KAFKA_V_PARTITION(record.partition),
      RD_KAFKA_V_VALUE(const_cast<char*>(record.payload.data()), record.payload.size()), RD_KAFKA_V_KEY(record.key.data(), record.key.size()),
      RD_KAFKA_V_TIMESTAMP(record.timestamp), RD_KAFKA_V_HEADERS(record.headers.get()), RD_KAFKA_V_OPAQUE(opaque), RD_KAFKA_V_END);
  // clang-format on
  if (failed != RD_KAFKA_RESP_ERR_NO_ERROR) return note(failed), failed;  // the headers are still ours
  (void)record.headers.release();
  ++outstanding_;
  outstanding_bytes_ += record.payload.size() + record.key.size();
  if (known.embedded) known.embedded->sending(record.payload.size() + record.key.size());
  return RD_KAFKA_RESP_ERR_NO_ERROR;
}

// Runs of plain records

bool Producer::may_collect(const Outgoing& record) const noexcept {
  // librdkafka counts a little more per record than we do: stay well inside of its limits.
  const std::size_t bytes = outstanding_bytes_ + record.payload.size() + record.key.size();
  return !is_embedded_ && !record.headers && record.partition == RD_KAFKA_PARTITION_UA && record.timestamp == 0 && outstanding_ + 1 < most_ - most_ / 8 &&
         bytes < most_bytes_ - most_bytes_ / 4;
}

void Producer::collect(Outgoing& record, Exchange& exchange) {
  KnownTopic& known = topic(record.topic);
  if (collected_topic_ != &known || collected_.size() >= kRun) flush();
  collected_topic_ = &known;
  rd_kafka_message_t message{};
  message.payload = const_cast<char*>(record.payload.data());
  message.len = record.payload.size();
  message.key = const_cast<char*>(record.key.data());
  message.key_len = record.key.size();
  message._private = opaque_of(exchange);
  collected_.push_back(message);
  ++outstanding_;
  outstanding_bytes_ += message.len + message.key_len;
  if (std::exchange(flushing_later_, true)) return;
  worker_.post([this, alive = alive_] {
    if (!*alive) return;
    flushing_later_ = false;
    flush();
  });
}

void Producer::flush() {
  if (collected_.empty()) return;
  const int taken = collected_topic_->handle
                        ? rd_kafka_produce_batch(collected_topic_->handle.get(), RD_KAFKA_PARTITION_UA, 0, collected_.data(), static_cast<int>(collected_.size()))
                        : 0;
  for (std::size_t i = 0; static_cast<std::size_t>(taken) != collected_.size() && i < collected_.size(); ++i) {
    if (!collected_topic_->handle) collected_[i].err = RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION;
    if (collected_[i].err != RD_KAFKA_RESP_ERR_NO_ERROR) refused(collected_[i]);
  }
  collected_.clear();
}

/// A record of a run that librdkafka did not take: too large, or there is no room after all.
void Producer::refused(const rd_kafka_message_t& message) {
  --outstanding_;
  outstanding_bytes_ -= message.len + message.key_len;
  note(message.err);
  auto send = std::make_unique<Send>();
  send->exchange = static_cast<Exchange*>(message._private);
  Outgoing record;
  record.topic = collected_topic_->name;
  record.payload = {static_cast<const char*>(message.payload), message.len};
  record.key = {static_cast<const char*>(message.key), message.key_len};
  if (message.err != RD_KAFKA_RESP_ERR__QUEUE_FULL) send->error = delivery_error(message.err, record.topic, delivery_timeout_ms_);
  if (!send->error) send->records.push_back(std::move(record));
  send->deadline = std::chrono::steady_clock::now() + std::chrono::minutes(1);
  parked_.push_back(std::move(send));
  wake_later();
}

void Producer::note(rd_kafka_resp_err_t failure) noexcept {
  constexpr std::array kTheRecords = {RD_KAFKA_RESP_ERR_NO_ERROR,          RD_KAFKA_RESP_ERR__QUEUE_FULL,          RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE,
                                      RD_KAFKA_RESP_ERR_INVALID_MSG,       RD_KAFKA_RESP_ERR_INVALID_RECORD,       RD_KAFKA_RESP_ERR_INVALID_TIMESTAMP,
                                      RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC,    RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION,   RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART,
                                      RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION,   RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED};
  lost_ = lost_ || std::ranges::find(kTheRecords, failure) == kTheRecords.end();
}

bool Producer::try_send(Outgoing& record, Exchange& exchange) {
  if (!parked_.empty() || !renew()) return false;
  if (may_collect(record)) return collect(record, exchange), true;
  return produce(record, opaque_of(exchange)) == RD_KAFKA_RESP_ERR_NO_ERROR;
}

void Producer::send(std::unique_ptr<Send> send, std::chrono::milliseconds maximum_block) {
  send->deadline = std::chrono::steady_clock::now() + maximum_block;
  if (parked_.empty() && submit(*send)) return static_cast<void>(send.release());  // its reports own it now
  parked_.push_back(std::move(send));
  wake_later();
}

/// Whether all of its records have been handed over, or have failed.
bool Producer::submit(Send& send) {
  if (send.next == 0 && !renew()) return false;
  while (send.next < send.records.size()) {
    const rd_kafka_resp_err_t failed = produce(send.records[send.next], opaque_of(send));
    if (failed == RD_KAFKA_RESP_ERR__QUEUE_FULL) return false;
    if (failed == RD_KAFKA_RESP_ERR_NO_ERROR) {
      ++send.outstanding;
    } else if (!send.error) {
      send.error = delivery_error(failed, send.records[send.next].topic, delivery_timeout_ms_);
    }
    ++send.next;
  }
  // Nothing to wait for (an empty list, or all refused): from the loop, never from inside a step's run.
  if (send.outstanding == 0) {
    worker_.post([this, alive = alive_, &send] {
      if (*alive) finish(send);
    });
  }
  return true;
}

void Producer::serve() {
  constexpr int kEvents = 8;
  const auto alive = alive_;
  for (int i = 0; i < kEvents; ++i) {
    Event event(rd_kafka_queue_poll(queue_.get(), 0));
    if (!event) return retry_parked();
    if (rd_kafka_event_type(event.get()) == RD_KAFKA_EVENT_DR) {
      delivered(std::move(event));
    } else if (rd_kafka_event_type(event.get()) == RD_KAFKA_EVENT_ERROR) {
      worker_.context().log().report(LogLevel::Warn, std::string("Kafka producer: ") + rd_kafka_event_error_string(event.get()));
    }
  }
  retry_parked();
  wake_later();  // the queue wakes us only when it has been empty
}

void Producer::delivered(Event event) {
  std::size_t records = 0, bytes = 0;
  std::array<const rd_kafka_message_t*, kReports> reports;
  for (std::size_t count = reports.size(); count == reports.size(); records += count) {
    for (count = 0; count < reports.size() && (reports[count] = rd_kafka_event_message_next(event.get())) != nullptr; ++count) {
      bytes += reports[count]->len + reports[count]->key_len;
      fetch_ahead(reports[count]->_private);
    }
    for (std::size_t i = 0; i < count; ++i) fetch_headers_ahead(reports[i]->_private);
    for (std::size_t i = 0; i < count; ++i) delivered(*reports[i]);
  }
  event.reset();  // only now has librdkafka room again
  outstanding_ -= records;
  outstanding_bytes_ -= bytes;
}

void Producer::delivered(const rd_kafka_message_t& report) {
  if (is_embedded_) {
    topic(interned(rd_kafka_topic_name(report.rkt))).embedded->sent(report.len + report.key_len, report.partition, report.err ? -1 : report.offset);
  }
  Error failure;
  note(report.err);
  doubtful_ = doubtful_ || (report.err != RD_KAFKA_RESP_ERR_NO_ERROR && rd_kafka_message_status(&report) == RD_KAFKA_MSG_STATUS_POSSIBLY_PERSISTED);
  if (report.err != RD_KAFKA_RESP_ERR_NO_ERROR) failure = delivery_error(report.err, rd_kafka_topic_name(report.rkt), delivery_timeout_ms_);
  if (Send* send = send_of(report._private)) return delivered(*send, report, std::move(failure));
  Exchange& exchange = *static_cast<Exchange*>(report._private);
  exchange.resume(failure ? exchange.fail(std::move(failure)) : Flow::Next);
}

void Producer::delivered(Send& send, const rd_kafka_message_t& report, Error failure) {
  if (send.record_metadata && !failure) send.metadata.push_back(make_record_metadata(report));
  if (failure && !send.error) send.error = std::move(failure);
  if (--send.outstanding == 0 && send.next == send.records.size()) finish(send);
}

void Producer::finish(Send& send) {
  const std::unique_ptr<Send> owned(&send);
  Exchange& exchange = *send.exchange;
  if (send.record_metadata) exchange.message.headers.set(Slice::literal(kRecordMeta), Value(std::move(send.metadata)));
  exchange.resume(send.error ? exchange.fail(std::move(send.error)) : Flow::Next);
}

void Producer::retry_parked() {
  while (!parked_.empty()) {
    Send& send = *parked_.front();
    if (std::chrono::steady_clock::now() > send.deadline) {
      send.error = Error("org.apache.kafka.common.errors.TimeoutException", "Failed to allocate memory within the configured max blocking time");
      send.records.resize(send.next);  // the rest is not sent
    }
    if (!submit(send)) return wake_later();
    (void)parked_.front().release();
    parked_.pop_front();
  }
}

void Producer::wake_later() {
  if (std::exchange(waking_later_, true)) return;
  worker_.after(parked_.empty() ? std::chrono::milliseconds(0) : kRetry, [this, alive = alive_] {
    if (!*alive) return;
    waking_later_ = false;
    serve();
  });
}

Producers::Producers(Context& context, ClientSettings settings) : settings_(std::move(settings)) {
  // The workers are there before any route is.
  for (const auto& worker : context.workers()) producers_.emplace_back(worker.get(), nullptr);
}

Producers::~Producers() {
  for (auto& [worker, producer] : producers_) {
    if (producer) worker->post([held = std::move(producer)] {});
  }
}

Producer& Producers::at(Worker& worker) {
  auto& [owner, producer] = producers_[worker.index()];
  if (!producer) producer = std::make_shared<Producer>(worker, settings_);
  return *producer;
}

std::shared_ptr<Producers> Producers::shared(Context& context, const ClientSettings& settings) {
  return context.shared<Producers>("kafka:" + settings.identity(), [&] { return std::make_shared<Producers>(context, settings); });
}

}  // namespace kamel::kafka
