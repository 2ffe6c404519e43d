#include "engine/polling/mailbox.h"

#include <algorithm>

#include "engine/context.h"
#include "engine/glue.h"

namespace kamel {
namespace {

/// The whole program of a polled source: the message goes to who polls.
class LeaveInMailbox final : public Step {
 public:
  explicit LeaveInMailbox(std::weak_ptr<Mailbox> mailbox) : mailbox_(std::move(mailbox)) {}
  Flow run(Exchange& exchange) const override {
    const auto mailbox = mailbox_.lock();
    return mailbox ? mailbox->arrive(exchange) : Flow::Next;
  }

 private:
  std::weak_ptr<Mailbox> mailbox_;
};

/// Ends as the polling exchange did.
class EndAsTold final : public Step {
 public:
  Flow run(Exchange& exchange) const override { return exchange.failed() ? Flow::Fail : Flow::Next; }
};

std::shared_ptr<const Program> program_of(std::unique_ptr<const Step> step) {
  auto program = std::make_shared<Program>();
  program->errors.kind = ErrorHandling::Kind::None;
  program->code.emplace_back().step = std::move(step);
  program->code.emplace_back().step = std::make_unique<glue::Return>();
  return program;
}

/// Holds completions until an exchange of the same worker takes them over.
struct Carrier {
  explicit Carrier(Exchange& from) : exchange(from.worker().acquire()) { from.hand_over_completions(exchange); }
  ~Carrier() { exchange.discard(); }
  Carrier(const Carrier&) = delete;
  Carrier& operator=(const Carrier&) = delete;
  Exchange& exchange;
};

class Nobody final : public Origin {
 public:
  void settled(Exchange&, Ticket) noexcept override {}
};

Message detached(const Message& from) {
  Message copy;
  copy.body = from.body.detached();
  for (const auto& [name, value] : from.headers) copy.headers.add(name, value.detached());
  return copy;
}

template <class T>
T detached_values(const T& from) {
  T copy;
  for (const auto& [name, value] : from) copy.add(name, value.detached());
  return copy;
}

/// The polling exchange has ended on another worker: one on the source's own worker ends like it.
class EndAfar final : public Completion {
 public:
  EndAfar(std::shared_ptr<Carrier> carrier, Intake& end) : carrier_(std::move(carrier)), end_(end) {}
  void completed(Exchange& exchange) noexcept override {
    end_.worker().post([carrier = std::move(carrier_), &end = end_, message = detached(exchange.message), failure = exchange.exception]() mutable {
      static Nobody nobody;
      Exchange& ending = end.prepare(nobody, 0);
      ending.message = std::move(message);
      ending.exception = std::move(failure);
      carrier->exchange.hand_over_completions(ending);
      ending.start();
    });
  }

 private:
  std::shared_ptr<Carrier> carrier_;
  Intake& end_;
};

}  // namespace

void tell(const PollWaiterPtr& waiter, std::optional<Polled> polled) {
  waiter->worker.post([waiter, parcel = std::make_shared<std::optional<Polled>>(std::move(polled))] {
    if (waiter->timer != 0) waiter->worker.cancel(waiter->timer);
    waiter->done(std::move(*parcel));
  });
}

Mailbox::Mailbox(Context& context, bool in_place)
    : in_place_(in_place), ends_(context.workers().size(), [program = program_of(std::make_unique<EndAsTold>())](Worker& worker) {
        auto intake = std::make_unique<Intake>(worker, "", 1);
        intake->swap(program);
        return intake;
      }) {}

std::shared_ptr<const Program> Mailbox::program() { return program_of(std::make_unique<LeaveInMailbox>(weak_from_this())); }

Flow Mailbox::arrive(Exchange& exchange) {
  PollWaiterPtr waiter;
  {
    const std::lock_guard lock(mutex_);
    if (waiters_.empty()) {
      held_.push_back(&exchange);
    } else {
      waiter = std::move(waiters_.front());
      waiters_.pop_front();
    }
  }
  if (waiter) tell(waiter, take_out(exchange, waiter->worker));
  if (on_arrival) on_arrival();
  return waiter ? Flow::Next : Flow::Suspend;
}

bool Mailbox::take(const PollWaiterPtr& waiter) {
  Exchange* held = nullptr;
  {
    const std::lock_guard lock(mutex_);
    if (held_.empty()) return false;
    held = held_.front();
    held_.pop_front();
  }
  held->worker().post([self = shared_from_this(), held, waiter] {
    tell(waiter, self->take_out(*held, waiter->worker));
    held->resume();
  });
  return true;
}

void Mailbox::wait(const PollWaiterPtr& waiter) {
  const std::lock_guard lock(mutex_);
  waiters_.push_back(waiter);
}

void Mailbox::give_up(const PollWaiterPtr& waiter) {
  {
    const std::lock_guard lock(mutex_);
    if (std::erase(waiters_, waiter) == 0) return;  // it has been told
  }
  tell(waiter, std::nullopt);
}

void Mailbox::give_up_hasty() {
  std::deque<PollWaiterPtr> hasty;
  {
    const std::lock_guard lock(mutex_);
    std::ranges::copy_if(waiters_, std::back_inserter(hasty), &PollWaiter::once, [](const PollWaiterPtr& waiter) -> PollWaiter& { return *waiter; });
    std::erase_if(waiters_, [](const PollWaiterPtr& waiter) { return waiter->once; });
  }
  for (const PollWaiterPtr& waiter : hasty) tell(waiter, std::nullopt);
}

bool Mailbox::has_waiters() const {
  const std::lock_guard lock(mutex_);
  return !waiters_.empty();
}

void Mailbox::close() {
  std::deque<Exchange*> held;
  {
    const std::lock_guard lock(mutex_);
    held.swap(held_);
  }
  for (Exchange* exchange : held) {
    exchange->worker().post([exchange] { exchange->resume(exchange->fail("java.util.concurrent.RejectedExecutionException", "nobody polls this endpoint any more")); });
  }
}

Polled Mailbox::take_out(Exchange& exchange, const Worker& to) {
  Polled polled;
  polled.message = detached(exchange.message);
  polled.properties = detached_values(exchange.properties);
  polled.variables = detached_values(exchange.variables);
  polled.exception = exchange.exception;
  if (!in_place_ && exchange.has_completions()) polled.attach = hand_over(exchange, to);
  return polled;
}

std::function<void(Exchange&)> Mailbox::hand_over(Exchange& exchange, const Worker& to) {
  auto carrier = std::make_shared<Carrier>(exchange);
  if (&exchange.worker() == &to) return [carrier](Exchange& polling) { carrier->exchange.hand_over_completions(polling); };
  return [carrier, &end = ends_.at(exchange.worker()), self = shared_from_this()](Exchange& polling) { polling.on_completion(std::make_unique<EndAfar>(carrier, end)); };
}

}  // namespace kamel
