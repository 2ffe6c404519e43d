// Mailbox: where a source that is polled leaves its messages, and where those who poll wait for them.
#pragma once

#include <deque>
#include <memory>
#include <mutex>

#include "engine/intake.h"
#include "engine/polling/poller.h"
#include "engine/program.h"
#include "engine/worker.h"

namespace kamel {

/// Someone who waits. `done` is called once.
struct PollWaiter {
  Worker& worker;
  PollDone done;
  bool once = false;        // wants what one look finds, and does not wait for more
  std::uint64_t timer = 0;  // touched on `worker` only
};
using PollWaiterPtr = std::shared_ptr<PollWaiter>;

/// Calls the waiter's `done` on its worker's loop.
void tell(const PollWaiterPtr& waiter, std::optional<Polled> polled);

/// All calls from any worker. A message that nobody waits for waits itself: its exchange stays suspended, which holds its source back.
class Mailbox : public std::enable_shared_from_this<Mailbox> {
 public:
  /// With `in_place` the messages are those of exchanges that go on elsewhere (direct): what is to happen at their end stays with them.
  Mailbox(Context& context, bool in_place);

  /// Called when a message has come, waited for or not.
  std::function<void()> on_arrival;

  /// A message that is there already goes to the waiter; false: there is none.
  bool take(const PollWaiterPtr& waiter);
  void wait(const PollWaiterPtr& waiter);
  /// The waiter gets nothing, if it still waits.
  void give_up(const PollWaiterPtr& waiter);
  /// The same for all who wait for one look only.
  void give_up_hasty();
  bool has_waiters() const;
  /// Fails the exchanges that still wait here: their source stops.
  void close();

  /// The program that a polled source's exchanges run: they leave their messages here.
  std::shared_ptr<const Program> program();
  /// For the step of that program.
  Flow arrive(Exchange& exchange);

 private:
  Polled take_out(Exchange& exchange, const Worker& to);
  std::function<void(Exchange&)> hand_over(Exchange& exchange, const Worker& to);

  const bool in_place_;
  PerWorker<Intake> ends_;  // where exchanges end whose message was taken to another worker
  mutable std::mutex mutex_;
  std::deque<PollWaiterPtr> waiters_;
  std::deque<Exchange*> held_;  // suspended on their own workers
};

}  // namespace kamel
