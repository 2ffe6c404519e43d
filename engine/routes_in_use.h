// RoutesInUse: the set that runs, for what is made at run time and needs more of it than a producer.
#pragma once

#include <memory>
#include <mutex>

#include "dsl/route.h"
#include "engine/context.h"

namespace kamel {

/// One per context. Any thread.
class RoutesInUse {
 public:
  static std::shared_ptr<RoutesInUse> of(Context& context) {
    return context.service<RoutesInUse>([] { return std::make_shared<RoutesInUse>(); });
  }
  /// nullptr before the first set was applied.
  std::shared_ptr<const RouteSet> get() const {
    const std::lock_guard lock(mutex_);
    return set_;
  }
  void set(std::shared_ptr<const RouteSet> set) {
    const std::lock_guard lock(mutex_);
    set_ = std::move(set);
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const RouteSet> set_;
};

}  // namespace kamel
