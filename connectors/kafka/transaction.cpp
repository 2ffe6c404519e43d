#include "connectors/kafka/transaction.h"

#include "engine/context.h"
#include "engine/worker.h"

namespace kamel::kafka {
namespace {

constexpr std::string_view kAborted = "org.apache.kafka.common.errors.TransactionAbortedException";
constexpr int kPatienceMs = 30'000;
constexpr std::chrono::milliseconds kRetry{500};
constexpr std::chrono::milliseconds kPurge{10};

}  // namespace

/// What came of a call. Empty: it worked.
struct Transaction::Outcome {
  std::string text;
  bool fatal = false, retriable = false;
  bool ok() const noexcept { return text.empty(); }
};

void Transaction::run(std::function<rd_kafka_error_t*(rd_kafka_t*)> job, std::function<void(const Outcome&)> done) {
  const auto outcome = std::make_shared<Outcome>();
  rd_kafka_t* client = producer_->client();  // held by `done`, which outlives the job
  worker_.offload(
      [client, outcome, job = std::move(job)] {
        const KafkaError failed(job(client));
        if (!failed) return;
        *outcome = {rd_kafka_error_string(failed.get()), rd_kafka_error_is_fatal(failed.get()) != 0, rd_kafka_error_is_retriable(failed.get()) != 0};
        if (outcome->text.empty()) outcome->text = rd_kafka_error_name(failed.get());
      },
      [outcome, alive = alive_, held = producer_, done = std::move(done)] {
        if (*alive) done(*outcome);
      });
}

void Transaction::report(std::string_view what, const Outcome& outcome) const {
  worker_.context().report(LogLevel::Warn, "Kafka transaction: " + std::string(what) + ": " + outcome.text);
}

void Transaction::start(std::function<void()> ready) {
  ready_ = std::move(ready);
  state_ = State::Down;
  producer_ = std::make_shared<Producer>(worker_, settings_);
  if (producer_->broken()) {
    report("no producer", {std::string(producer_->broken().message())});
    worker_.after(kRetry, [this, alive = alive_] {
      if (*alive) start(std::move(ready_));
    });
    return;
  }
  initialise();
}

void Transaction::initialise() {
  run([](rd_kafka_t* client) { return rd_kafka_init_transactions(client, kPatienceMs); },
      [this](const Outcome& outcome) {
        if (outcome.ok()) return this->ready();
        report("cannot start", outcome);
        worker_.after(kRetry, [this, alive = alive_, fatal = outcome.fatal] {
          if (*alive) fatal ? start(std::move(ready_)) : initialise();
        });
      });
}

void Transaction::ready() {
  state_ = State::Ready;
  failed_ = false;
  if (const auto done = std::exchange(ready_, nullptr)) done();
}

void Transaction::begin() {
  const KafkaError failed(rd_kafka_begin_transaction(producer_->client()));
  state_ = State::Open;
  failed_ = failed != nullptr;
  if (failed) report("cannot begin", {rd_kafka_error_string(failed.get())});
  for (auto& [exchange, send] : std::exchange(waiting_, {})) exchange->resume(send());
}

void Transaction::commit(PartitionList offsets, rd_kafka_t* consumer, std::shared_ptr<void> keep, std::function<void(bool)> done) {
  state_ = State::Committing;
  producer_->hand_over();
  const std::shared_ptr<rd_kafka_topic_partition_list_t> list(std::move(offsets));
  // The generation is that of now: the partitions are ours until the revocation is confirmed, which waits for us.
  const auto job = [list, consumer](rd_kafka_t* client) -> rd_kafka_error_t* {
    if (list->cnt != 0) {
      rd_kafka_consumer_group_metadata_t* group = rd_kafka_consumer_group_metadata(consumer);
      rd_kafka_error_t* failed = rd_kafka_send_offsets_to_transaction(client, list.get(), group, kPatienceMs);
      rd_kafka_consumer_group_metadata_destroy(group);
      if (failed != nullptr) return failed;
    }
    return rd_kafka_commit_transaction(client, kPatienceMs);
  };
  run(job, [this, keep, done = std::move(done)](const Outcome& outcome) {
    if (!outcome.ok()) report("cannot be committed", outcome);
    if (outcome.ok()) state_ = State::Ready;
    failed_ = !outcome.ok();
    if (outcome.ok() && producer_->outdated()) return start([done] { done(true); });
    done(outcome.ok());
  });
}

void Transaction::abort(std::function<void()> done) {
  state_ = State::Aborting;
  for (auto& [exchange, send] : std::exchange(waiting_, {})) {
    worker_.post([exchange = exchange] { exchange->resume(exchange->fail(std::string_view(kAborted), "the transaction was aborted")); });
  }
  producer_->hand_over();
  run([](rd_kafka_t* client) { return rd_kafka_abort_transaction(client, kPatienceMs); },
      [this, done = std::move(done)](const Outcome& outcome) {
        ready_ = done;
        if (outcome.ok() && producer_->doubtful()) {
          worker_.context().report(LogLevel::Info, "Kafka transaction: it held sends of unknown outcome; another producer takes the place of this one");
          return start_again();
        }
        if (outcome.ok()) {
          producer_->found();
          return ready();
        }
        report("cannot be aborted", outcome);
        if (!outcome.retriable) return start_again();
        worker_.after(kRetry, [this, alive = alive_] {
          if (*alive) abort(std::move(ready_));
        });
      });
}

/// Another producer in the place of one that is shut out, once each record of that one has been reported.
void Transaction::start_again() {
  rd_kafka_purge(producer_->client(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT | RD_KAFKA_PURGE_F_NON_BLOCKING);
  if (producer_->outstanding() == 0) return start(std::move(ready_));
  worker_.after(kPurge, [this, alive = alive_] {
    if (*alive) start_again();
  });
}

Flow Transaction::not_open(Exchange& exchange, std::function<Flow()> send) {
  if (state_ != State::Committing && state_ != State::Ready) {
    return exchange.fail(kAborted, "the transaction that this message belongs to was aborted; its record is read again");
  }
  waiting_.emplace_back(&exchange, std::move(send));
  wanted_();
  return Flow::Suspend;
}

}  // namespace kamel::kafka
