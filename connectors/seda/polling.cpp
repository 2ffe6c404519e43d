#include "connectors/seda/polling.h"

#include "connectors/seda/producer.h"
#include "engine/worker.h"

namespace kamel::connectors {
namespace {

/// Answers the sender with what the polling exchange has become.
class Answer final : public Completion {
 public:
  explicit Answer(std::shared_ptr<SedaWaiting> waiting) : waiting_(std::move(waiting)) {}
  void completed(Exchange& exchange) noexcept override {
    Exchange& copy = exchange.worker().acquire();
    copy.message = exchange.message;
    copy.properties = exchange.properties;
    copy.variables = exchange.variables;
    copy.exception = exchange.exception;
    answer(waiting_, result_of(copy));
    copy.discard();
  }

 private:
  std::shared_ptr<SedaWaiting> waiting_;
};

Polled polled_of(SedaParcel parcel) {
  Polled polled{std::move(parcel.message), std::move(parcel.properties), std::move(parcel.variables), {}, nullptr};
  if (!parcel.carrier && !parcel.waiting) return polled;
  polled.attach = [kept = std::make_shared<SedaParcel>(std::move(parcel))](Exchange& exchange) {
    if (kept->carrier) kept->carrier->hand_over_completions(exchange);
    if (kept->waiting) exchange.on_completion(std::make_unique<Answer>(std::move(kept->waiting)));
  };
  return polled;
}

/// Someone who waits for a message, which keeps itself until it is told. Touched by its worker only.
struct Waiting : std::enable_shared_from_this<Waiting> {
  Waiting(std::shared_ptr<SedaQueue> the_queue, Worker& the_worker, PollDone the_done) : queue(std::move(the_queue)), worker(the_worker), done(std::move(the_done)) {}
  std::shared_ptr<SedaQueue> queue;
  Worker& worker;
  PollDone done;
  std::uint64_t timer = 0;
  std::shared_ptr<Waiting> self;

  void look() {
    if (!done) return queue->nudge();  // came too late: the next one shall have it
    auto parcel = queue->take();
    if (parcel) return end(polled_of(std::move(*parcel)));
    // The queue keeps this, and must not keep the queue by it for ever: one who has gone has nothing to hold it by.
    queue->when_filled([weak = weak_from_this(), weak_queue = std::weak_ptr(queue), &home = worker] {
      home.post([weak, weak_queue] {
        if (const auto waiting = weak.lock()) return waiting->look();
        if (const auto left = weak_queue.lock()) left->nudge();
      });
    });
  }

  void end(std::optional<Polled> polled) {
    const auto last = std::move(self);
    if (timer != 0) worker.cancel(timer);
    std::exchange(done, nullptr)(std::move(polled));
  }
};

}  // namespace

void receive_from(const std::shared_ptr<SedaQueue>& queue, Worker& worker, std::chrono::milliseconds timeout, PollDone done) {
  const auto waiting = std::make_shared<Waiting>(queue, worker, std::move(done));
  worker.post([waiting, timeout] {
    if (timeout.count() == 0) {
      auto parcel = waiting->queue->take();
      return waiting->end(parcel ? std::optional(polled_of(std::move(*parcel))) : std::nullopt);
    }
    if (timeout.count() > 0) {
      waiting->timer = waiting->worker.after(timeout, [waiting] {
        waiting->timer = 0;
        if (waiting->done) waiting->end(std::nullopt);
      });
    }
    waiting->self = waiting;
    waiting->look();
  });
}

}  // namespace kamel::connectors
