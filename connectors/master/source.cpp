#include "connectors/master/source.h"

#include "engine/context.h"

namespace kamel::connectors {

Result<> ElectedSource::start(std::span<Intake* const> intakes) {
  election_ = Election::of(context_);
  if (!election_) {
    return Error("java.lang.IllegalStateException",
                 "No cluster service found: master: elects one of several pods, in a cluster and with the trait master; elsewhere leave master:" + name_ + ": away");
  }
  intakes_.assign(intakes.begin(), intakes.end());
  candidacy_ = election_->stand(name_, [this](bool leads) { lead(leads); });
  return {};
}

void ElectedSource::lead(bool leads) {
  const std::lock_guard lock(mutex_);
  leads_ = leads;
  if (stopping_) return;
  context_.report(LogLevel::Info, "master: " + name_ + (leads ? ": this process leads" : ": this process does not lead any more"));
  if (started_) return inner_->pause(!leads || paused_);
  if (!leads) return;
  const Result<> done = inner_->start(intakes_);
  started_ = done.has_value();
  if (!done) return context_.report(LogLevel::Error, "master: " + name_ + ": the route cannot start: " + std::string(done.error().message()));
  if (paused_) inner_->pause(true);
}

void ElectedSource::stop(std::function<void()> stopped) {
  bool started = false;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    started = started_;
  }
  if (!candidacy_) return stopped();
  auto leave = [candidacy = candidacy_.get(), stopped = std::move(stopped)]() mutable { candidacy->leave(std::move(stopped)); };
  if (started) inner_->stop(std::move(leave));
  else leave();
}

void ElectedSource::pause(bool paused) {
  const std::lock_guard lock(mutex_);
  paused_ = paused;
  if (started_) inner_->pause(paused || !leads_);
}

}  // namespace kamel::connectors
