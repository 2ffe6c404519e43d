#include "connectors/seda/queue.h"

#include <utility>

namespace kamel::connectors {

void SedaParcel::Carrier::operator()(Exchange* exchange) const noexcept { exchange->discard(); }

void SedaQueue::set_capacity(std::size_t capacity) {
  const std::lock_guard lock(mutex_);
  capacity_ = capacity;
}

std::size_t SedaQueue::capacity() const {
  const std::lock_guard lock(mutex_);
  return capacity_;
}

bool SedaQueue::offer(SedaParcel& parcel) {
  std::function<void()> wake;
  {
    const std::lock_guard lock(mutex_);
    if (parcels_.size() >= capacity_) return false;
    parcels_.push_back(std::move(parcel));
    if (!for_parcels_.empty()) {
      wake = std::move(for_parcels_.front());
      for_parcels_.pop_front();
    }
  }
  if (wake) wake();
  return true;
}

std::optional<SedaParcel> SedaQueue::take() {
  std::optional<SedaParcel> parcel;
  std::function<void()> wake;
  {
    const std::lock_guard lock(mutex_);
    if (parcels_.empty()) return std::nullopt;
    parcel = std::move(parcels_.front());
    parcels_.pop_front();
    if (!for_room_.empty()) {
      wake = std::move(for_room_.front());
      for_room_.pop_front();
    }
  }
  if (wake) wake();
  return parcel;
}

std::size_t SedaQueue::size() const {
  const std::lock_guard lock(mutex_);
  return parcels_.size();
}

void SedaQueue::purge() {
  std::deque<SedaParcel> dropped;
  const std::lock_guard lock(mutex_);
  dropped.swap(parcels_);
}

void SedaQueue::when_filled(std::function<void()> wake) {
  {
    const std::lock_guard lock(mutex_);
    if (parcels_.empty()) {
      for_parcels_.push_back(std::move(wake));
      return;
    }
  }
  wake();
}

void SedaQueue::when_room(std::function<void()> wake) {
  {
    const std::lock_guard lock(mutex_);
    if (parcels_.size() >= capacity_) {
      for_room_.push_back(std::move(wake));
      return;
    }
  }
  wake();
}

void SedaQueue::nudge() {
  std::function<void()> reader, writer;
  {
    const std::lock_guard lock(mutex_);
    if (!parcels_.empty() && !for_parcels_.empty()) {
      reader = std::move(for_parcels_.front());
      for_parcels_.pop_front();
    }
    if (parcels_.size() < capacity_ && !for_room_.empty()) {
      writer = std::move(for_room_.front());
      for_room_.pop_front();
    }
  }
  if (reader) reader();
  if (writer) writer();
}

int SedaQueue::consumers() const {
  const std::lock_guard lock(mutex_);
  return consumers_;
}

void SedaQueue::join(Intake& intake) {
  const std::lock_guard lock(mutex_);
  members_.push_back(&intake);
}

void SedaQueue::leave(Intake& intake) {
  const std::lock_guard lock(mutex_);
  std::erase(members_, &intake);
}

std::vector<Intake*> SedaQueue::members() const {
  const std::lock_guard lock(mutex_);
  return members_;
}

void SedaQueue::change_consumers(int by) {
  const std::lock_guard lock(mutex_);
  consumers_ += by;
}

}  // namespace kamel::connectors
