// stop: ends the exchange here, and the routes that called this one.
#include "engine/assembler.h"
#include "engine/exchange.h"

namespace kamel::steps {
namespace {

class Stop final : public Step {
 public:
  Flow run(Exchange& exchange) const override {
    exchange.route_stop = true;
    return Flow::Stop;
  }
};

void compile(const StepDecl&, Assembler& assembler) { assembler.emit(std::make_unique<Stop>()); }

}  // namespace

StepSpec stop() {
  return {.name = "stop", .summary = "Ends the exchange here, and the routes that called this one", .example = "- stop: {}", .compile = compile};
}

}  // namespace kamel::steps
