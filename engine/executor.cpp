#include "engine/executor.h"

#include <bit>

#include "engine/clock.h"
#include "engine/context.h"
#include "engine/intake.h"
#include "engine/names.h"
#include "engine/step_frame.h"
#include "engine/ticks.h"
#include "engine/worker.h"

namespace kamel {
namespace {

// One writer: a plain add, visible to readers without a locked instruction.
void bump(std::atomic<std::uint64_t>& counter, std::uint64_t by = 1) noexcept {
  counter.store(counter.load(std::memory_order_relaxed) + by, std::memory_order_relaxed);
}

constexpr int kDeepestNesting = 400;  // of exchanges that are started by others on one stack

/// Counts the exchanges that are being started on this thread, one inside the other.
class Nesting {
 public:
  Nesting() noexcept { ++depth; }
  ~Nesting() { --depth; }
  Nesting(const Nesting&) = delete;
  Nesting& operator=(const Nesting&) = delete;
  static bool too_deep() noexcept { return depth > kDeepestNesting; }

 private:
  static inline thread_local int depth = 0;
};

}  // namespace

void Executor::start(Exchange& exchange) noexcept {
  const Nesting nesting;
  if (Nesting::too_deep()) return give_up(exchange);
  try {
    run(exchange);
  } catch (const std::exception& bug) {
    exchange.fail("java.lang.RuntimeException", bug.what());
    go_on(exchange, Flow::Fail);
  }
}

// Ends at once: no handler is asked, since it would nest deeper still.
void Executor::give_up(Exchange& exchange) noexcept {
  exchange.fail("java.lang.StackOverflowError", "exchanges are split or sent inside each other without end");
  leave(exchange, 0);
  settle(exchange);
}

void Executor::go_on(Exchange& exchange, Flow flow) noexcept {
  try {
    if (flow == Flow::Next) exchange.redeliveries_ = 0;
    if (advance(exchange, flow)) run(exchange);
  } catch (const std::exception& bug) {
    exchange.fail("java.lang.RuntimeException", bug.what());
    go_on(exchange, Flow::Fail);
  }
}

void Executor::run(Exchange& exchange) {
  for (;;) {
    LoadedProgram& program = *exchange.program_;
    const Instruction& instruction = program.program->code[exchange.pc_];
    if (program.counts != nullptr) bump(program.counts[exchange.pc_]);
    const Flow flow = instruction.step->run(exchange);
    if (flow == Flow::Next) {
      ++exchange.pc_;
    } else if (flow == Flow::Branch) {
      exchange.pc_ = instruction.branch;
    } else if (!advance(exchange, flow)) {
      return;
    }
  }
}

// Whether there is more to run now.
bool Executor::advance(Exchange& exchange, Flow flow) {
  switch (flow) {
    case Flow::Next: ++exchange.pc_; return true;
    case Flow::Branch: exchange.pc_ = exchange.instruction().branch; return true;
    case Flow::Jump: return true;
    case Flow::Suspend: return false;
    case Flow::Return: return return_to_caller(exchange);
    case Flow::Stop: return end_early(exchange);
    case Flow::Fail: return failed(exchange);
  }
  return false;
}

bool Executor::return_to_caller(Exchange& exchange) {
  if (exchange.frames_.empty()) {
    settle(exchange);
    return false;
  }
  drop_frame(exchange);
  exchange.redeliveries_ = 0;
  ++exchange.pc_;
  return true;
}

// Takes the top frame off; a Call's brings the caller back, at the calling instruction.
void Executor::drop_frame(Exchange& exchange) {
  if (is_step_frame(exchange.frames_.back())) return leave_step(exchange);
  Frame frame = std::move(exchange.frames_.back());
  exchange.frames_.pop_back();
  if (frame.kind == Frame::Kind::Handler) forget_handling(exchange);
  if (frame.kind == Frame::Kind::Finally) exchange.properties.erase(names::kExceptionHandled);  // a doTry that is left by stop
  if (frame.kind != Frame::Kind::Call) return;
  release(exchange.program_);
  exchange.program_ = frame.program;
  exchange.route_ = frame.route;
  exchange.pc_ = frame.pc;
  exchange.redeliveries_ = static_cast<std::uint32_t>(frame.count);
}

void Executor::leave(Exchange& exchange, std::size_t depth) {
  while (exchange.frames_.size() > depth) drop_frame(exchange);
}

// How many frames belong to the callers of the program that is running.
std::size_t Executor::base(const Exchange& exchange) noexcept {
  std::size_t depth = exchange.frames_.size();
  while (depth > 0 && exchange.frames_[depth - 1].kind != Frame::Kind::Call) --depth;
  return depth;
}

std::int64_t Executor::created_ms(Exchange& exchange) noexcept {
  if (exchange.created_ms_ != 0) return exchange.created_ms_;
  const std::uint64_t us = exchange.admitted_ticks_ != 0 ? Ticks::microseconds_since(exchange.admitted_ticks_) : 0;
  return exchange.created_ms_ = Clock::wall_ms() - static_cast<std::int64_t>(us / 1000);
}

void Executor::settle(Exchange& exchange) {
  for (std::size_t i = exchange.completions_.size(); i > 0; --i) exchange.completions_[i - 1]->completed(exchange);  // the last one first, as in Camel
  exchange.completions_.clear();
  Intake* const lender = exchange.holds_credit_ ? exchange.from_route_ : nullptr;
  if (exchange.counted_) {
    RouteCounters& counters = exchange.from_route_->counters();
    bump(counters.exchanges);
    if (exchange.failed()) bump(counters.failed);
    const std::uint64_t us = Ticks::microseconds_since(exchange.admitted_ticks_);
    bump(counters.latency[std::min<std::size_t>(static_cast<std::size_t>(std::bit_width(us)), RouteCounters::kBuckets - 1)]);
    bump(counters.latency_sum_us, us);
  }
  if (exchange.origin_ != nullptr) exchange.origin_->settled(exchange, exchange.ticket_);
  release(std::exchange(exchange.program_, nullptr));
  exchange.worker_->recycle(exchange);
  if (lender != nullptr) lender->give_back_credit();
}

}  // namespace kamel
