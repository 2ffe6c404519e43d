// Intake: where a source puts messages into a route, on one worker.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "engine/exchange.h"
#include "engine/program.h"

namespace kamel {

/// How often each instruction of a program ran on one worker.
struct StepCounts {
  std::shared_ptr<const Program> program;
  std::vector<std::atomic<std::uint64_t>> runs;
};

/// A program that is in use on one worker. Counted by the exchanges that run it, without atomics; the last one of a replaced program frees it.
struct LoadedProgram {
  std::shared_ptr<const Program> program;
  std::uint32_t leases = 0;
  bool current = true;                           // the next exchange runs it
  std::atomic<std::uint64_t>* counts = nullptr;  // runs per instruction; nullptr: not counted
  std::shared_ptr<StepCounts> kept = nullptr;
};

/// Counters of one route on one worker. Written by that worker only; read by anybody, relaxed.
struct RouteCounters {
  std::atomic<std::uint64_t> exchanges{0}, failed{0}, redeliveries{0}, in_flight{0};
  static constexpr std::size_t kBuckets = 40;  // latency: bucket i holds those below 2^i microseconds
  std::array<std::atomic<std::uint64_t>, kBuckets> latency{};
  std::atomic<std::uint64_t> latency_sum_us{0};
  std::mutex mutex;                   // guards the pointer below, which changes with a swap
  std::shared_ptr<StepCounts> steps;
};

/// One route on one worker: its current program, its credits, its counters. All calls on that worker's thread. Stays the same object
/// while the route's `from` stays, so that sources keep it across swaps.
class Intake {
 public:
  Intake(Worker& worker, std::string route_id, std::size_t credits);
  ~Intake();

  Worker& worker() const noexcept { return worker_; }
  const std::string& route_id() const noexcept { return route_id_; }
  const Program& program() const noexcept { return *current_->program; }
  bool open() const noexcept { return current_ != nullptr; }

  /// Room for another exchange? A source without room stops reading and asks to be called. Children count as exchanges: what a thousand records are
  /// split into is as much to hold, and to keep in the processor's caches, as ten thousand records.
  bool has_credit() const noexcept { return under_way() < credits_; }
  std::size_t in_flight() const noexcept { return in_flight_; }
  /// Exchanges and their children.
  std::size_t under_way() const noexcept { return in_flight_ + children_; }
  std::size_t credits() const noexcept { return credits_; }
  /// `wake` is called, once, from the loop, when there is room again.
  void when_credit(std::function<void()> wake);

  /// An exchange of this route, to be filled and then started. Takes a credit whether or not there is one: ask before.
  Exchange& prepare(Origin& origin, Ticket ticket, Pattern pattern = Pattern::InOnly);
  /// `prepare`, the message, `start`. May settle before it returns.
  void admit(Message message, Origin& origin, Ticket ticket, Pattern pattern = Pattern::InOnly);

  /// A child of an exchange that came in here: of a split, a multicast, a recipient list.
  void child_started() noexcept { ++children_; }
  void child_settled() noexcept {
    --children_;
    if (!waiting_.empty()) wake_waiting();
  }

  /// The next exchange runs `program`; those in flight finish on theirs.
  void swap(std::shared_ptr<const Program> program);
  /// Calls `idle` (from the loop, or at once) when no exchange of this route is left.
  void when_idle(std::function<void()> idle);
  RouteCounters& counters() noexcept { return *counters_; }

 private:
  friend class Exchange;
  friend class Executor;
  friend class Worker;
  LoadedProgram* lease() noexcept;
  void take_credit() noexcept;
  void give_back_credit() noexcept;
  void wake_waiting() noexcept;

  Worker& worker_;
  std::string route_id_;
  std::size_t credits_;
  std::size_t in_flight_ = 0, children_ = 0;
  LoadedProgram* current_ = nullptr;
  std::vector<std::function<void()>> waiting_;
  std::vector<std::function<void()>> idle_;
  std::shared_ptr<RouteCounters> counters_;
};

/// Drops a lease taken on a program.
void release(LoadedProgram* program) noexcept;

}  // namespace kamel
