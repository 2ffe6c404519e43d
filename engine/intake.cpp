#include "engine/intake.h"

#include "engine/clock.h"
#include "engine/resident.h"
#include "engine/ticks.h"
#include "engine/worker.h"

namespace kamel {

Intake::Intake(Worker& worker, std::string route_id, std::size_t credits)
    : worker_(worker), route_id_(std::move(route_id)), credits_(credits), counters_(std::make_shared<RouteCounters>()) {}

void tell_residents(Intake& intake, void (Resident::*what)(Intake&) const) {
  if (!intake.open()) return;
  for (const Instruction& instruction : intake.program().code) {
    if (const auto* resident = dynamic_cast<const Resident*>(instruction.step.get())) (resident->*what)(intake);
  }
}

Intake::~Intake() {
  if (current_ == nullptr) return;
  tell_residents(*this, &Resident::unloaded);
  current_->current = false;
  ++current_->leases;
  release(std::exchange(current_, nullptr));
}

LoadedProgram* Intake::lease() noexcept {
  ++current_->leases;
  return current_;
}

void release(LoadedProgram* program) noexcept {
  if (program == nullptr) return;
  if (--program->leases == 0 && !program->current) delete program;
}

Exchange& Intake::prepare(Origin& origin, Ticket ticket, Pattern pattern) {
  Exchange& exchange = worker_.acquire();
  exchange.program_ = lease();
  exchange.route_ = exchange.from_route_ = this;
  exchange.origin_ = &origin;
  exchange.ticket_ = ticket;
  exchange.pattern = pattern;
  exchange.pc_ = 0;
  exchange.counted_ = exchange.holds_credit_ = true;
  take_credit();
  exchange.admitted_ticks_ = Ticks::now();
  if (Clock::is_virtual()) exchange.created_ms_ = Clock::wall_ms();  // its time is not that of the ticks
  return exchange;
}

void Intake::admit(Message message, Origin& origin, Ticket ticket, Pattern pattern) {
  Exchange& exchange = prepare(origin, ticket, pattern);
  exchange.message = std::move(message);
  exchange.start();
}

void Intake::when_credit(std::function<void()> wake) { waiting_.push_back(std::move(wake)); }

void Intake::when_idle(std::function<void()> idle) {
  if (in_flight_ == 0) return idle();
  idle_.push_back(std::move(idle));
}

void Intake::take_credit() noexcept {
  ++in_flight_;
  counters_->in_flight.store(in_flight_, std::memory_order_relaxed);
}

// Waiting sources are called from the loop, never from inside the exchange that ends.
void Intake::wake_waiting() noexcept {
  if (!has_credit()) return;
  for (auto& wake : std::exchange(waiting_, {})) worker_.post(std::move(wake));
}

void Intake::give_back_credit() noexcept {
  --in_flight_;
  counters_->in_flight.store(in_flight_, std::memory_order_relaxed);
  if (!waiting_.empty()) wake_waiting();
  if (in_flight_ == 0 && !idle_.empty()) {
    for (auto& idle : std::exchange(idle_, {})) worker_.post(std::move(idle));
  }
}

void Intake::swap(std::shared_ptr<const Program> program) {
  auto* loaded = new LoadedProgram{.program = std::move(program)};
  auto counts = std::make_shared<StepCounts>();
  counts->program = loaded->program;
  counts->runs = std::vector<std::atomic<std::uint64_t>>(loaded->program->code.size());
  loaded->counts = counts->runs.data();
  loaded->kept = counts;
  {
    const std::lock_guard lock(counters_->mutex);
    counters_->steps = std::move(counts);
  }
  if (current_ != nullptr) {
    tell_residents(*this, &Resident::unloaded);
    current_->current = false;
    ++current_->leases;
    release(current_);
  }
  current_ = loaded;
  tell_residents(*this, &Resident::loaded);
}

}  // namespace kamel
