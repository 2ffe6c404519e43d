// Exchange: one message on its way through a program. A program counter with a message.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/flow.h"
#include "engine/message.h"
#include "engine/origin.h"

namespace kamel {

class Intake;
class Worker;
class Context;
struct LoadedProgram;
struct Program;
struct Instruction;

enum class Pattern : std::uint8_t { InOnly, InOut };

/// What is to be done when the whole exchange ends (onCompletion, idempotent, file moves): before the origin is told.
class Completion {
 public:
  virtual ~Completion() = default;
  /// Called once on the exchange's worker. `exchange.failed()` tells how it went.
  virtual void completed(Exchange& exchange) noexcept = 0;
};

/// An activation record: where to go on when a body, a call or a handler ends.
struct Frame {
  enum class Kind : std::uint8_t { Call, Loop, Finally, Handler };
  Kind kind = Kind::Call;
  std::uint32_t pc = 0;                 // Call: the calling instruction; Handler: the one that failed
  LoadedProgram* program = nullptr;     // Call: the caller's
  Intake* route = nullptr;              // Call: the caller's; Handler: the one whose failure it handles
  std::int64_t count = 0;               // Loop: turns made; Call: redeliveries of the calling instruction; Handler: which clause, -1 the dead letter
  std::int64_t limit = 0;               // Loop: turns to make
  Error error = {};                     // Finally, Handler: the exception that is being dealt with
  std::unique_ptr<Message> saved = {};  // Loop with copy: the message that each turn starts from
  bool handled = false;                 // Handler: the clause's verdicts, taken before its steps run
  bool continued = false;
};

/// A route's program, held so that it outlives a swap. `release(lease.program)` gives it back.
struct RouteLease {
  LoadedProgram* program = nullptr;
  Intake* route = nullptr;
};

/// Lives and dies on one worker; nobody else may touch it. Pooled: all members keep their memory from one message to the next.
class Exchange {
 public:
  Message message;
  ExchangeProperties properties;
  Variables variables;
  Error exception;
  Pattern pattern = Pattern::InOnly;
  bool route_stop = false;            // a stop step was reached
  bool rollback_only = false;
  bool rollback_only_last = false;
  bool redelivery_exhausted = false;  // an error handler has given up: outer ones let it pass
  bool failure_handled = false;       // an error handler has dealt with the failure
  bool all_sent = false;              // set by a fork that waits: its children wait for confirmations of sends in order, then end, and there are no more
  bool handled_stop = false;          // …by `handled: true`: the callers end, too
  Slice to_endpoint;                  // the last endpoint sent to (CamelToEndpoint); static endpoints are interned, so that this is free
  /// What a body's bytes were parsed to, so that the next expression on the same bytes need not parse them again. Holds the bytes, and so
  /// their address is theirs alone. Whoever takes a part of the tree to change it makes a copy first.
  struct Parsed {
    Slice bytes;
    Value tree;
  } parsed;

  Exchange() = default;
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;
  ~Exchange();

  bool failed() const noexcept { return static_cast<bool>(exception); }
  /// For a step: `return exchange.fail("java.lang.…", "why")`.
  Flow fail(Error error) noexcept;
  Flow fail(std::string_view java_class, std::string why) { return fail(Error(java_class, std::move(why))); }

  /// Ends a Suspend: goes on as if the step had returned `flow`. Exactly once, on this exchange's worker, never inside the step's run().
  void resume(Flow flow = Flow::Next) noexcept;
  /// For a step: goes on in the program of `callee` (a direct or Kamelet consumer on this worker) and returns here afterwards.
  Flow call(Intake& callee);
  /// A child that runs this program's code from `pc`, with its own copies of message, properties and variables. Not started: see `start`.
  Exchange& spawn(std::uint32_t pc, Origin& origin, Ticket ticket);
  /// The same with an empty message, for who brings the child's own.
  Exchange& spawn_empty(std::uint32_t pc, Origin& origin, Ticket ticket);
  /// A copy that nobody waits for (a wire tap). It holds a credit of the route that it came in by, so that a flood of them is held back.
  Exchange& spawn_detached(std::uint32_t pc);
  /// The same, running code of another program than the one that the exchange is in.
  Exchange& spawn_detached_in(const RouteLease& lease, std::uint32_t pc);
  /// Holds the program that is running.
  RouteLease lease_route() noexcept;
  /// Begins to run a spawned or prepared exchange. May settle, and so end its life, before it returns.
  void start() noexcept;
  /// Gives a spawned exchange that was never started back.
  void discard() noexcept;

  Worker& worker() const noexcept { return *worker_; }
  Context& context() const noexcept;
  const Program& program() const noexcept;
  /// The instruction being run.
  const Instruction& instruction() const noexcept;
  std::uint32_t pc() const noexcept { return pc_; }
  void jump(std::uint32_t pc) noexcept { pc_ = pc; }
  std::vector<Frame>& frames() noexcept { return frames_; }
  /// The route that is being run, and the one that the exchange came in by; "" outside of routes.
  std::string_view route_id() const noexcept;
  std::string_view from_route_id() const noexcept;
  /// Where it came in; nullptr: from outside any route. Lives as long as the exchange and its children.
  Intake* from_intake() const noexcept { return from_route_; }
  /// Camel's exchange id, made when first asked for.
  const Slice& id();
  /// The message as it came in, where the program keeps it (useOriginalMessage, ${originalBody}); else nullptr.
  const Message* original() const noexcept { return original_.get(); }
  /// Keeps the message as it is now as the original one.
  void keep_original();

  void on_completion(std::unique_ptr<Completion> completion);
  bool has_completions() const noexcept { return !completions_.empty(); }
  /// Hands this exchange's completions over to another one (seda, aggregate).
  void hand_over_completions(Exchange& to);

 private:
  friend class Worker;
  friend class Intake;
  friend class Executor;
  void reset() noexcept;

  Worker* worker_ = nullptr;
  std::uint32_t redeliveries_ = 0;  // of the instruction at `pc_`
  std::chrono::milliseconds redelivery_delay_{0};
  LoadedProgram* program_ = nullptr;
  Intake* route_ = nullptr;
  Intake* from_route_ = nullptr;
  Origin* origin_ = nullptr;
  Ticket ticket_ = 0;
  std::uint32_t pc_ = 0;
  bool counted_ = false;       // its end counts in the metrics of `from_route_`
  bool holds_credit_ = false;  // of `from_route_`
  std::uint64_t admitted_ticks_ = 0;
  std::int64_t created_ms_ = 0;  // 0: not worked out yet, see Executor::created_ms
  std::vector<Frame> frames_;
  std::unique_ptr<Message> original_;
  std::vector<std::unique_ptr<Completion>> completions_;
  Slice id_;
};

}  // namespace kamel
