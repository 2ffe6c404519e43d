#include "connectors/seda/consumer.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <utility>

#include "connectors/seda/fan_out.h"
#include "connectors/seda/polling.h"
#include "connectors/seda/producer.h"
#include "connectors/threads/lane.h"
#include "connectors/threads/pulse.h"
#include "engine/context.h"
#include "engine/intake.h"
#include "engine/worker.h"

namespace kamel::connectors {
namespace {

/// The consumers of a context that are about to stop. One may feed the other, so that none may go before all have nothing left.
class Leaving {
 public:
  using Quiet = std::shared_ptr<std::atomic<bool>>;
  static std::shared_ptr<Leaving> of(Context& context) {
    return context.service<Leaving>([] { return std::make_shared<Leaving>(); });
  }
  void join(Quiet quiet) {
    const std::lock_guard lock(mutex_);
    members_.push_back(std::move(quiet));
  }
  void leave(const Quiet& quiet) {
    const std::lock_guard lock(mutex_);
    std::erase(members_, quiet);
  }
  bool all_quiet() const {
    const std::lock_guard lock(mutex_);
    return std::ranges::all_of(members_, [](const Quiet& quiet) { return quiet->load(); });
  }

 private:
  mutable std::mutex mutex_;
  std::vector<Quiet> members_;
};

}  // namespace

SedaResult result_of(Exchange& exchange) {
  SedaResult result;
  result.message = std::move(exchange.message);
  result.properties = exchange.properties;
  result.variables = exchange.variables;
  result.exception = exchange.exception;
  result.to_endpoint = exchange.to_endpoint;
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
  int quiet_rounds = 0;
  const Leaving::Quiet quiet = std::make_shared<std::atomic<bool>>(false);
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
    // The queue keeps this: it must not keep the queue.
    return [weak = weak_from_this(), &worker = intake.worker(), weak_queue = std::weak_ptr(queue)] {
      worker.post([weak, weak_queue] {
        const auto self = weak.lock();
        const auto from = weak_queue.lock();
        if (from && (!self || self->over || self->paused)) from->nudge();
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
    asked = true;
    queue->when_filled(wake_up());
  }

  void run(SedaParcel parcel) {
    if (multiple) return fan_out(queue, std::move(parcel));
    Exchange& exchange = lane.prepare(intake, parcel.pattern);
    exchange.message = std::move(parcel.message);
    exchange.properties = std::move(parcel.properties);
    exchange.variables = std::move(parcel.variables);
    exchange.to_endpoint = std::move(parcel.to_endpoint);
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
    Leaving::of(intake.worker().context())->leave(quiet);
    if (!stopped || lane.in_flight() != 0) return;
    if (multiple) return intake.when_idle(std::exchange(stopped, nullptr));
    std::exchange(stopped, nullptr)();
  }

  void end(bool purges, std::function<void()> done) {
    stopped = std::move(done);
    if (purges) queue->purge();
    if (queue->consumers() > 0) over = true;  // another route has taken over
    if (over) return finish();
    if (std::exchange(paused, false)) asked = false;
    work();
    look_around();
  }

  // Goes on serving while others that are stopping have work: it may come here.
  void look_around() {
    constexpr std::chrono::milliseconds kRound{2};
    constexpr int kRounds = 3;
    const bool nothing = queue->size() == 0 && lane.in_flight() == 0;
    quiet->store(nothing);
    quiet_rounds = nothing && Leaving::of(intake.worker().context())->all_quiet() ? quiet_rounds + 1 : 0;
    if (quiet_rounds < kRounds) {
      intake.worker().after(kRound, [self = shared_from_this()] { self->look_around(); });
      return;
    }
    finish();
  }
};

void SedaSource::receive(Worker& worker, std::chrono::milliseconds timeout, PollDone done) {
  receive_from(plan_.queue, worker, timeout, std::move(done));
}

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
  // All of this stop are known before the first looks around.
  for (const auto& consumer : consumers_) Leaving::of(consumer->intake.worker().context())->join(consumer->quiet);
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
