// Flow: what a step tells the executor to do next.
#pragma once

#include <cstdint>

namespace kamel {

enum class Flow : std::uint8_t {
  Next,     // go on with the following instruction
  Branch,   // go on at the instruction's branch
  Jump,     // the step has moved the program counter itself (a call, a handler)
  Suspend,  // wait: somebody calls Exchange::resume once, later, on the same worker
  Return,   // the end of a body: back to the caller, or settle
  Stop,     // end the exchange, callers included, without an error (the stop step also sets Exchange::route_stop)
  Fail,     // Exchange::exception says why
};

}  // namespace kamel
