// The dataset-test component: a mock whose expectations come from another endpoint.
#include "connectors/mock.h"
#include "engine/assembler.h"

namespace kamel::connectors {
namespace {

constexpr std::string_view kAsserts = "expectations belong to Java tests; `kamel test` states them in its case";
constexpr Field kFields[] = {
    {.name = "retainFirst", .type = FieldType::Int, .summary = "keep only the first n messages", .fallback = "-1", .scope = "producer"},
    {.name = "retainLast", .type = FieldType::Int, .summary = "keep only the last n messages", .fallback = "-1", .scope = "producer"},
    {.name = "anyOrder", .type = FieldType::Bool, .summary = "expect the messages in any order", .fallback = "false", .ignored = kAsserts, .scope = "producer"},
    {.name = "split", .type = FieldType::Bool, .summary = "expect a message per line", .fallback = "false", .ignored = kAsserts, .scope = "producer"},
    {.name = "delimiter", .type = FieldType::Text, .summary = "what lines end with", .ignored = kAsserts, .scope = "producer"},
    {.name = "timeout", .type = FieldType::Duration, .summary = "how long to read from the other endpoint", .fallback = "2000", .ignored = kAsserts, .scope = "producer"},
    {.name = "copyOnExchange", .type = FieldType::Bool, .summary = "keep a copy of the message", .fallback = "true", .ignored = "a copy is kept always", .scope = "producer"},
    {.name = "reportGroup", .type = FieldType::Int, .summary = "log the throughput every n messages", .fallback = "0", .ignored = "use log:x?groupSize=n", .scope = "producer"},
    {.name = "log", .type = FieldType::Bool, .summary = "log what arrives", .fallback = "false", .ignored = "use log:", .scope = "producer"},
    {.name = "browseLimit", .type = FieldType::Int, .summary = "how many messages can be browsed", .fallback = "100", .ignored = "nothing browses", .scope = "producer"},
    {.name = "assertPeriod", .type = FieldType::Duration, .summary = "a grace period of assertions", .ignored = kAsserts, .scope = "producer"},
    {.name = "expectedCount", .type = FieldType::Int, .summary = "how many messages are expected", .fallback = "-1", .ignored = kAsserts, .scope = "producer"},
    {.name = "failFast", .type = FieldType::Bool, .summary = "fail with the first wrong message", .fallback = "true", .ignored = kAsserts, .scope = "producer"},
    {.name = "resultMinimumWaitTime", .type = FieldType::Duration, .summary = "how long assertions wait at least", .ignored = kAsserts, .scope = "producer"},
    {.name = "resultWaitTime", .type = FieldType::Duration, .summary = "how long assertions wait at most", .ignored = kAsserts, .scope = "producer"},
    {.name = "sleepForEmptyTest", .type = FieldType::Duration, .summary = "how long nothing must arrive", .ignored = kAsserts, .scope = "producer"},
};

class Arrive final : public Step {
 public:
  Arrive(std::shared_ptr<MockBoard> board, std::string endpoint) : board_(std::move(board)), endpoint_(std::move(endpoint)) {}
  Flow run(Exchange& exchange) const override {
    board_->arrive(endpoint_, exchange);
    return Flow::Next;
  }

 private:
  std::shared_ptr<MockBoard> board_;
  std::string endpoint_;
};

std::unique_ptr<const Step> producer(const EndpointDecl& decl, Assembler& assembler) {
  assembler.diagnostics().warning(decl.mark, "dataset-test records what arrives and does not read the messages to expect from " + decl.uri.path, "state them in a case of `kamel test`");
  auto board = MockBoard::of(assembler.context());
  std::string name = decl.uri.text();
  board->add(name, {decl.options.integer("retainFirst"), decl.options.integer("retainLast")});
  return std::make_unique<Arrive>(std::move(board), std::move(name));
}

}  // namespace

ComponentSpec dataset_test() {
  return {.scheme = "dataset-test",
          .syntax = "dataset-test:name",
          .summary = "Record what arrives, as mock: does.",
          .fields = kFields,
          .lenient = true,
          .example = "dataset-test:file:expected?noop=true",
          .producer = producer};
}

}  // namespace kamel::connectors
