#include "connectors/seda/consumer.h"

#include <atomic>
#include <algorithm>
#include <utility>

#include "connectors/seda/fan_out.h"
#include "connectors/seda/producer.h"
#include "connectors/threads/lane.h"
#include "connectors/threads/pulse.h"
#include "engine/context.h"
#include "engine/intake.h"
#include "engine/worker.h"

namespace kamel::connectors {
namespace {

SedaResult result_of(Exchange& exchange) {
  SedaResult result{.message = std::move(exchange.message), .properties = exchange.properties, .variables = exchange.variables, .exception = exchange.exception};
  result.route_stop = exchange.route_stop;
  result.rollback_only = exchange.rollback_only;
  result.rollback_only_last = exchange.rollback_only_last;
  result.redelivery_exhausted = exchange.redelivery_exhausted;
  result.handled_stop = exchange.handled_stop;
  if (exchange.context().workers().size() > 1) {
    result.message.body = result.message.body.detached();
    detach(result.message.headers);
    detach(result.properties);
    detach(result.variables);
  }
  return result;
}

}  // namespace

// One consumer thread of Camel: a lane on one worker. Touched by that worker only.
struct SedaSource::Consumer : std::enable_shared_from_this<Consumer> {
  Consumer(std::shared_ptr<SedaQueue> the_queue, Intake& the_intake, bool is_multiple) : queue(std::move(the_queue)), intake(the_intake), multiple(is_multiple) {}

  std::shared_ptr<SedaQueue> queue;
  Intake& intake;
  bool multiple;
  Lane lane;
  std::vector<std::pair<const Exchange*, std::shared_ptr<SedaWaiting>>> senders;
  bool asked = false;  // the queue, or the intake, will wake this consumer
  bool paused = false;
  bool over = false;
  std::function<void()> stopped;

  void begin() {
    lane.on_free = again();
    lane.on_end = [this](Exchange& exchange) { ended(exchange); };
    work();
  }

  // A wake-up that keeps this consumer alive until it has run.
  std::function<void()> again() {
    return [weak = weak_from_this()] {
      if (const auto self = weak.lock()) self->work();
    };
  }
  std::function<void()> wake_up() {
    return [weak = weak_from_this(), &worker = intake.worker(), queue = queue] {
      worker.post([weak, queue] {
        const auto self = weak.lock();
        if (!self || self->over || self->paused) queue->nudge();
        if (self) {
          self->asked = false;
          self->work();
        }
      });
    };
  }

  void work() {
    while (!over && !paused && !lane.busy() && !asked) {
      if (!intake.has_credit()) {
        asked = true;
        intake.when_credit([self = shared_from_this()] {
          self->asked = false;
          self->work();
        });
        return;
      }
      auto parcel = queue->take();
      if (!parcel) return idle();
      run(std::move(*parcel));
    }
    if (over) finish();
  }

  void idle() {
    if (stopped) return finish();
    asked = true;
    queue->when_filled(wake_up());
  }

  void run(SedaParcel parcel) {
    if (multiple) return fan_out(queue, std::move(parcel));
    Exchange& exchange = lane.prepare(intake, parcel.pattern);
    exchange.message = std::move(parcel.message);
    exchange.properties = std::move(parcel.properties);
    exchange.variables = std::move(parcel.variables);
    if (parcel.carrier) parcel.carrier->hand_over_completions(exchange);
    if (parcel.waiting) senders.emplace_back(&exchange, std::move(parcel.waiting));
    lane.start(exchange);
  }

  void ended(Exchange& exchange) {
    const auto sender = std::ranges::find(senders, &exchange, [](const auto& entry) { return entry.first; });
    if (sender == senders.end()) return;
    answer(sender->second, result_of(exchange));
    senders.erase(sender);
  }

  void finish() {
    over = true;
    if (!stopped || lane.in_flight() != 0) return;
    if (multiple) return intake.when_idle(std::exchange(stopped, nullptr));
    std::exchange(stopped, nullptr)();
  }

  void end(bool purges, std::function<void()> done) {
    stopped = std::move(done);
    paused = false;
    if (purges) queue->purge();
    if (queue->consumers() > 0) over = true;  // another route has taken over
    asked = false;
    work();
    if (lane.busy()) return;  // its end goes on with the queue
    finish();
  }
};

SedaSource::SedaSource(Plan plan) : plan_(std::move(plan)) {}
SedaSource::~SedaSource() = default;

Result<> SedaSource::start(std::span<Intake* const> intakes) {
  plan_.queue->add_consumer();
  const std::size_t home = home_of(plan_.queue->name(), intakes.size());
  if (plan_.multiple) plan_.queue->join(*(member_ = intakes[home]));
  for (std::size_t i = 0; i < plan_.lanes; ++i) {
    Intake& intake = *intakes[(home + i) % intakes.size()];
    consumers_.push_back(std::make_shared<Consumer>(plan_.queue, intake, plan_.multiple));
    intake.worker().post([consumer = consumers_.back()] { consumer->begin(); });
  }
  return {};
}

void SedaSource::stop(std::function<void()> stopped) {
  if (consumers_.empty()) return stopped();
  plan_.queue->remove_consumer();
  if (member_ != nullptr) plan_.queue->leave(*member_);
  auto left = std::make_shared<std::atomic<std::size_t>>(consumers_.size());
  for (const auto& consumer : consumers_) {
    consumer->intake.worker().post([consumer, purges = plan_.purges, left, stopped] {
      consumer->end(purges, [left, stopped] {
        if (left->fetch_sub(1) == 1) stopped();
      });
    });
  }
}

void SedaSource::pause(bool paused) {
  for (const auto& consumer : consumers_) {
    consumer->intake.worker().post([consumer, paused] {
      consumer->paused = paused;
      consumer->asked = false;
      consumer->work();
    });
  }
}

}  // namespace kamel::connectors
