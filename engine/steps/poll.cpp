// poll: asks an endpoint for a message, which takes the place of the one at hand.
#include "engine/assembler.h"
#include "engine/dynamic_producer.h"
#include "engine/polling/enricher.h"

namespace kamel::steps {
namespace {

constexpr Field kFields[] = {
    {.name = "uri", .summary = "The endpoint; simple", .required = true},
    {.name = "parameters", .type = FieldType::Any, .summary = "The endpoint's options"},
    {.name = "timeout", .type = FieldType::Duration, .summary = "How long to wait; 0: not at all; -1: until something comes", .fallback = "20000"},
    {.name = "variableReceive", .summary = "Put the polled message into this variable and keep the other"},
};

void compile(const StepDecl& decl, Assembler& assembler) {
  const Options& given = decl.options;
  PollOptions options;
  options.uri = assembler.simple(with_parameters(given.text("uri"), given.node("parameters")), given.mark("uri"));
  options.timeout = given.duration("timeout");
  options.variable_receive = given.text("variableReceive");
  if (!options.uri) return;
  auto cache = assembler.state<PollerCache>(decl, "", [] { return std::make_shared<PollerCache>(); });
  assembler.emit(std::make_unique<PollEnricher>(std::move(options), std::move(cache)));
}

}  // namespace

StepSpec poll() {
  return {.name = "poll",
          .summary = "Asks an endpoint for a message",
          .fields = kFields,
          .shorthand = "uri",
          .example = R"(- poll: { uri: "seda:orders", timeout: 1000 })",
          .compile = compile};
}

}  // namespace kamel::steps
