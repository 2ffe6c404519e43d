// The direct component: one route calls another one in place, on its own worker.
#include "connectors/calls/bound_source.h"
#include "connectors/calls/sole_consumer.h"
#include "engine/assembler.h"
#include "engine/clock.h"
#include "engine/intake.h"
#include "engine/worker.h"

namespace kamel::connectors {
namespace {

using std::chrono::milliseconds;

constexpr Field kFields[] = {
    {.name = "block", .type = FieldType::Bool, .summary = "wait for a consumer when there is none", .fallback = "true", .scope = "producer"},
    {.name = "timeout", .type = FieldType::Duration, .summary = "how long to wait for a consumer", .fallback = "30000", .scope = "producer"},
    {.name = "failIfNoConsumers", .type = FieldType::Bool, .summary = "fail when there is no consumer, instead of going on", .fallback = "true", .scope = "producer"},
    {.name = "synchronous", .type = FieldType::Bool, .summary = "process without asynchronous steps", .fallback = "false", .ignored = "the result is the same"},
};

struct Missing {
  bool block = true;
  milliseconds timeout{30000};
  bool fails = true;
};

class Direct final : public Step {
 public:
  Direct(std::uint32_t entry, std::string endpoint, Missing missing) : entry_(entry), endpoint_(std::move(endpoint)), missing_(missing) {}

  Flow run(Exchange& exchange) const override {
    if (Intake* callee = exchange.worker().entry(entry_)) return exchange.call(*callee);
    if (!missing_.fails) return Flow::Next;
    if (!missing_.block) return unavailable(exchange);
    wait(exchange, Clock::now() + missing_.timeout);
    return Flow::Suspend;
  }

 private:
  Flow unavailable(Exchange& exchange) const {
    return exchange.fail("org.apache.camel.component.direct.DirectConsumerNotAvailableException",
                         "No consumers available on endpoint: " + endpoint_ + ". Exchange[" + exchange.id().str() + "]");
  }

  // Looks again every few milliseconds: a missing consumer is a start-up matter, not worth a list of who waits for whom. The exchange holds
  // its program, and so this step, until it is resumed.
  void wait(Exchange& exchange, Clock::time_point until) const {
    constexpr milliseconds kLook{10};
    exchange.worker().after(kLook, [this, &exchange, until] {
      if (Intake* callee = exchange.worker().entry(entry_)) return exchange.resume(exchange.call(*callee));
      if (Clock::now() >= until) return exchange.resume(unavailable(exchange));
      wait(exchange, until);
    });
  }

  std::uint32_t entry_;
  std::string endpoint_;
  Missing missing_;
};

std::uint32_t entry_of(const EndpointDecl& decl, Assembler& assembler) { return assembler.context().entry("direct:" + decl.uri.path); }

std::unique_ptr<RouteSource> source(const EndpointDecl& decl, Assembler& assembler) {
  return is_sole_consumer(decl, assembler) ? std::make_unique<BoundSource>(entry_of(decl, assembler)) : nullptr;
}

// An option of the URI wins over one of the component (camel.component.direct.*).
std::unique_ptr<const Step> producer(const EndpointDecl& decl, Assembler& assembler) {
  const Options& options = decl.options;
  const auto component = [&](std::string_view name) { return assembler.context().property("camel.component.direct." + std::string(name)); };
  Missing missing{options.flag("block"), options.duration("timeout"), options.flag("failIfNoConsumers")};
  if (const auto timeout = component("timeout"); timeout && !options.has("timeout")) missing.timeout = parse_duration(*timeout).value_or(missing.timeout);
  if (const auto block = component("block"); block && !options.has("block")) missing.block = *block == "true";
  return std::make_unique<Direct>(entry_of(decl, assembler), decl.uri.text(), missing);
}

}  // namespace

ComponentSpec direct() {
  return {.scheme = "direct",
          .syntax = "direct:name",
          .summary = "Call another route of the same integration synchronously.",
          .fields = kFields,
          .internal = true,
          .example = "direct:orders",
          .source = source,
          .producer = producer};
}

}  // namespace kamel::connectors
