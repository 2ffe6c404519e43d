// The saga component: completes or compensates the message's saga.
#include "engine/saga.h"

#include "engine/assembler.h"
#include "engine/convert.h"

namespace kamel::connectors {
namespace {

class EndSaga final : public Step {
 public:
  explicit EndSaga(bool complete) : complete_(complete) {}
  Flow run(Exchange& exchange) const override {
    const Value id = exchange.message.headers.get(kSagaHeader);
    if (id.is_null()) return exchange.fail(kIllegalState, "Current exchange is not bound to a saga context: cannot complete");
    const std::string name = to_text(id).str();
    const auto saga = sagas_of(exchange.context()).find(name);
    const Result<> ended = saga ? saga->end(complete_) : Result<>(Error(kIllegalState, "No coordinator found for saga id " + name));
    if (ended) return Flow::Next;
    return exchange.fail(Error("java.util.concurrent.CompletionException", ended.error().text(), ended.error()));
  }

 private:
  static constexpr std::string_view kIllegalState = "java.lang.IllegalStateException";
  bool complete_;
};

constexpr Field kFields[] = {
    {.name = "lazyStartProducer",
     .type = FieldType::Bool,
     .fallback = "false",
     .ignored = "there is nothing to start",
     .scope = "producer"},
};

std::unique_ptr<const Step> producer(const EndpointDecl& decl, Assembler& assembler) {
  const std::string action = decl.uri.path;
  const bool complete = action == "complete" || action == "COMPLETE";
  if (!complete && action != "compensate" && action != "COMPENSATE") {
    assembler.error(decl.mark, "a saga endpoint has no action '" + action + "'", "use saga:complete or saga:compensate",
                    "org.apache.camel.ResolveEndpointFailedException");
    return nullptr;
  }
  if (!find_saga_service("", decl.mark, assembler)) return nullptr;
  return std::make_unique<EndSaga>(complete);
}

}  // namespace

ComponentSpec saga() {
  return {.scheme = "saga",
          .syntax = "saga:action",
          .summary = "Complete or compensate the saga that a message belongs to: saga:complete, saga:compensate.",
          .fields = kFields,
          .example = "saga:complete",
          .producer = producer};
}

}  // namespace kamel::connectors
