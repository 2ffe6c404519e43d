#include "connectors/http/concurrency.h"

#include <algorithm>
#include <cmath>

namespace kamel::http {
namespace {

constexpr double kWeight = 0.1;      // of a new time in the moving means
constexpr double kSlow = 2.5;        // spreads above the mean: slower than usual
constexpr double kDecrease = 0.9;
constexpr double kLeastSpread = 0.002;  // seconds: below, it is noise

}  // namespace

bool Concurrency::begin(std::function<void()> start) {
  if (running_ < limit() && queue_.empty()) return ++running_, true;
  queue_.push_back(std::move(start));
  return false;
}

void Concurrency::ended(Clock::duration took, Outcome outcome, Clock::time_point now) {
  const bool busy = !queue_.empty() || running_ >= limit();
  --running_;
  const double seconds = std::chrono::duration<double>(took).count();
  const bool slow = usual_ > 0 && seconds > usual_ + std::max(spread_ * kSlow, kLeastSpread) && seconds > usual_ * 1.5;
  if (outcome == Outcome::Overloaded || slow) {
    decrease(now);
  } else if (busy) {  // more is only tried where the limit is what holds back
    limit_ = std::min(limit_ + 1 / limit_, static_cast<double>(most_));
  }
  if (outcome == Outcome::Overloaded) return;
  spread_ += kWeight * (std::abs(seconds - usual_) - spread_);
  usual_ = usual_ == 0 ? seconds : usual_ + kWeight * (seconds - usual_);
}

// Once per round: the answers to what was under way already tell of the same congestion.
void Concurrency::decrease(Clock::time_point now) {
  const auto round = std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(usual_));
  if (decreased_ != Clock::time_point() && now - decreased_ < round) return;
  decreased_ = now;
  limit_ = std::max(1.0, limit_ * kDecrease);
}

std::function<void()> Concurrency::next() {
  if (queue_.empty() || running_ >= limit()) return nullptr;
  auto start = std::move(queue_.front());
  queue_.pop_front();
  ++running_;
  return start;
}

}  // namespace kamel::http
