// sample: lets one message of many pass, by number or by time; the others end here.
#include <chrono>
#include <mutex>

#include "engine/assembler.h"
#include "engine/clock.h"
#include "engine/exchange.h"

namespace kamel::steps {
namespace {

/// What the sampler remembers, shared by all workers and kept across live swaps.
struct SampleState {
  std::mutex mutex;
  std::int64_t seen = 0;
  Clock::time_point next{};
};

class Sample final : public Step {
 public:
  Sample(std::int64_t every, std::chrono::milliseconds period, std::shared_ptr<SampleState> state)
      : every_(every), period_(period), state_(std::move(state)) {}
  Flow run(Exchange& exchange) const override {
    if (passes()) return Flow::Next;
    exchange.route_stop = true;
    return Flow::Stop;
  }

 private:
  bool passes() const {
    const std::lock_guard lock(state_->mutex);
    if (every_ > 0) {  // the last of each group passes, as in Camel
      if (++state_->seen < every_) return false;
      state_->seen = 0;
      return true;
    }
    const auto now = Clock::now();
    if (now < state_->next) return false;
    state_->next = now + period_;
    return true;
  }
  std::int64_t every_;
  std::chrono::milliseconds period_;
  std::shared_ptr<SampleState> state_;
};

constexpr Field kFields[] = {
    {.name = "messageFrequency", .type = FieldType::Int, .summary = "Let one of this many pass"},
    {.name = "samplePeriod", .type = FieldType::Duration, .summary = "Let one pass in this time", .fallback = "1000"},
};

void compile(const StepDecl& decl, Assembler& assembler) {
  auto state = assembler.state<SampleState>(decl, "sample", [] { return std::make_shared<SampleState>(); });
  assembler.emit(std::make_unique<Sample>(decl.options.maybe_integer("messageFrequency").value_or(0), decl.options.duration("samplePeriod"), std::move(state)));
}

}  // namespace

StepSpec sample() {
  return {.name = "sample",
          .summary = "Lets one message of many pass",
          .fields = kFields,
          .shorthand = "samplePeriod",
          .example = "- sample: { messageFrequency: 10 }",
          .compile = compile};
}

}  // namespace kamel::steps
