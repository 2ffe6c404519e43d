// Fork: runs children of an exchange, one after the other or side by side, and joins them. What split, multicast and recipientList share.
#pragma once

#include <chrono>
#include <deque>
#include <memory>
#include <optional>

#include "engine/aggregation.h"
#include "engine/exchange.h"

namespace kamel {

struct ForkOptions {
  bool parallel = false;
  bool streaming = false;          // with parallel: join in the order of completion
  bool stop_on_exception = false;
  bool pipelines = false;          // the last step of a child is a send whose order its transport keeps: do not wait for it
  std::chrono::milliseconds timeout{0};  // 0: none; with parallel only
  bool exhausts = true;            // a child's failure has been through its error handlers: the parent's let it pass
  bool shares = false;             // shareUnitOfWork: a failure that a child's route has handled ends the parent, too
  StrategyPtr strategy;            // nullptr: the parent goes on as it was, with the last failure
};

/// One per forking exchange, from the pool. Frees itself when the last child has ended.
class Fork : public Origin {
 public:
  Fork(Exchange& parent, const ForkOptions& options) : parent_(parent), options_(options), intake_(parent.from_intake()) {}
  virtual ~Fork() = default;
  static void* operator new(std::size_t bytes) { return pool::allocate(bytes); }
  static void operator delete(void* memory, std::size_t bytes) noexcept { pool::release(memory, bytes); }

  /// Starts children. For a step: `return (new MyFork(…))->run()`. Branch when all have ended, Suspend when some have not.
  Flow run();
  void settled(Exchange& child, Ticket index) noexcept override;

 protected:
  /// The next child, filled and not yet started; nullptr when there is none, or when `failure_` was set.
  virtual Exchange* next(std::uint64_t index) = 0;
  Exchange& parent_;
  Error failure_;  // of making the children

 private:
  bool may_start() const noexcept;
  bool waits_in_its_last_send(const Exchange& child) const noexcept;
  void pump();
  void collect(Exchange& child, std::uint64_t index);
  void join(Outcome outcome);
  void stop_on(Exchange& child, std::uint64_t index);
  void end_with(Exchange& child);
  bool done() const noexcept { return ended_ && open_ == 0; }
  void time_out();
  Flow finish();

  const ForkOptions& options_;  // the step's, which the parent's program keeps alive
  Intake* const intake_;        // that the children count for; outlives them, too, where the parent has gone on without them
  std::uint64_t started_ = 0, open_ = 0, joined_ = 0;
  bool handled_ = false;  // a child's failure was handled by its route, which ends the callers
  bool exhausted_ = false;  // a child's error handler has given up
  bool ended_ = false, running_ = false, detached_ = false, held_ = false, stopped_ = false;
  bool decided_ = false;  // the result is one child's, whatever the others gave
  std::uint64_t timer_ = 0;
  std::optional<Outcome> result_;
  Error last_failure_;
  Value caught_;
  std::unique_ptr<std::deque<std::optional<Outcome>>> early_;  // parallel, not streaming: outcomes that wait for their predecessors
};

}  // namespace kamel
