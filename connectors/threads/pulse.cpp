#include "connectors/threads/pulse.h"

#include <functional>
#include <utility>

namespace kamel::connectors {

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
  std::function<void()> stopped;

  void begin() {
    lane.on_free = [weak = weak_from_this()] {
      if (const auto self = weak.lock()) self->freed();
    };
    ticker = Ticker::create(intake.worker(), plan.ticks, [weak = weak_from_this()] {
      if (const auto self = weak.lock()) self->tick();
    });
    ticker->start();
  }

  void tick() {
    if (paused || !intake.has_credit()) return ticker->done();
    ++counter;
    Exchange& exchange = lane.prepare(intake, plan.pattern);
    if (plan.fill) plan.fill(exchange, counter);
    lane.start(exchange);
    if (plan.overlaps || !lane.busy()) finished();
  }

  void freed() {
    if (!lane.busy() && ticker) finished();
    if (stopped && lane.in_flight() == 0) std::exchange(stopped, nullptr)();
  }

  void finished() {
    if (plan.times > 0 && counter >= plan.times) return ticker->stop();
    ticker->done(plan.at_once);
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
