// Concurrency: how many requests a server can well take at once, found out by trying.
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>

namespace kamel::http {

/// Additive increase, multiplicative decrease, as TCP does: while requests are answered about as fast as they usually are, one more at a time is tried with each
/// round; when answers become slow, or the server says that it has too much to do (429, 503) or says nothing, a tenth fewer, once in a round trip.
/// What waits are functions that start requests; the exchanges behind them hold their route's credit, so that there are never more than those. One worker's thread only.
class Concurrency {
 public:
  enum class Outcome : unsigned char { Answered, Overloaded };
  using Clock = std::chrono::steady_clock;

  explicit Concurrency(std::size_t most) : most_(most == 0 ? 1 : most) {}
  std::size_t limit() const noexcept { return static_cast<std::size_t>(limit_); }
  std::size_t running() const noexcept { return running_; }
  std::size_t waiting() const noexcept { return queue_.size(); }

  /// Whether a request may begin, which then counts until `ended`. Otherwise `start` waits to be given out by `next`.
  bool begin(std::function<void()> start);
  void ended(Clock::duration took, Outcome outcome, Clock::time_point now);
  /// The one that has waited longest and may begin now, counted as begun; empty: none may.
  std::function<void()> next();

 private:
  void decrease(Clock::time_point now);
  const std::size_t most_;
  double limit_ = 1;
  std::size_t running_ = 0;
  double usual_ = 0, spread_ = 0;  // seconds: the moving mean of answers' times, and of how far they are from it
  Clock::time_point decreased_;
  std::deque<std::function<void()>> queue_;
};

}  // namespace kamel::http
