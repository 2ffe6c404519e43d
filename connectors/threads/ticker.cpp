#include "connectors/threads/ticker.h"

#include <algorithm>

namespace kamel::connectors {
namespace {
// The machine's clock may be set while a timer waits: it is looked at again so often.
constexpr std::int64_t kLongestWait = 60'000;
constexpr std::int64_t kTooLate = 60'000;
}  // namespace

std::shared_ptr<Ticker> Ticker::create(Worker& worker, Plan plan, std::function<void()> run) {
  return std::shared_ptr<Ticker>(new Ticker(worker, plan, std::move(run)));
}

void Ticker::start() {
  if (plan_.calendar) {
    date_ = Clock::wall_ms();
    return arm_calendar();
  }
  arm(Clock::now() + std::max(plan_.first, std::chrono::milliseconds(0)));
}

void Ticker::arm(Clock::time_point when) {
  if (stopped_) return;
  due_ = when;
  const auto wait = std::chrono::ceil<std::chrono::milliseconds>(when - Clock::now());
  timer_ = worker_.after(std::max(wait, std::chrono::milliseconds(0)), [self = shared_from_this()] { self->tick(); });
}

void Ticker::arm_calendar() {
  const auto next = plan_.calendar(date_);
  if (!next) return stop();
  const std::int64_t now = Clock::wall_ms();
  date_ = now - *next > kTooLate ? now : *next;
  wait_for_date();
}

void Ticker::wait_for_date() {
  const std::int64_t left = std::clamp<std::int64_t>(date_ - Clock::wall_ms(), 0, kLongestWait);
  timer_ = worker_.after(std::chrono::milliseconds(left), [self = shared_from_this()] {
    if (!self->stopped_ && Clock::wall_ms() < self->date_) return self->wait_for_date();
    self->tick();
  });
}

void Ticker::tick() {
  timer_ = 0;
  if (stopped_) return;
  running_ = true;
  began_ = Clock::now();
  const auto run = run_;  // it may stop this ticker, which forgets it
  run();
}

void Ticker::done(bool at_once) {
  if (stopped_ || !running_) return;
  running_ = false;
  if (plan_.calendar) return arm_calendar();
  if (at_once) return arm(Clock::now());
  if (plan_.every.count() < 1) return stop();
  switch (plan_.pace) {
    case Pace::FromStart: return arm(began_ + plan_.every);
    case Pace::FromEnd: return arm(Clock::now() + plan_.every);
    case Pace::FixedRate: return arm(due_ + plan_.every);
  }
}

void Ticker::stop() {
  stopped_ = true;
  if (timer_ != 0) worker_.cancel(timer_);
  timer_ = 0;
  run_ = nullptr;
}

}  // namespace kamel::connectors
