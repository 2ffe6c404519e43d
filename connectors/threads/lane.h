// Lane: what one consumer thread of Camel is here.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "engine/exchange.h"
#include "engine/origin.h"

namespace kamel::connectors {

/// Runs exchanges one after the other, as a consumer thread of Camel does: the next one may start when the one before has ended, or waits
/// in a step in which Camel, too, lets its thread go on (a delay, a Kafka send). Keeps the order of what arrives without holding a thread.
/// One worker's thread only.
class Lane final : public Origin {
 public:
  Lane() = default;
  Lane(const Lane&) = delete;
  Lane& operator=(const Lane&) = delete;

  /// Called from the loop, never from inside a step, each time the lane becomes free after an exchange that had to wait. The callee keeps
  /// itself alive.
  std::function<void()> on_free;
  /// Called when an exchange has ended, before it is recycled.
  std::function<void(Exchange&)> on_end;

  bool busy() const noexcept { return current_ != 0; }
  /// Exchanges that were started and have not ended.
  std::size_t in_flight() const noexcept { return in_flight_; }
  /// An exchange of the route, to be filled and given to `start`.
  Exchange& prepare(Intake& intake, Pattern pattern = Pattern::InOnly);
  /// Runs a prepared exchange. Afterwards the lane may be free or busy.
  void start(Exchange& exchange);

  void settled(Exchange& exchange, Ticket ticket) noexcept override;

 private:
  Ticket last_ = 0;     // given to the latest exchange
  Ticket current_ = 0;  // of the exchange that occupies the lane; 0: free
  bool starting_ = false;
  std::size_t in_flight_ = 0;
};

}  // namespace kamel::connectors
