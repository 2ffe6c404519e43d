#include "engine/circuit_breaker.h"

#include <algorithm>
#include <utility>

namespace kamel {

std::string_view name_of(CircuitBreaker::State state) noexcept {
  switch (state) {
    case CircuitBreaker::State::Closed:
      return "CLOSED";
    case CircuitBreaker::State::Open:
      return "OPEN";
    case CircuitBreaker::State::HalfOpen:
      return "HALF_OPEN";
  }
  return "";
}

void CircuitBreaker::Bucket::add(const Bucket& other) {
  calls += other.calls;
  failed += other.failed;
  slow += other.slow;
}

void CircuitBreaker::Bucket::subtract(const Bucket& other) {
  calls -= other.calls;
  failed -= other.failed;
  slow -= other.slow;
}

CircuitBreaker::State CircuitBreaker::state() const {
  const std::lock_guard lock(mutex_);
  return state_;
}

bool CircuitBreaker::permits(const CircuitSettings& settings, Clock::time_point now) {
  const std::lock_guard lock(mutex_);
  if (state_ == State::Open && now >= open_until_) {
    become(State::HalfOpen);
    trials_left_ = settings.trials;
  }
  if (state_ == State::Closed) return true;
  if (state_ == State::Open || trials_left_ == 0) return false;
  --trials_left_;
  return true;
}

void CircuitBreaker::forget() {
  const std::lock_guard lock(mutex_);
  if (state_ == State::HalfOpen) ++trials_left_;
}

void CircuitBreaker::record(const CircuitSettings& settings, Clock::time_point now, Clock::duration took, bool failed) {
  const std::lock_guard lock(mutex_);
  if (state_ == State::Open) return;  // a call that began before it opened
  const std::int64_t second = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()).count();
  const Bucket call{second, 1, failed ? 1 : 0, took > settings.slow_from ? 1 : 0};
  const bool trial = state_ == State::HalfOpen;
  push(call, settings.by_time && !trial, trial ? settings.trials : settings.window);
  const std::int64_t most = trial ? settings.trials : settings.by_time ? settings.minimum : settings.window;
  if (total_.calls < std::min(settings.minimum, most)) return;
  if (exceeds(settings)) {
    become(State::Open, now + settings.open_for);
  } else if (trial) {
    become(State::Closed);
  }
}

void CircuitBreaker::push(const Bucket& call, bool by_time, std::int64_t window) {
  if (by_time && !buckets_.empty() && buckets_.back().second == call.second) {
    buckets_.back().add(call);
  } else {
    buckets_.push_back(call);
  }
  total_.add(call);
  const auto leaves = [&] { return by_time ? buckets_.front().second <= call.second - window : std::cmp_greater(buckets_.size(), window); };
  while (leaves()) {
    total_.subtract(buckets_.front());
    buckets_.pop_front();
  }
}

void CircuitBreaker::become(State state, Clock::time_point until) {
  state_ = state;
  open_until_ = until;
  buckets_.clear();
  total_ = {};
}

bool CircuitBreaker::exceeds(const CircuitSettings& settings) const {
  const auto calls = static_cast<double>(total_.calls);
  return static_cast<double>(total_.failed) * 100 / calls >= settings.failure_rate ||
         static_cast<double>(total_.slow) * 100 / calls >= settings.slow_rate;
}

}  // namespace kamel
