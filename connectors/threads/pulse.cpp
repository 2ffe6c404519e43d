#include "connectors/threads/pulse.h"

#include <functional>
#include <utility>

#include "engine/convert.h"

namespace kamel::connectors {
namespace {

bool was_idle(const Exchange& exchange) {
  const Value* const polled = exchange.properties.find("CamelSchedulerPolledMessages");
  return polled != nullptr && !to_bool(*polled).value_or(true);
}

}  // namespace

std::size_t home_of(std::string_view name, std::size_t workers) noexcept { return std::hash<std::string_view>{}(name) % workers; }

// Lives until its last task has run; touched by its worker only.
struct Pulse::State : std::enable_shared_from_this<State> {
  State(Plan the_plan, Intake& the_intake) : plan(std::move(the_plan)), intake(the_intake) {}
  Plan plan;
  Intake& intake;
  Lane lane;
  std::shared_ptr<Ticker> ticker;
  std::int64_t counter = 0;
  bool paused = false;
  // Of polls:
  bool idle = false;    // this one
  bool empty = false;   // its empty message is under way, or has been
  bool again = false;   // the next one comes out of greed
  std::int64_t idle_polls = 0, skip = 0;
  std::function<void()> stopped;

  void begin() {
    lane.on_free = [weak = weak_from_this()] {
      if (const auto self = weak.lock()) self->freed();
    };
    if (plan.polling) {
      lane.on_end = [this](Exchange& exchange) {
        if (!empty) idle = was_idle(exchange);
      };
    }
    ticker = Ticker::create(intake.worker(), plan.ticks, [weak = weak_from_this()] {
      if (const auto self = weak.lock()) self->tick();
    });
    ticker->start();
  }

  void tick() {
    if (paused || !intake.has_credit()) return ticker->done();
    if (skip > 0) {
      --skip;
      return ticker->done();
    }
    if (!again) ++counter;
    idle = empty = false;
    send(static_cast<bool>(plan.fill));
  }

  void send(bool fills) {
    Exchange& exchange = lane.prepare(intake, plan.pattern);
    if (fills) plan.fill(exchange, counter);
    lane.start(exchange);
    if (plan.overlaps || !lane.busy()) finished();
  }

  void freed() {
    if (!lane.busy() && ticker) finished();
    if (stopped && lane.in_flight() == 0) std::exchange(stopped, nullptr)();
  }

  void finished() {
    if (plan.polling && !ticker->stopped()) {
      if (idle && plan.polling->sends_empty && !empty && intake.has_credit()) {
        empty = true;
        return send(false);
      }
      polled(*plan.polling);
    }
    if (!again && plan.times > 0 && counter >= plan.times) return ticker->stop();
    ticker->done(plan.at_once || again);
  }

  void polled(const Polling& polling) {
    again = polling.greedy && !idle;
    idle_polls = idle ? idle_polls + 1 : 0;
    if (polling.backoff <= 0 || polling.backoff_idle <= 0 || idle_polls < polling.backoff_idle) return;
    skip = polling.backoff;
    idle_polls = 0;
  }

  void end(std::function<void()> done) {
    if (ticker) ticker->stop();
    if (lane.in_flight() == 0) return done();
    stopped = std::move(done);
    // The last exchange may end inside the lane without a wake-up; its end is then the one that is told.
    lane.on_end = [this](Exchange&) {
      if (stopped && lane.in_flight() == 0) intake.worker().post(std::exchange(stopped, nullptr));
    };
  }
};

Pulse::Pulse(Plan plan) : plan_(std::move(plan)) {}
Pulse::~Pulse() = default;

Result<> Pulse::start(std::span<Intake* const> intakes) {
  Intake& intake = *intakes[home_of(plan_.name, intakes.size())];
  state_ = std::make_shared<State>(plan_, intake);
  if (plan_.enabled) intake.worker().post([state = state_] { state->begin(); });
  return {};
}

void Pulse::stop(std::function<void()> stopped) {
  if (!state_) return stopped();
  state_->intake.worker().post([state = state_, stopped = std::move(stopped)]() mutable { state->end(std::move(stopped)); });
}

void Pulse::pause(bool paused) {
  if (state_) state_->intake.worker().post([state = state_, paused] { state->paused = paused; });
}

}  // namespace kamel::connectors
