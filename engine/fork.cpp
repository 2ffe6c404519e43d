#include "engine/fork.h"

#include "engine/intake.h"
#include "engine/names.h"
#include "engine/program.h"
#include "engine/worker.h"

namespace kamel {
namespace {
constexpr std::uint64_t kSideBySide = 256;  // children of one exchange that may wait at the same time
}

Flow Fork::run() {
  running_ = true;
  pump();
  running_ = false;
  if (done()) return finish();
  if (options_.parallel && options_.timeout.count() > 0) {
    timer_ = parent_.worker().after(options_.timeout, [this] { time_out(); });
  }
  parent_.all_sent = options_.pipelines && ended_ && !held_;
  return Flow::Suspend;
}

bool Fork::may_start() const noexcept {
  if (open_ == 0) return true;
  return (options_.parallel || (options_.pipelines && !held_)) && open_ < kSideBySide;
}

// Whether nothing but a pipelined send is left of the child.
bool Fork::waits_in_its_last_send(const Exchange& child) const noexcept {
  const Program& program = child.program();
  return child.instruction().step->pipelines() && program.code[child.pc() + 1].name.empty() && !program.errors.redelivers;
}

void Fork::pump() {
  while (!ended_ && may_start()) {
    Exchange* child = next(started_);
    if (child == nullptr) {
      ended_ = true;
      return;
    }
    if (!options_.shares && child->original() != nullptr) child->keep_original();  // a child's unit of work begins with the child
    const std::uint64_t open_before = open_++;
    if (intake_ != nullptr) intake_->child_started();
    ++started_;
    child->start();
    if (options_.pipelines && open_ > open_before) held_ = !waits_in_its_last_send(*child);
  }
}

void Fork::settled(Exchange& child, Ticket index) noexcept {
  --open_;
  if (intake_ != nullptr) intake_->child_settled();
  if (detached_) {
    if (open_ == 0) delete this;
    return;
  }
  held_ = false;
  collect(child, index);
  if (running_) return;
  running_ = true;
  pump();
  running_ = false;
  if (!done()) return;
  Exchange& parent = parent_;
  parent.resume(finish());
}

void Fork::collect(Exchange& child, std::uint64_t index) {
  if (stopped_) return;
  handled_ = handled_ || child.handled_stop;
  exhausted_ = exhausted_ || child.redelivery_exhausted;
  if (options_.stop_on_exception && child.failed()) return stop_on(child, index);
  if (options_.stop_on_exception && Ends::of(child).any()) return end_with(child);
  if (!options_.strategy) {
    if (child.failed()) last_failure_ = child.exception;
    if (const Value* caught = child.properties.find(names::kExceptionCaught)) caught_ = *caught;
    return;
  }
  if (!options_.parallel || options_.streaming) return join(Outcome::take(child));
  if (!early_) early_ = std::make_unique<std::deque<std::optional<Outcome>>>();
  const std::size_t place = index - joined_;
  if (place >= early_->size()) early_->resize(place + 1);
  (*early_)[place] = Outcome::take(child);
  while (!early_->empty() && early_->front()) {
    join(std::move(*early_->front()));
    early_->pop_front();
    ++joined_;
  }
}

// A child that was stopped, rolled back or handled: the whole becomes what it is.
void Fork::end_with(Exchange& child) {
  decided_ = stopped_ = ended_ = true;
  result_ = Outcome::take(child);
}

void Fork::join(Outcome outcome) { options_.strategy->aggregate(result_, std::move(outcome), parent_); }

void Fork::stop_on(Exchange& child, std::uint64_t index) {
  stopped_ = ended_ = true;
  const Error& why = child.exception;
  std::string text = "Multicast processing failed for number " + std::to_string(index) + ". Exchange[" + child.id().str() + "]. Caused by: [" +
                     std::string(why.type()) + " - " + std::string(why.message()) + "]";
  last_failure_ = Error("org.apache.camel.CamelExchangeException", std::move(text), why);
}

// What has come is joined; what has not is nobody's any more.
void Fork::time_out() {
  timer_ = 0;
  if (early_) {
    for (auto& early : *early_) {
      if (early) join(std::move(*early));
    }
    early_.reset();
  }
  ended_ = detached_ = true;
  Exchange& parent = parent_;
  parent.resume(finish());
}

Flow Fork::finish() {
  if (timer_ != 0) parent_.worker().cancel(timer_);
  Exchange& parent = parent_;
  if (result_ && options_.strategy && !decided_) options_.strategy->complete(*result_);
  if (result_ && (!stopped_ || decided_)) {
    copy_results(parent, std::move(*result_));
  } else if (!caught_.is_null() && !stopped_) {
    parent.properties.set(Slice::literal(names::kExceptionCaught), std::move(caught_));
  }
  const bool children_failed = static_cast<bool>(last_failure_) || parent.failed();
  if (last_failure_) parent.exception = std::move(last_failure_);
  if (failure_) parent.exception = std::move(failure_);
  if (children_failed && (options_.exhausts || exhausted_)) parent.redelivery_exhausted = true;  // the children's error handlers have had their turn
  if (handled_ && (!options_.exhausts || options_.shares)) parent.handled_stop = true;
  if (!detached_ || open_ == 0) delete this;
  if (parent.failed()) return Flow::Fail;
  return Ends::of(parent).any() ? Flow::Stop : Flow::Branch;
}

}  // namespace kamel
