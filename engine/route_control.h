// RouteControl: starts and stops single routes of a runtime, for who is inside of one (controlbus).
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>

#include "dsl/error.h"
#include "engine/context.h"

namespace kamel {

/// One per context. Any thread but where it says otherwise.
class RouteControl {
 public:
  enum class Action : std::uint8_t { Start, Stop, Suspend, Resume };
  /// What the runtime does.
  struct Runtime {
    std::function<Result<>(const std::string& route, Action action)> act;
    std::function<std::string(const std::string& route)> state;
    std::function<std::string(const std::string& route)> statistics;
  };

  static std::shared_ptr<RouteControl> of(Context& context) {
    return context.service<RouteControl>([] { return std::make_shared<RouteControl>(); });
  }
  /// By the runtime; nothing: it goes away. Waits for calls that are under way.
  void bind(std::optional<Runtime> runtime) {
    const std::unique_lock lock(mutex_);
    runtime_ = std::move(runtime);
  }

  /// Starts, stops, suspends or resumes a route; a route that is not there, or is in that state already, is left alone, as in Camel. A stop returns when
  /// the exchanges of the route have ended, and so must not be called on a worker's thread; nor should the others, since an apply may be under way.
  Result<> act(const std::string& route, Action action) const {
    const std::shared_lock lock(mutex_);
    return runtime_ ? runtime_->act(route, action) : Result<>();
  }
  /// Started, Stopped or Suspended; "" when there is no such route.
  std::string state(const std::string& route) const {
    const std::shared_lock lock(mutex_);
    return runtime_ ? runtime_->state(route) : "";
  }
  /// Camel's XML of what a route, or with "" each route, has done; "" when there is no such route.
  std::string statistics(const std::string& route) const {
    const std::shared_lock lock(mutex_);
    return runtime_ ? runtime_->statistics(route) : "";
  }

 private:
  mutable std::shared_mutex mutex_;
  std::optional<Runtime> runtime_;  // guarded by mutex_
};

}  // namespace kamel
