#include "connectors/kafka/batch.h"

#include <algorithm>
#include <numeric>

#include "engine/context.h"

namespace kamel::kafka {
namespace {

constexpr std::size_t kMostRecords = 100'000;
constexpr std::size_t kMostBytes = 64 * 1024 * 1024;
constexpr std::chrono::milliseconds kPause{200};  // before another attempt where it was not a record's fault

}  // namespace

Batch::Batch(Worker& worker, const std::string& route_id, Settings settings, rd_kafka_t* consumer, Hooks hooks)
    : worker_(worker), settings_(std::move(settings)), consumer_(consumer), hooks_(std::move(hooks)), board_(TransactionBoard::shared(worker.context())),
      transaction_(worker, settings_.client, [this] { worker_.post(later(&Batch::begin_for_others)); }) {
  board_->put(worker, route_id, transaction_);
}

Batch::~Batch() {
  *alive_ = false;
  board_->take(worker_, transaction_);
}

std::function<void()> Batch::later(void (Batch::*what)()) {
  return [this, what, alive = alive_, keep = hooks_.keep()] {
    if (*alive) (this->*what)();
  };
}

void Batch::start() { transaction_.start(later(&Batch::over)); }

bool Batch::accepts(std::uint32_t slot, std::int64_t offset) {
  if (phase_ == Phase::Idle) return true;
  if (phase_ != Phase::Open || solo_) return false;
  if (suspects_.empty() || !suspects_.contains({slot, offset})) return true;
  if (count_ == 0) return true;
  close();
  return false;
}

void Batch::begin() {
  phase_ = Phase::Open;
  error_.clear();
  solo_ = taken_back_ = false;
  count_ = bytes_ = 0;
  transaction_.begin();
  worker_.after(settings_.interval, [this, alive = alive_, number = ++number_] {
    if (*alive && number == number_) close();
  });
}

/// Exchanges that nobody waits for (wire taps) may send when no record is under way.
void Batch::begin_for_others() {
  if (phase_ == Phase::Idle && transaction_.awaited()) begin();
}

void Batch::enter(std::uint32_t slot, const RecordSource& source, const Record& record) {
  if (phase_ == Phase::Idle) begin();
  solo_ = !suspects_.empty() && suspects_.contains({slot, record.offset});
  if (parts_.size() <= slot) parts_.resize(slot + 1);
  parts_[slot].source = source;
  parts_[slot].records.push_back(record);
  ++in_flight_;
  ++count_;
  bytes_ += record.bytes.size() + record.key_size;
  if (solo_ || count_ >= kMostRecords || bytes_ >= kMostBytes) phase_ = Phase::Closing;
}

void Batch::settled(std::uint32_t slot, std::uint64_t sequence, const std::string& error) {
  --in_flight_;
  // What fails since the transaction is lost is not to blame.
  if (!error.empty() && !transaction_.failed() && phase_ != Phase::Aborting && slot < parts_.size() && sequence < parts_[slot].records.size()) {
    suspects_.emplace(slot, parts_[slot].records[sequence].offset);
    error_ = error;
    close();
  }
  if (in_flight_ != 0) return;
  if (phase_ == Phase::Closing) return end();
  if (phase_ == Phase::Aborting && taken_back_) worker_.post(later(&Batch::rewind));
}

void Batch::close() {
  if (phase_ != Phase::Open) return;
  phase_ = Phase::Closing;
  if (in_flight_ == 0) end();
}

void Batch::doom() {
  if (phase_ == Phase::Open || phase_ == Phase::Closing) abort();
}

void Batch::end() { error_.empty() && !transaction_.failed() ? commit() : abort(); }

PartitionList Batch::offsets() const {
  PartitionList list = make_partition_list(parts_.size());
  for (const Part& part : parts_) {
    if (part.records.empty()) continue;
    rd_kafka_topic_partition_list_add(list.get(), part.source.topic.data(), part.source.partition)->offset = part.records.back().offset + 1;
  }
  return list;
}

void Batch::commit() {
  phase_ = Phase::Committing;
  transaction_.commit(offsets(), consumer_, hooks_.keep(), [this](bool committed) {
    if (!committed) return abort();
    for (std::uint32_t slot = 0; slot < parts_.size(); ++slot) {
      for (const Record& record : parts_[slot].records) {
        if (suspects_.empty()) break;
        suspects_.erase({slot, record.offset});
      }
      if (!std::exchange(parts_[slot].records, {}).empty()) hooks_.reset(slot, {});
    }
    over();
  });
}

void Batch::over() {
  phase_ = Phase::Idle;
  begin_for_others();
  hooks_.ended();
}

void Batch::abort() {
  phase_ = Phase::Aborting;
  transaction_.abort([this, keep = hooks_.keep()] {
    taken_back_ = true;
    if (in_flight_ == 0) rewind();
  });
}

/// Nothing of it is left, here or with the brokers.
void Batch::rewind() {
  if (error_.empty()) {
    worker_.after(kPause, later(&Batch::run_again));
  } else if (count_ != 1) {
    worker_.context().report(LogLevel::Info, "Kafka transaction: taken back, and run again without the record that failed");
    run_again();
  } else if (settings_.try_for_ever) {
    worker_.context().report(LogLevel::Warn, error_ + ", which is tried again");
    worker_.after(settings_.retry, later(&Batch::run_again));
  } else {
    pass_over();
  }
}

void Batch::run_again() {
  for (std::uint32_t slot = 0; slot < parts_.size(); ++slot) {
    if (auto records = std::exchange(parts_[slot].records, {}); !records.empty()) hooks_.reset(slot, std::move(records));
  }
  over();
}

/// As Camel's consumer: a record whose route fails is reported, and the next one follows. Nothing that it has sent is seen.
void Batch::pass_over() {
  worker_.context().report(LogLevel::Warn, error_);
  transaction_.begin();
  commit();
}

void Batch::forget(std::uint32_t slot) {
  if (slot < parts_.size()) parts_[slot].records.clear();
  std::erase_if(suspects_, [slot](const auto& suspect) { return suspect.first == slot; });
}

}  // namespace kamel::kafka
