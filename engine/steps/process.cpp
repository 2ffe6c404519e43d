// process: hands the exchange to a processor of beans:.
#include "engine/assembler.h"
#include "engine/stand_ins/stand_in.h"

namespace kamel::steps {
namespace {

class Process final : public Step {
 public:
  explicit Process(StandInPtr processor) : processor_(std::move(processor)) {}
  Flow run(Exchange& exchange) const override {
    const StandInResult result = processor_->call(exchange, "process", {});
    return result ? Flow::Next : exchange.fail(result.error());
  }

 private:
  StandInPtr processor_;
};

constexpr Field kFields[] = {{.name = "ref", .summary = "A processor of beans:, or #class:…", .required = true}};

void compile(const StepDecl& decl, Assembler& assembler) {
  if (StandInPtr bean = find_stand_in(decl.options.text("ref"), decl.options.mark("ref"), assembler)) assembler.emit(std::make_unique<Process>(std::move(bean)));
}

}  // namespace

StepSpec process() {
  return {.name = "process",
          .summary = "Hands the exchange to a processor",
          .fields = kFields,
          .example = R"(- process: { ref: "#class:org.apache.camel.component.kafka.KafkaHeaderDeserializer" })",
          .compile = compile};
}

}  // namespace kamel::steps
