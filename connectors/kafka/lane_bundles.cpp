// The part of Lane that makes lists of records (batching=true): one at a time, of what waits in the lane's partitions.
#include <algorithm>

#include "connectors/kafka/lane.h"
#include "connectors/kafka/manual_commit.h"
#include "connectors/kafka/session.h"
#include "engine/context.h"
#include "engine/exchange_value.h"

namespace kamel::kafka {

void Lane::start_bundle() {
  if (closed_ || bundle_ || bundle_held_ || waiting_ == 0) return;
  if (!bundle_due_ && waiting_ < settings_.batch && room() != 0) return wait_for_bundle();
  bundle_due_ = false;
  worker().cancel(std::exchange(bundle_timer_, 0));
  gather();
}

void Lane::wait_for_bundle() {
  if (bundle_timer_ != 0) return;
  bundle_timer_ = worker().after(settings_.bundle_interval, [this, keep = session_.shared_from_this()] {
    bundle_timer_ = 0;
    bundle_due_ = true;
    start_bundle();
  });
}

/// Takes from each partition in its order. The order of partitions changes from list to list.
void Lane::gather() {
  Bundle bundle;
  List list;
  const std::size_t first = next_slot_++;
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    const auto& slot = slots_[(first + i) % slots_.size()];
    while (slot && !slot->revoked && !slot->waiting.empty() && bundle.parts.size() < settings_.batch) {
      if (!add(bundle, *slot, list)) break;
    }
  }
  if (!bundle.parts.empty()) return run_bundle(std::make_unique<Bundle>(std::move(bundle)), std::move(list));
  go_on_later();
}

/// Whether the partition's next record may be taken, too.
bool Lane::add(Bundle& bundle, Assigned& partition, List& list) {
  Record& record = partition.waiting.front();
  Message message;
  if (const auto filled = fill(message, record, partition.source); !filled) {
    if (!is_poll_error_passed_over(partition, record.offset, filled.error())) {
      bundle_held_ = true;
      return false;
    }
    if (partition.ledger.settle(partition.ledger.enter(record.offset))) mark(partition);
  } else {
    if (settings_.manual_commit) message.headers.add(Slice::literal(kManualCommit), make_manual_commit(session_.shared_from_this(), partition.source, record.offset));
    list.push_back(Value(std::make_unique<ExchangeValue>(std::move(message), ExchangeProperties(), true)));
    const auto sequence = partition.ledger.enter(record.offset);
    bundle.parts.push_back({&partition, sequence, std::move(record)});
  }
  partition.waiting.pop_front();
  --waiting_;
  return true;
}

void Lane::run_bundle(std::unique_ptr<Bundle> bundle, List list) {
  bundle_ = std::move(bundle);
  ++in_flight_;
  Exchange& exchange = intake_.prepare(*this, 0);
  const auto* last = list[list.size() - 1].object_as<ExchangeValue>();
  if (const Value* commit = last->message().headers.find(kManualCommit)) exchange.message.headers.add(Slice::literal(kManualCommit), *commit);
  exchange.message.body = Value(std::move(list));
  exchange.start();
}

void Lane::settled_bundle(Exchange& exchange) {
  --in_flight_;
  const auto bundle = std::exchange(bundle_, nullptr);
  const bool again = exchange.failed() && settings_.break_on_first_error;
  if (exchange.failed()) worker().context().log().report(LogLevel::Warn, failure(exchange) + (again ? "; these records are tried again" : ""));
  if (again) {
    put_back(*bundle);
  } else {
    for (const auto& part : bundle->parts) {
      if (part.partition->ledger.settle(part.sequence)) mark(*part.partition);
    }
  }
  go_on_later();
  let_go();
}

/// The records wait again, before all others; those of partitions that have been revoked are somebody else's.
void Lane::put_back(Bundle& bundle) {
  store_dirty();
  for (auto part = bundle.parts.rbegin(); part != bundle.parts.rend(); ++part) {
    Assigned& partition = *part->partition;
    partition.ledger = {};
    if (partition.revoked) continue;
    partition.waiting.push_front(std::move(part->record));
    ++waiting_;
  }
  bundle_held_ = true;
  worker().after(settings_.retry, [this, keep = session_.shared_from_this()] {
    bundle_held_ = false;
    bundle_due_ = true;
    start_bundle();
  });
}

/// Not from inside a step's run, where the call that brought us here may come from.
void Lane::go_on_later() {
  if (std::exchange(starting_later_, true)) return;
  worker().post([this, keep = session_.shared_from_this()] {
    starting_later_ = false;
    go_on_with_bundles();
  });
}

void Lane::go_on_with_bundles() {
  check_drain();
  for (const auto& slot : slots_) {
    const bool drains = drain_ && std::ranges::find(drain_->partitions, slot.get()) != drain_->partitions.end();
    if (slot && slot->revoked && !drains && slot->under_way() == 0) retire(*slot);
  }
  start_bundle();
  take_later();
}

}  // namespace kamel::kafka
