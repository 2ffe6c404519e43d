// The browse component: passes messages on to its consumer, if there is one. What passed is counted in the metrics.
#include "connectors/calls/bound_source.h"
#include "connectors/calls/sole_consumer.h"
#include "engine/assembler.h"
#include "engine/intake.h"
#include "engine/worker.h"

namespace kamel::connectors {
namespace {

constexpr std::string_view kNobody = "nothing browses here; use mock: in a test, or log:";
constexpr Field kFields[] = {
    {.name = "browseLimit", .type = FieldType::Int, .summary = "how many messages can be browsed", .fallback = "100", .ignored = kNobody},
    {.name = "filter", .type = FieldType::Reference, .summary = "which messages can be browsed", .ignored = kNobody},
};

class Browse final : public Step {
 public:
  explicit Browse(std::uint32_t entry) : entry_(entry) {}
  Flow run(Exchange& exchange) const override {
    Intake* const consumer = exchange.worker().entry(entry_);
    return consumer != nullptr ? exchange.call(*consumer) : Flow::Next;
  }

 private:
  std::uint32_t entry_;
};

std::uint32_t entry_of(const EndpointDecl& decl, Assembler& assembler) { return assembler.context().entry("browse:" + decl.uri.path); }

std::unique_ptr<RouteSource> source(const EndpointDecl& decl, Assembler& assembler) {
  return is_sole_consumer(decl, assembler) ? std::make_unique<BoundSource>(entry_of(decl, assembler)) : nullptr;
}

std::unique_ptr<const Step> producer(const EndpointDecl& decl, Assembler& assembler) { return std::make_unique<Browse>(entry_of(decl, assembler)); }

}  // namespace

ComponentSpec browse() {
  return {.scheme = "browse",
          .syntax = "browse:name",
          .summary = "A station on the way: hands messages on to the route that consumes from it.",
          .fields = kFields,
          .internal = true,
          .example = "browse:orders",
          .source = source,
          .producer = producer};
}

}  // namespace kamel::connectors
