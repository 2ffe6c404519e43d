// The part of Lane for partitions that come and go with a rebalance, and for the offsets that are kept or committed meanwhile. (What each record passes is in lane.cpp.)
#include <algorithm>

#include "connectors/kafka/lane.h"
#include "connectors/kafka/session.h"

namespace kamel::kafka {

void Lane::assign(const std::vector<TopicPartition>& partitions) {
  for (const TopicPartition& partition : partitions) {
    auto assigned = std::make_unique<Assigned>();
    assigned->source = {partition.topic, partition.partition, settings_.key, settings_.value, settings_.events};
    assigned->reader = session_.reader(partition.topic);
    if (assigned->reader && settings_.from_end) assigned->reader->skip_to_end(partition.partition);
    const auto free = std::ranges::find_if(slots_, [](const auto& slot) { return slot == nullptr; });
    assigned->slot = static_cast<std::uint32_t>(free - slots_.begin());
    if (free == slots_.end()) {
      slots_.push_back(std::move(assigned));
    } else {
      *free = std::move(assigned);
    }
  }
  last_found_ = nullptr;
}

void Lane::drain(const std::vector<TopicPartition>& partitions, std::chrono::milliseconds deadline, std::function<void()> done) {
  drain_ = std::make_unique<Drain>();
  drain_->done = std::move(done);
  for (const TopicPartition& partition : partitions) {
    Assigned* assigned = find(partition);
    if (assigned == nullptr) continue;
    assigned->revoked = true;
    if (!committing_first_) drop_waiting(*assigned);
    drain_->partitions.push_back(assigned);
  }
  last_found_ = nullptr;
  take_later();  // others may have waited for the room of these
  drain_->timer = worker().after(deadline, [this, keep = session_.shared_from_this()] {
    if (drain_ && !(batch_ && batch_->committing())) finish_drain();  // a commit cannot be taken back, and tells when it is done
  });
  if (batch_) deadline.count() == 0 ? batch_->doom() : batch_->close();
  check_drain();
}

/// But for those committed before they ran (at most once): nobody else will run them.
void Lane::drop_waiting(Assigned& partition) {
  while (!partition.waiting.empty() && partition.waiting.back().offset >= partition.committed) {
    partition.waiting.pop_back();
    --waiting_;
  }
}

bool Lane::is_idle(const Assigned& partition) const noexcept { return partition.under_way() == 0 && partition.waiting.empty() && !committing_first_; }

void Lane::check_drain() {
  const auto idle = [this](const Assigned* partition) { return is_idle(*partition); };
  if (!drain_ || (batch_ && !batch_->idle()) || !std::ranges::all_of(drain_->partitions, idle)) return;
  worker().cancel(drain_->timer);
  finish_drain();
}

void Lane::finish_drain() {
  if (batch_) batch_->doom();
  const auto drain = std::move(drain_);
  store(drain->partitions);
  for (Assigned* partition : drain->partitions) {
    std::erase(dirty_, partition);
    if (batch_) batch_->forget(partition->slot);
    waiting_ -= partition->waiting.size();
    partition->waiting.clear();
    partition->dirty = true;  // never again among the dirty ones
    if (partition->under_way() == 0) retire(*partition);
  }
  drain->done();
}

void Lane::retire(Assigned& partition) { slots_[partition.slot].reset(); }

/// At most once: nothing starts before its offset is committed.
void Lane::commit_first() {
  if (committing_first_ || settings_.guarantee != Guarantee::AtMostOnce || closed_) return;
  const std::shared_ptr<rd_kafka_topic_partition_list_t> list(make_partition_list(slots_.size()));
  for (const auto& slot : slots_) {
    if (!slot || slot->revoked || slot->waiting.empty() || slot->waiting.back().offset < slot->committed) continue;
    rd_kafka_topic_partition_list_add(list.get(), slot->source.topic.data(), slot->source.partition)->offset = slot->waiting.back().offset + 1;
  }
  if (list->cnt == 0) return;
  committing_first_ = true;
  const auto keep = session_.shared_from_this();
  const auto failed = std::make_shared<rd_kafka_resp_err_t>(RD_KAFKA_RESP_ERR_NO_ERROR);
  worker().offload([keep, list, failed] { *failed = rd_kafka_commit(keep->client(), list.get(), 0); },
                   [this, keep, list, failed] {
                     committing_first_ = false;
                     if (*failed != RD_KAFKA_RESP_ERR_NO_ERROR) {
                       session_.report(*failed, rd_kafka_err2str(*failed));
                       worker().after(settings_.retry, [this, keep] { commit_first(); });
                     } else {
                       committed_first(*list);
                     }
                     if (drain_) std::ranges::for_each(drain_->partitions, [this](Assigned* partition) { drop_waiting(*partition); });
                     start_waiting();
                     check_drain();
                   });
}

void Lane::committed_first(const rd_kafka_topic_partition_list_t& list) {
  for (int i = 0; i < list.cnt; ++i) {
    for (const auto& slot : slots_) {
      if (slot && slot->source.topic == list.elems[i].topic && slot->source.partition == list.elems[i].partition) slot->committed = list.elems[i].offset;
    }
  }
}

void Lane::store_dirty() {
  store(dirty_);
  for (Assigned* partition : dirty_) partition->dirty = false;
  dirty_.clear();
}

void Lane::store(std::span<Assigned* const> partitions) {
  if (!settings_.auto_commit) return;
  const PartitionList list = make_partition_list(partitions.size());
  for (Assigned* partition : partitions) {
    if (partition->ledger.next() <= partition->stored) continue;
    partition->stored = partition->ledger.next();
    rd_kafka_topic_partition_list_add(list.get(), partition->source.topic.data(), partition->source.partition)->offset = partition->stored;
  }
  if (list->cnt != 0) rd_kafka_offsets_store(session_.client(), list.get());
}

}  // namespace kamel::kafka
