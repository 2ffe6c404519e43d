// Origin: to whom an exchange's end is told.
#pragma once

#include <cstdint>

namespace kamel {

class Exchange;

/// What the origin needs to know which of its exchanges ended: an offset, a connection's number, a child's index.
using Ticket = std::uint64_t;

/// One call for four things: the acknowledgement of a source, the reply of a request, the join of a split, and the end of a send.
class Origin {
 public:
  /// The exchange has ended; `exchange.exception` says whether badly. Called once, on the exchange's worker. The origin may take what it
  /// wants out of the exchange, which is recycled when the call returns. It must not admit or resume others from inside a step's run().
  virtual void settled(Exchange& exchange, Ticket ticket) noexcept = 0;

 protected:
  ~Origin() = default;
};

}  // namespace kamel
