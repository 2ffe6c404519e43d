#include "connectors/threads/ticker.h"

#include <algorithm>

namespace kamel::connectors {

std::shared_ptr<Ticker> Ticker::create(Worker& worker, Plan plan, std::function<void()> run) {
  return std::shared_ptr<Ticker>(new Ticker(worker, plan, std::move(run)));
}

void Ticker::start() { arm(Clock::now() + std::max(plan_.first, std::chrono::milliseconds(0))); }

void Ticker::arm(Clock::time_point when) {
  if (stopped_) return;
  due_ = when;
  const auto wait = std::chrono::ceil<std::chrono::milliseconds>(when - Clock::now());
  timer_ = worker_.after(std::max(wait, std::chrono::milliseconds(0)), [self = shared_from_this()] { self->tick(); });
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
