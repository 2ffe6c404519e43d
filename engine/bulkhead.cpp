#include "engine/bulkhead.h"

#include <algorithm>
#include <utility>

#include "engine/worker.h"

namespace kamel {

Bulkhead::Entry Bulkhead::enter(Worker& worker, const BulkheadLimits& limits, std::function<void(bool)> told) {
  auto waiter = std::make_shared<Waiter>(Waiter{&worker, std::move(told)});
  {
    const std::lock_guard lock(mutex_);
    if (inside_ < limits.inside) {
      ++inside_;
      return Entry::Inside;
    }
    if (limits.patience.count() == 0 || std::cmp_greater_equal(waiting_.size(), limits.waiting)) return Entry::Full;
    waiting_.push_back(waiter);
  }
  if (limits.patience.count() < 0) return Entry::Waiting;
  worker.after(limits.patience, [self = shared_from_this(), waiter] {
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
