#include "connectors/seda/producer.h"

#include "engine/context.h"
#include "engine/names.h"
#include "engine/worker.h"

namespace kamel::connectors {
namespace {

// As Camel's ExchangeHelper.copyResults: the message is replaced, properties and variables are added to what was there.
Flow take_over(Exchange& exchange, SedaResult& result) {
  for (auto& entry : result.properties) exchange.properties.set(entry.name, std::move(entry.value));
  if (!result.has_message) return Flow::Next;
  exchange.message = std::move(result.message);
  for (auto& entry : result.variables) exchange.variables.set(entry.name, std::move(entry.value));
  exchange.to_endpoint = std::move(result.to_endpoint);
  exchange.route_stop = result.route_stop;
  exchange.rollback_only = result.rollback_only;
  exchange.rollback_only_last = result.rollback_only_last;
  exchange.redelivery_exhausted = result.redelivery_exhausted;
  exchange.handled_stop = result.handled_stop;
  if (result.exception) return exchange.fail(result.exception);
  return result.route_stop || result.handled_stop || result.rollback_only || result.rollback_only_last ? Flow::Stop : Flow::Next;
}

}  // namespace

void answer(const std::shared_ptr<SedaWaiting>& waiting, SedaResult result) {
  waiting->worker.post([waiting, result = std::make_shared<SedaResult>(std::move(result))] {
    if (waiting->exchange == nullptr) return;  // gave up
    Exchange& exchange = *std::exchange(waiting->exchange, nullptr);
    if (waiting->timer != 0) waiting->worker.cancel(waiting->timer);
    exchange.resume(take_over(exchange, *result));
  });
}

bool SedaProducer::waits(const Exchange& exchange) const noexcept {
  if (!sending_.waits_for_nobody && queue_->consumers() == 0) return false;
  if (sending_.wait == SedaSending::Wait::Always) return true;
  return sending_.wait == SedaSending::Wait::IfReplyExpected && exchange.pattern == Pattern::InOut;
}

SedaParcel SedaProducer::pack(Exchange& exchange, const std::shared_ptr<SedaWaiting>& waiting) const {
  SedaParcel parcel{.message = exchange.message,
                    .properties = exchange.properties,
                    .variables = exchange.variables,
                    .to_endpoint = exchange.to_endpoint,
                    .pattern = exchange.pattern,
                    .waiting = waiting,
                    .carrier = nullptr};
  parcel.properties.set(Slice::literal(names::kCorrelationId), exchange.id());
  if (exchange.context().workers().size() > 1) {
    parcel.message.body = parcel.message.body.detached();
    detach(parcel.message.headers);
    detach(parcel.properties);
    detach(parcel.variables);
  } else if (!waiting && exchange.has_completions()) {
    parcel.carrier.reset(&exchange.worker().acquire());
    exchange.hand_over_completions(*parcel.carrier);
  }
  return parcel;
}

Flow SedaProducer::run(Exchange& exchange) const {
  auto waiting = waits(exchange) ? std::make_shared<SedaWaiting>(SedaWaiting{exchange.worker(), &exchange}) : nullptr;
  if (queue_->consumers() == 0) {
    if (sending_.fails_unconsumed) {
      return exchange.fail("org.apache.camel.component.seda.SedaConsumerNotAvailableException",
                           "No consumers available on endpoint: " + endpoint_ + ". Exchange[" + exchange.id().str() + "]");
    }
    // A sender that waits for the answer to a discarded message does so until its timeout, as in Camel.
    if (sending_.discards_unconsumed) return sent(exchange, waiting);
  }
  return send(exchange, pack(exchange, waiting));
}

Flow SedaProducer::send(Exchange& exchange, SedaParcel parcel) const {
  const auto waiting = parcel.waiting;
  if (queue_->offer(parcel)) return sent(exchange, waiting);
  if (sending_.blocks && !sending_.discards) return block(exchange, std::move(parcel));
  if (parcel.carrier) parcel.carrier->hand_over_completions(exchange);
  if (sending_.discards) return sent(exchange, waiting);
  return exchange.fail("java.lang.IllegalStateException", "Queue full");
}

Flow SedaProducer::sent(Exchange& exchange, const std::shared_ptr<SedaWaiting>& waiting) const {
  if (!waiting) return Flow::Next;
  if (sending_.timeout.count() > 0) {
    waiting->timer = exchange.worker().after(sending_.timeout, [waiting, timeout = sending_.timeout] {
      if (waiting->exchange == nullptr) return;
      Exchange& late = *std::exchange(waiting->exchange, nullptr);
      late.resume(late.fail("org.apache.camel.ExchangeTimedOutException", "The OUT message was not received within: " + std::to_string(timeout.count()) +
                                                                              " millis. Exchange[" + late.id().str() + "]"));
    });
  }
  return Flow::Suspend;
}

namespace {

/// A sender that waits for room.
struct Blocked {
  Exchange* exchange;  // nullptr once it has gone on
  SedaParcel parcel;
  std::uint64_t timer = 0;
};

}  // namespace

// The exchange is suspended, and with it lives this step; the queue's wake-ups only post.
Flow SedaProducer::block(Exchange& exchange, SedaParcel parcel) const {
  auto blocked = std::make_shared<Blocked>(Blocked{&exchange, std::move(parcel)});
  Worker& worker = exchange.worker();
  if (sending_.offer_timeout.count() > 0) {
    blocked->timer = worker.after(sending_.offer_timeout, [blocked, timeout = sending_.offer_timeout] {
      if (blocked->exchange == nullptr) return;
      Exchange& late = *std::exchange(blocked->exchange, nullptr);
      if (blocked->parcel.carrier) blocked->parcel.carrier->hand_over_completions(late);
      late.resume(late.fail("java.lang.IllegalStateException",
                            "Fails to insert element into queue, after timeout of " + std::to_string(timeout.count()) + " milliseconds"));
    });
  }
  struct Retry {
    const SedaProducer* producer;
    std::weak_ptr<SedaQueue> weak;  // the queue keeps this: it must not keep the queue
    Worker& worker;
    std::shared_ptr<Blocked> blocked;
    void wait(SedaQueue& queue) const {
      queue.when_room([again = *this] { again.worker.post(again); });
    }
    void operator()() const {
      const auto queue = weak.lock();
      if (!queue) return;
      if (blocked->exchange == nullptr) return queue->nudge();  // gave up: its turn is the next one's
      const auto waiting = blocked->parcel.waiting;
      if (!queue->offer(blocked->parcel)) return wait(*queue);
      if (blocked->timer != 0) worker.cancel(blocked->timer);
      Exchange& sender = *std::exchange(blocked->exchange, nullptr);
      const Flow flow = producer->sent(sender, waiting);
      if (flow != Flow::Suspend) sender.resume(flow);
    }
  };
  Retry{this, queue_, worker, blocked}.wait(*queue_);
  return Flow::Suspend;
}

}  // namespace kamel::connectors
