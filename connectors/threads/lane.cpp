#include "connectors/threads/lane.h"

#include "engine/intake.h"
#include "engine/program.h"
#include "engine/worker.h"

namespace kamel::connectors {
namespace {

// Steps that wait without holding a thread in Camel: what comes after may overtake them there, and so it may here.
bool gives_thread_back(const Exchange& exchange) {
  const Instruction& instruction = exchange.instruction();
  return instruction.step->pipelines() || instruction.name == "delay";
}

}  // namespace

Exchange& Lane::prepare(Intake& intake, Pattern pattern) { return intake.prepare(*this, ++last_, pattern); }

void Lane::start(Exchange& exchange) {
  const Ticket ticket = last_;
  current_ = ticket;
  ++in_flight_;
  starting_ = true;
  exchange.start();
  starting_ = false;
  // Not settled yet, so the exchange is still there to be looked at.
  if (current_ == ticket && gives_thread_back(exchange)) current_ = 0;
}

void Lane::settled(Exchange& exchange, Ticket ticket) noexcept {
  --in_flight_;
  if (on_end) on_end(exchange);
  const bool freed = ticket == current_;
  if (freed) current_ = 0;
  if (!starting_ && on_free && (freed || in_flight_ == 0)) exchange.worker().post(on_free);
}

}  // namespace kamel::connectors
