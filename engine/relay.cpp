#include "engine/relay.h"

#include <algorithm>

#include "engine/adopt.h"

namespace kamel {

Flow Relay::run() {
  coming_ = first();
  if (!pump()) return Flow::Suspend;
  const Flow flow = flow_;
  delete this;
  return flow;
}

// Whether all is done. A loop, so that many bodies that end at once do not pile up on the stack.
bool Relay::pump() {
  running_ = true;
  while (coming_ && !open_) {
    open_ = true;
    const std::size_t index = *coming_;
    parent_.spawn(bodies_[index].from, *this, index).start();
  }
  running_ = false;
  return !open_;
}

void Relay::settled(Exchange& copy, Ticket index) noexcept {
  open_ = false;
  coming_ = next(copy, index);
  if (running_ || !pump()) return;
  Exchange& parent = parent_;
  const Flow flow = flow_;
  delete this;
  parent.resume(flow);
}

std::optional<std::size_t> Topic::next(Exchange& copy, std::size_t index) {
  if (copy.failed()) {
    flow_ = parent_.fail(copy.exception);
    return std::nullopt;
  }
  return index + 1 < count() ? std::optional(index + 1) : std::nullopt;
}

std::optional<std::size_t> Failover::first() {
  if (count() == 0) return std::nullopt;
  const std::lock_guard lock(state_.mutex);
  std::int64_t index = 0;
  if (options_.sticky) {
    index = std::max<std::int64_t>(state_.last_good, 0);
  } else if (options_.in_turn) {
    index = ++state_.counter;
  }
  const bool there = index < static_cast<std::int64_t>(count());
  if (!there && !options_.sticky) state_.counter = 0;
  return there ? static_cast<std::size_t>(index) : 0;
}

std::optional<std::size_t> Failover::next(Exchange& copy, std::size_t index) {
  if (!moves_on(copy.exception)) {
    const std::lock_guard lock(state_.mutex);
    state_.last_good = static_cast<std::int64_t>(index);
  } else if (options_.attempts < 0 || ++attempts_ <= options_.attempts) {
    if (const auto following = behind(index)) return following;
  }
  flow_ = adopt(parent_, copy);
  return std::nullopt;
}

bool Failover::moves_on(const Error& error) const {
  if (options_.classes.empty()) return static_cast<bool>(error);
  for (const Error* at = &error; *at; at = &at->cause()) {
    if (std::ranges::any_of(options_.classes, [&](const std::string& wanted) { return at->is_a(wanted); })) return true;
  }
  return false;
}

std::optional<std::size_t> Failover::behind(std::size_t index) {
  const std::lock_guard lock(state_.mutex);
  ++state_.counter;
  if (index + 1 < count()) return index + 1;
  if (!options_.in_turn) return std::nullopt;
  state_.counter = 0;
  return 0;
}

}  // namespace kamel
