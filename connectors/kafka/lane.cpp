#include "connectors/kafka/lane.h"

#include <algorithm>
#include <array>

#include "connectors/kafka/errors.h"
#include "connectors/kafka/manual_commit.h"
#include "connectors/kafka/order.h"
#include "connectors/kafka/session.h"
#include "engine/context.h"

namespace kamel::kafka {
namespace {

constexpr unsigned kSequenceBits = 48;
constexpr std::size_t kBatch = 1000;
constexpr std::size_t kAhead = 6;  // records
constexpr std::size_t kBytesUnderWay = 16 * 1024 * 1024;
constexpr std::chrono::milliseconds kStoreEvery{250};

/// Another core has written the record: its memory is asked for before it is needed. The key lies just before the payload.
void fetch_ahead(const rd_kafka_message_t& message) noexcept {
  constexpr std::size_t kLine = 64, kMost = 8 * kLine;
  const auto* const from = static_cast<const char*>(message.key_len != 0 ? message.key : message.payload);
  const std::size_t size = std::min(message.key_len + message.len + kLine, kMost);
  for (std::size_t at = 0; from != nullptr && at < size; at += kLine) __builtin_prefetch(from + at);
}

Ticket ticket_of(std::uint32_t slot, OffsetLedger::Sequence sequence) noexcept {
  return static_cast<Ticket>(slot) << kSequenceBits | (sequence & ((Ticket{1} << kSequenceBits) - 1));
}

}  // namespace

Lane::Lane(Session& session, Intake& intake)
    : session_(session), intake_(intake), settings_(session.settings()), queue_(rd_kafka_queue_new(session.client())),
      keeps_records_(settings_.break_on_first_error || settings_.poll_on_error == PollOnError::Retry),
      one_by_one_(keeps_records_ || settings_.manual_commit) {}

Lane::~Lane() = default;

void Lane::open() {
  wakeup_ = std::make_unique<Wakeup>(worker(), [this] { take(); });
  wakeup_->watch(queue_.get());
  keep_ = session_.shared_from_this();
  if (settings_.guarantee != Guarantee::ExactlyOnce) return;
  batch_ = make_batch();
  batch_->start();
}

std::unique_ptr<Batch> Lane::make_batch() {
  const std::string instance = !settings_.instance.empty() ? settings_.instance : instance_name(settings_.client.brokers + " " + settings_.transactional_id);
  const std::string lane = worker().index() == 0 ? "" : "-" + std::to_string(worker().index());
  transactional_id_ = TransactionBoard::shared(worker().context())->claim(settings_.transactional_id + "-" + instance + lane);
  Batch::Settings settings{settings_.transaction, settings_.transaction_interval, settings_.retry, settings_.break_on_first_error};
  settings.client.properties.emplace_back("transactional.id", transactional_id_);
  return std::make_unique<Batch>(worker(), intake_.route_id(), std::move(settings), session_.client(),
                                 Batch::Hooks{.reset = [this](std::uint32_t slot, std::vector<Record> records) { run_again(slot, std::move(records)); },
                                              .ended =
                                                  [this] {
                                                    check_drain();
                                                    start_waiting();
                                                  },
                                              .keep = [this] { return std::static_pointer_cast<void>(session_.shared_from_this()); }});
}

void Lane::close() {
  closed_ = true;
  worker().cancel(std::exchange(bundle_timer_, 0));
  if (wakeup_) Wakeup::unwatch(queue_.get());
  wakeup_.reset();
  queue_.reset();
  store_dirty();
  let_go();
}

void Lane::abandon() {
  closed_ = true;
  if (wakeup_ && queue_) Wakeup::unwatch(queue_.get());
  wakeup_.reset();
  queue_.reset();
  drain_.reset();
  keep_.reset();
}

void Lane::let_go() {
  // The last reference may be ours: it goes when this call is over.
  if (!closed_ || in_flight_ != 0 || !keep_) return;
  worker().post([this, keep = std::move(keep_)] {
    // Until now the last exchanges found their transaction here, and could not send outside of it.
    if (std::exchange(batch_, nullptr)) TransactionBoard::shared(worker().context())->give_back(transactional_id_);
  });
}

void Lane::pause(bool paused) {
  paused_ = paused;
  if (!paused) take_later();
}

// Partitions

Lane::Assigned* Lane::find(const TopicPartition& partition) noexcept {
  for (const auto& slot : slots_) {
    if (slot && !slot->revoked && slot->source.topic == partition.topic && slot->source.partition == partition.partition) return slot.get();
  }
  return nullptr;
}

Lane::Assigned* Lane::find(const rd_kafka_message_t& message) noexcept {
  // Records come in runs of the same partition.
  if (last_found_ != nullptr && last_topic_ == message.rkt && last_found_->source.partition == message.partition && !last_found_->revoked) return last_found_;
  last_topic_ = message.rkt;
  last_found_ = find({rd_kafka_topic_name(message.rkt), message.partition});
  return last_found_;
}

// Records

std::size_t Lane::room() const noexcept {
  // Of lists, one runs and one is collected.
  const std::size_t used = settings_.batching ? waiting_ : intake_.under_way() + waiting_;
  const std::size_t wanted = settings_.batching ? settings_.batch : intake_.credits();
  // In bytes, too: large records count for many small ones, but one is always let through.
  const std::size_t most = std::min(wanted, std::max(kBytesUnderWay / mean_size_, std::size_t{1}));
  if (used >= most) return 0;
  // A record that is split will be as many exchanges as those under way are.
  const std::size_t each = settings_.batching ? 1 : intake_.under_way() / std::max(intake_.in_flight(), std::size_t{1});
  return (most - used + each - 1) / std::max(each, std::size_t{1});
}

void Lane::take() {
  constexpr int kTurns = 4;
  if (closed_ || paused_) return;
  std::array<rd_kafka_message_t*, kBatch> batch;
  for (int turn = 0; turn < kTurns; ++turn) {
    const std::size_t most = std::min({room(), settings_.batch, kBatch});
    if (most == 0) return settings_.batching ? start_bundle() : wait_for_credit();
    const ssize_t taken = rd_kafka_consume_batch_queue(queue_.get(), 0, batch.data(), most);
    if (taken <= 0) break;  // empty: the next record wakes us
    mean_size_ = (7 * mean_size_ + batch.front()->len + batch.front()->key_len) / 8 + 1;
    const auto count = static_cast<std::size_t>(taken);
    for (std::size_t i = 0; i < count; ++i) {
      if (i + kAhead < count) fetch_ahead(*batch[i + kAhead]);
      admit(batch[i]);
    }
  }
  commit_first();
  keep_fetching();
  if (rd_kafka_queue_length(queue_.get()) != 0) take_later();  // the loop has other things to do as well
}

/// librdkafka stops fetching when the queue has reached its limit, and then sleeps for up to a second however soon the queue is emptied,
/// unless something else is asked of that broker: the partitions' ends, which nobody wants to know.
void Lane::keep_fetching() {
  const std::size_t length = rd_kafka_queue_length(queue_.get());
  longest_ = std::max(longest_, length);
  const bool was_full = longest_ * mean_size_ >= kQueueLimit / 2 || longest_ >= kQueueRecords / 2;
  if (waking_fetchers_ || !was_full || length > longest_ / 2) return;
  longest_ = length;
  waking_fetchers_ = true;
  const std::shared_ptr<rd_kafka_topic_partition_list_t> ends(make_partition_list(slots_.size()));
  for (const auto& slot : slots_) {
    if (slot && !slot->revoked) rd_kafka_topic_partition_list_add(ends.get(), slot->source.topic.data(), slot->source.partition)->offset = RD_KAFKA_OFFSET_END;
  }
  const auto keep = session_.shared_from_this();
  worker().offload([keep, ends] { rd_kafka_offsets_for_times(keep->client(), ends.get(), 1000); }, [this, keep] { waking_fetchers_ = false; });
}

void Lane::take_later() {
  if (taking_later_ || closed_) return;
  taking_later_ = true;
  worker().post([this, keep = session_.shared_from_this()] {
    taking_later_ = false;
    take();
  });
}

void Lane::wait_for_credit() {
  if (std::exchange(waiting_for_credit_, true)) return;
  intake_.when_credit([this, keep = session_.shared_from_this()] {
    waiting_for_credit_ = false;
    take();
  });
}

void Lane::admit(rd_kafka_message_t* message) {
  Assigned* partition = message->err == RD_KAFKA_RESP_ERR_NO_ERROR ? find(*message) : nullptr;
  if (partition != nullptr) return admit(*partition, Record::take(message));
  // Without a partition it has been revoked: others will read it.
  if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR) session_.report(message->err, rd_kafka_message_errstr(message));
  rd_kafka_message_destroy(message);
}

void Lane::admit(rd_kafka_event_t* event, const rd_kafka_message_t* message) {
  Assigned* partition = message->err == RD_KAFKA_RESP_ERR_NO_ERROR && !closed_ ? find(*message) : nullptr;
  if (partition != nullptr) return admit(*partition, Record::take(event, message));
  if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR) session_.report(message->err, rd_kafka_message_errstr(message));
  rd_kafka_event_destroy(event);
}

void Lane::admit(Assigned& partition, Record record) {
  if (partition.reader) partition.reader->read_up_to(partition.source.partition, record.offset + 1);
  if (settings_.batching) {
    partition.waiting.push_back(std::move(record));
    ++waiting_;
    return start_bundle();
  }
  if (!partition.blocked && !partition.trying_again && partition.waiting.empty() && may_start(partition, record.offset)) return start(partition, std::move(record));
  partition.waiting.push_back(std::move(record));
  ++waiting_;
}

void Lane::start(Assigned& partition, Record record) {
  const OffsetLedger::Sequence sequence = partition.ledger.enter(record.offset);
  if (batch_) {
    batch_->enter(partition.slot, partition.source, record);
  } else if (keeps_records_) {
    partition.current = record;
  }
  run(partition, std::move(record), sequence);
}

bool Lane::may_start(const Assigned& partition, std::int64_t offset) {
  if (batch_) return batch_->accepts(partition.slot, offset);
  return settings_.guarantee != Guarantee::AtMostOnce || offset < partition.committed;
}

void Lane::run_again(std::uint32_t slot, std::vector<Record> records) {
  if (slot >= slots_.size() || !slots_[slot]) return;
  Assigned& partition = *slots_[slot];
  partition.ledger = {};
  partition.blocked = false;
  if (partition.revoked) return;
  waiting_ += records.size();
  partition.waiting.insert(partition.waiting.begin(), std::make_move_iterator(records.begin()), std::make_move_iterator(records.end()));
}

void Lane::run(Assigned& partition, Record record, OffsetLedger::Sequence sequence) {
  ++in_flight_;
  Exchange& exchange = intake_.prepare(*this, ticket_of(partition.slot, sequence));
  const std::int64_t offset = record.offset;
  const auto filled = fill(exchange.message, std::move(record), partition.source);
  Headers& headers = exchange.message.headers;
  if (!settings_.auto_commit && settings_.guarantee == Guarantee::AtLeastOnce) {
    headers.add(Slice::literal(kLastRecordBeforeCommit), Value(partition.waiting.empty()));
    headers.add(Slice::literal(kLastPollRecord), Value(waiting_ == 0));
  }
  if (settings_.manual_commit) headers.add(Slice::literal(kManualCommit), make_manual_commit(session_.shared_from_this(), partition.source, offset));
  starting_ = ticket_of(partition.slot, sequence);
  ended_at_once_ = false;
  if (filled) {
    exchange.start();
  } else {
    // As in Camel, a record that cannot be deserialised never reaches the route.
    exchange.exception = filled.error();
    unreadable_ = offset;
    exchange.resume(Flow::Stop);
    unreadable_ = -1;
  }
  if (ended_at_once_ || (!one_by_one_ && may_be_followed(exchange))) return;
  partition.blocked = true;
  partition.blocker = sequence;
}

bool Lane::may_be_followed(Exchange& exchange) {
  const Program& program = intake_.program();
  if (program_ != &program) {
    program_ = &program;
    pipelined_.assign(program.code.size(), 0);
  }
  // Nearly always it is the same `to` that exchanges wait in.
  const bool plain = &exchange.program() == &program && exchange.frames().empty() && exchange.instruction().step->pipelines();
  if (plain && pipelined_[exchange.pc()] == 1) return true;
  const bool follows = only_confirmations_left(exchange);
  if (plain && follows) pipelined_[exchange.pc()] = 1;
  return follows;
}

void Lane::settled(Exchange& exchange, Ticket ticket) noexcept {
  if (settings_.batching) return settled_bundle(exchange);
  Assigned& partition = *slots_[ticket >> kSequenceBits];
  // The sequence's upper bits are cut off: no partition sees 2^48 records between two rebalances.
  const OffsetLedger::Sequence sequence = ticket & ((Ticket{1} << kSequenceBits) - 1);
  --in_flight_;
  ended_at_once_ = ended_at_once_ || ticket == starting_;
  if (partition.blocked && partition.blocker == sequence) partition.blocked = false;
  if (batch_) return settled_in_batch(exchange, partition, sequence);
  if (exchange.failed() && !passed_over(exchange, partition, sequence)) {
    partition.trying_again = true;  // until it is run again; others, which were under way before it, end meanwhile
  } else {
    partition.current = {};
    if (partition.ledger.settle(sequence)) mark(partition);
  }
  if (has_news(partition)) goes_on(partition);
  let_go();
}

void Lane::settled_in_batch(Exchange& exchange, Assigned& partition, OffsetLedger::Sequence sequence) {
  partition.ledger.settle(sequence);
  batch_->settled(partition.slot, sequence, exchange.failed() ? failure(exchange) : "");
  if (has_news(partition)) goes_on(partition);
  let_go();
}

bool Lane::has_news(const Assigned& partition) noexcept {
  return (partition.revoked && partition.under_way() == 0) || (!partition.blocked && !partition.waiting.empty());
}

void Lane::goes_on(Assigned& partition) {
  // Not from inside a step's run, where the call that brought us here may come from.
  if (partition.revoked && drain_) {
    worker().post([this, keep = session_.shared_from_this()] {
      start_waiting();
      check_drain();
    });
  } else if (partition.revoked) {
    retire(partition);
  } else if (!std::exchange(starting_later_, true)) {
    worker().post([this, keep = session_.shared_from_this()] {
      starting_later_ = false;
      start_waiting();
    });
  }
}

void Lane::start_waiting() {
  if (settings_.batching) return go_on_with_bundles();
  for (const auto& slot : slots_) {
    // Each start may settle at once, so that the next one can follow.
    while (slot && !slot->waiting.empty() && !slot->blocked && !slot->trying_again && may_start(*slot, slot->waiting.front().offset)) {
      Record record = std::move(slot->waiting.front());
      slot->waiting.pop_front();
      --waiting_;
      start(*slot, std::move(record));
    }
  }
  commit_first();
  take_later();
}

// Offsets

void Lane::mark(Assigned& partition) {
  if (!settings_.auto_commit || partition.dirty || partition.revoked) return;
  partition.dirty = true;
  dirty_.push_back(&partition);
  if (storing_later_) return;
  storing_later_ = true;
  worker().after(kStoreEvery, [this, keep = session_.shared_from_this()] {
    storing_later_ = false;
    store_dirty();
  });
}

}  // namespace kamel::kafka
