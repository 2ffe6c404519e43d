// The kamelet component: `kamelet:NAME/ID?properties` calls a Kamelet or a route template; in a `from` it is the Kamelet's own source.
#include "engine/kamelet.h"

namespace kamel::connectors {
namespace {

constexpr std::string_view kInPlace = "the call never leaves the route";
constexpr Field kFields[] = {
    {.name = "location", .summary = "where the Kamelet is found", .refused = "give the Kamelet's file to kamel instead"},
    {.name = "noErrorHandler", .type = FieldType::Bool, .summary = "no error handling inside the Kamelet", .fallback = "false", .ignored = "failures reach the caller's error handler"},
    {.name = "block", .type = FieldType::Bool, .summary = "wait for a consumer", .fallback = "true", .ignored = kInPlace, .scope = "producer"},
    {.name = "timeout", .type = FieldType::Duration, .summary = "how long to wait for a consumer", .fallback = "30000", .ignored = kInPlace, .scope = "producer"},
    {.name = "failIfNoConsumers", .type = FieldType::Bool, .summary = "fail when there is no consumer", .fallback = "true", .ignored = kInPlace, .scope = "producer"},
};

std::unique_ptr<const Step> producer(const EndpointDecl& decl, Assembler& assembler) { return kamelet_call(decl.uri, decl.mark, nullptr, assembler); }

}  // namespace

// A source Kamelet is resolved where its route is compiled: the source that comes of it is another component's.
ComponentSpec kamelet() {
  return {.scheme = "kamelet",
          .syntax = "kamelet:templateId/routeId",
          .summary = "Call a Kamelet or a route template.",
          .fields = kFields,
          .lenient = true,
          .internal = true,
          .example = "kamelet:log-action?level=WARN",
          .producer = producer};
}

}  // namespace kamel::connectors
