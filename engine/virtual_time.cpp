#include "engine/virtual_time.h"

#include <algorithm>
#include <utility>

#include "engine/worker.h"

namespace kamel {

bool VirtualTime::pass(Worker& worker, std::chrono::milliseconds span) {
  worker.post([this, span] {
    allow(span);
    whole_ = true;
  });
  return settle(worker);
}

// The request goes through the worker's loop: what was posted before it is done before the answer.
bool VirtualTime::settle(Worker& worker) {
  std::unique_lock lock(mutex_);
  const std::uint64_t mine = ++asked_;
  worker.post([this, mine] {
    const std::lock_guard guard(mutex_);
    seen_ = mine;
  });
  return changed_.wait_for(lock, kPatience, [&] { return quiet_ >= mine; });
}

VirtualTime::TimerId VirtualTime::after(std::chrono::milliseconds delay, std::function<void()> task) {
  const Clock::time_point when = now_ + std::max(delay, std::chrono::milliseconds(0));
  timers_.emplace(Key{when, ++last_}, std::move(task));
  due_.emplace(last_, when);
  return last_;
}

bool VirtualTime::cancel(TimerId timer) {
  const auto found = due_.find(timer);
  if (found == due_.end()) return false;
  timers_.erase({found->second, timer});
  due_.erase(found);
  return true;
}

bool VirtualTime::run_next() {
  if (!timers_.empty() && timers_.begin()->first.first <= horizon_) {
    auto timer = timers_.extract(timers_.begin());
    due_.erase(timer.key().second);
    now_ = std::max(now_, timer.key().first);
    timer.mapped()();
    return true;
  }
  if (std::exchange(whole_, false)) now_ = std::max(now_, horizon_);
  horizon_ = now_;
  const std::lock_guard lock(mutex_);
  quiet_ = seen_;
  changed_.notify_all();
  return false;
}

void VirtualTime::clear() noexcept {
  timers_.clear();
  due_.clear();
}

}  // namespace kamel
