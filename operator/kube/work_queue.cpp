#include "operator/kube/work_queue.h"

#include <algorithm>

namespace kamel::kube {
namespace {
constexpr std::chrono::milliseconds kFirstDelay{20};
constexpr std::chrono::milliseconds kLongestDelay{30'000};
}  // namespace

void WorkQueue::add(const Key& key) {
  const std::lock_guard lock(mutex_);
  add_locked(key);
}

void WorkQueue::add_locked(const Key& key) {
  if (closed_ || waiting_.contains(key)) return;
  if (working_.contains(key)) {
    again_.try_emplace(key, Clock::now());
    return;
  }
  waiting_.insert(key);
  ready_.push_back({key, Clock::now()});
  changed_.notify_one();
}

void WorkQueue::add_after(const Key& key, std::chrono::milliseconds delay) {
  const std::lock_guard lock(mutex_);
  const auto due = Clock::now() + delay;
  const auto [entry, fresh] = later_.try_emplace(key, due);
  if (!fresh) entry->second = std::min(entry->second, due);
  changed_.notify_one();
}

void WorkQueue::retry(const Key& key) {
  std::chrono::milliseconds delay = kFirstDelay;
  {
    const std::lock_guard lock(mutex_);
    delay = std::min(kLongestDelay, std::chrono::milliseconds(kFirstDelay * (1 << std::min(failures_[key]++, 12U))));
  }
  add_after(key, delay);
}

void WorkQueue::forget(const Key& key) {
  const std::lock_guard lock(mutex_);
  failures_.erase(key);
}

void WorkQueue::move_due() {
  const auto now = Clock::now();
  for (auto entry = later_.begin(); entry != later_.end();) {
    if (entry->second > now) {
      ++entry;
      continue;
    }
    add_locked(entry->first);
    entry = later_.erase(entry);
  }
}

std::optional<WorkQueue::Work> WorkQueue::take() {
  std::unique_lock lock(mutex_);
  for (;;) {
    move_due();
    if (closed_) return std::nullopt;
    if (!ready_.empty()) break;
    const auto next = std::ranges::min_element(later_, {}, [](const auto& entry) { return entry.second; });
    if (next == later_.end()) {
      changed_.wait(lock);
    } else {
      const auto due = next->second;
      changed_.wait_until(lock, due);
    }
  }
  Work work = std::move(ready_.front());
  ready_.pop_front();
  waiting_.erase(work.key);
  working_.insert(work.key);
  if (!ready_.empty()) changed_.notify_one();
  return work;
}

void WorkQueue::done(const Key& key) {
  const std::lock_guard lock(mutex_);
  working_.erase(key);
  const auto again = again_.find(key);
  if (again == again_.end() || closed_) return;
  waiting_.insert(key);
  ready_.push_back({key, again->second});
  again_.erase(again);
  changed_.notify_one();
}

void WorkQueue::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  changed_.notify_all();
}

std::size_t WorkQueue::size() const {
  const std::lock_guard lock(mutex_);
  return ready_.size();
}

}  // namespace kamel::kube
