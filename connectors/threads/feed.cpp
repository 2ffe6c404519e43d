#include "connectors/threads/feed.h"

#include <utility>

#include "engine/intake.h"
#include "engine/worker.h"

namespace kamel::connectors {

Worker& Feed::worker() const noexcept { return intake_.worker(); }

void Feed::open() {
  worker().post([self = shared_from_this()] {
    self->lane_.on_free = [weak = self->weak_from_this()] {
      if (const auto feed = weak.lock()) feed->go_on();
    };
    self->begin();
    self->go_on();
  });
}

void Feed::stop(std::function<void()> stopped) {
  worker().post([self = shared_from_this(), stopped = std::move(stopped)]() mutable { self->end(std::move(stopped)); });
}

void Feed::pause(bool paused) {
  worker().post([self = shared_from_this(), paused] {
    self->paused_ = paused;
    if (!paused) self->go_on();
  });
}

void Feed::go_on() {
  constexpr int kTurn = 256;  // others want the worker, too
  for (int i = 0; !ended_ && !paused_ && !lane_.busy(); ++i) {
    if (i == kTurn) return worker().post([self = shared_from_this()] { self->go_on(); });
    if (!intake_.has_credit()) return wait_for_credit();
    if (!emit()) return more();
  }
  if (stopped_ && lane_.in_flight() == 0) std::exchange(stopped_, nullptr)();
}

void Feed::wait_for_credit() {
  if (std::exchange(waits_for_credit_, true)) return;
  intake_.when_credit([self = shared_from_this()] {
    self->waits_for_credit_ = false;
    self->go_on();
  });
}

void Feed::end(std::function<void()> stopped) {
  ended_ = true;
  cancel();
  if (lane_.in_flight() == 0) return stopped();
  stopped_ = std::move(stopped);
  // The last exchange may end inside the lane without a wake-up; its end is then the one that is told.
  lane_.on_end = [this](Exchange&) {
    if (stopped_ && lane_.in_flight() == 0) worker().post(std::exchange(stopped_, nullptr));
  };
}

}  // namespace kamel::connectors
