#include "engine/bulkhead.h"

#include <algorithm>

#include "engine/worker.h"

namespace kamel {

Bulkhead::Entry Bulkhead::enter(Worker& worker, std::int64_t maximum, std::chrono::milliseconds patience, std::function<void(bool)> told) {
  auto waiter = std::make_shared<Waiter>(Waiter{&worker, std::move(told)});
  {
    const std::lock_guard lock(mutex_);
    if (inside_ < maximum) {
      ++inside_;
      return Entry::Inside;
    }
    if (patience.count() <= 0) return Entry::Full;
    waiting_.push_back(waiter);
  }
  worker.after(patience, [self = shared_from_this(), waiter] {
    {
      const std::lock_guard lock(self->mutex_);
      if (std::erase(self->waiting_, waiter) == 0) return;  // it is inside by now
    }
    waiter->told(false);
  });
  return Entry::Waiting;
}

void Bulkhead::leave() {
  std::shared_ptr<Waiter> next;
  {
    const std::lock_guard lock(mutex_);
    if (waiting_.empty()) {
      --inside_;
      return;
    }
    next = std::move(waiting_.front());
    waiting_.pop_front();
  }
  next->worker->post([next] { next->told(true); });
}

}  // namespace kamel
