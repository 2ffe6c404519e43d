// pollEnrich: asks an endpoint for a message (a file, the next item of a queue) and puts it into the message.
#include "engine/assembler.h"
#include "engine/polling/enricher.h"

namespace kamel::steps {
namespace {

constexpr std::string_view kNoJava = "it names a Java class; kamel runs none";
constexpr Field kFields[] = {
    {.name = "expression", .type = FieldType::Expression, .summary = "What gives the endpoint"},
    {.name = "timeout", .type = FieldType::Duration, .summary = "How long to wait; 0: not at all; -1: until something comes", .fallback = "-1"},
    {.name = "aggregationStrategy", .type = FieldType::Reference, .summary = "How the two messages become one; without: the polled one takes the other's place"},
    {.name = "aggregateOnException", .type = FieldType::Bool, .summary = "Call the strategy for failed messages, too", .fallback = "false"},
    {.name = "aggregationStrategyMethodAllowNull", .ignored = "native strategies know that nothing came"},
    {.name = "aggregationStrategyMethodName", .refused = kNoJava},
    {.name = "ignoreInvalidEndpoint", .type = FieldType::Bool, .summary = "Go on when the endpoint cannot be made", .fallback = "false"},
    {.name = "variableReceive", .summary = "Put the polled message into this variable and keep the other"},
    {.name = "cacheSize", .type = FieldType::Int, .summary = "How many endpoints are kept open; -1: none; 0: 1000", .fallback = "0"},
    {.name = "allowOptimisedComponents", .type = FieldType::Bool, .fallback = "true", .ignored = "each URI has a poller of its own"},
    {.name = "autoStartComponents", .type = FieldType::Bool, .fallback = "true", .ignored = "components need no start"},
    {.name = "autoStartupComponents", .type = FieldType::Bool, .fallback = "true", .ignored = "components need no start"},
};

void compile(const StepDecl& decl, Assembler& assembler) {
  const Options& given = decl.options;
  PollOptions options;
  options.uri = assembler.expression(given);
  options.timeout = given.duration("timeout");
  options.on_exception = given.flag("aggregateOnException");
  options.ignore_invalid = given.flag("ignoreInvalidEndpoint");
  options.variable_receive = given.text("variableReceive");
  options.cache_size = given.integer("cacheSize");
  if (given.has("aggregationStrategy")) options.strategy = find_strategy(given.text("aggregationStrategy"), given.mark("aggregationStrategy"), assembler);
  if (!options.uri) return;
  auto cache = assembler.state<PollerCache>(decl, "", [] { return std::make_shared<PollerCache>(); });
  assembler.emit(std::make_unique<PollEnricher>(std::move(options), std::move(cache)));
}

}  // namespace

StepSpec poll_enrich() {
  return {.name = "pollEnrich",
          .summary = "Asks an endpoint for a message and puts it into the message",
          .fields = kFields,
          .inline_expression = true,
          .example = R"(- pollEnrich: { constant: "file:inbox?fileName=prices.csv", timeout: 5000 })",
          .compile = compile};
}

}  // namespace kamel::steps
