#include "connectors/seda/endpoint.h"

#include <algorithm>

#include "connectors/calls/sole_consumer.h"
#include "connectors/seda/consumer.h"
#include "connectors/seda/producer.h"

namespace kamel::connectors {
namespace {

constexpr std::string_view kWaits[] = {"Never", "IfReplyExpected", "Always"};
constexpr Field kFields[] = {
    {.name = "size", .type = FieldType::Int, .summary = "how many messages the queue holds", .fallback = "1000"},
    {.name = "concurrentConsumers", .type = FieldType::Int, .summary = "how many messages are processed at the same time", .fallback = "1", .scope = "consumer"},
    {.name = "limitConcurrentConsumers", .type = FieldType::Bool, .summary = "allow 500 concurrent consumers at most", .fallback = "true", .scope = "consumer"},
    {.name = "multipleConsumers", .type = FieldType::Bool, .summary = "several routes may consume, and each gets every message", .fallback = "false"},
    {.name = "purgeWhenStopping", .type = FieldType::Bool, .summary = "drop what is in the queue when the route stops", .fallback = "false", .scope = "consumer"},
    {.name = "pollTimeout", .type = FieldType::Duration, .summary = "how long a poll of the queue waits", .fallback = "1000", .ignored = "the queue wakes its consumer", .scope = "consumer"},
    {.name = "waitForTaskToComplete", .type = FieldType::Choice, .summary = "whether the sender waits for the end of the consumer's route", .fallback = "IfReplyExpected",
     .choices = kWaits, .scope = "producer"},
    {.name = "timeout", .type = FieldType::Duration, .summary = "how long the sender waits; 0: without end", .fallback = "30000", .scope = "producer"},
    {.name = "blockWhenFull", .type = FieldType::Bool, .summary = "wait for room in a full queue instead of failing", .fallback = "false", .scope = "producer"},
    {.name = "discardWhenFull", .type = FieldType::Bool, .summary = "drop the message when the queue is full", .fallback = "false", .scope = "producer"},
    {.name = "offerTimeout", .type = FieldType::Duration, .summary = "how long to wait for room; 0: without end", .fallback = "0", .scope = "producer"},
    {.name = "failIfNoConsumers", .type = FieldType::Bool, .summary = "fail when no route consumes from the queue", .fallback = "false", .scope = "producer"},
    {.name = "discardIfNoConsumers", .type = FieldType::Bool, .summary = "drop the message when no route consumes from the queue", .fallback = "false", .scope = "producer"},
    {.name = "browseLimit", .type = FieldType::Int, .summary = "how many messages can be browsed", .fallback = "100", .ignored = "nothing browses"},
    {.name = "queue", .type = FieldType::Reference, .summary = "a BlockingQueue", .refused = "it is a Java object; use size"},
};

std::optional<std::string> component_property(Assembler& assembler, std::string_view name) {
  return assembler.context().property("camel.component.seda." + std::string(name));
}

// The same name, the same queue: from whichever side, and across swaps of the routes on both.
std::shared_ptr<SedaQueue> queue_of(const EndpointDecl& decl, Assembler& assembler) {
  const std::string name = decl.uri.scheme + "://" + decl.uri.path;
  auto queue = assembler.context().shared<SedaQueue>("queue:" + name, [&] { return std::make_shared<SedaQueue>(name); });
  if (decl.options.has("size")) {
    queue->set_capacity(static_cast<std::size_t>(std::max<std::int64_t>(decl.options.integer("size"), 1)));
  } else if (const auto size = component_property(assembler, "queueSize")) {
    queue->set_capacity(static_cast<std::size_t>(std::max(std::atoll(size->c_str()), 1LL)));
  }
  return queue;
}

}  // namespace

std::span<const Field> seda_fields() { return kFields; }

std::unique_ptr<RouteSource> seda_source(const EndpointDecl& decl, Assembler& assembler) {
  const Options& options = decl.options;
  SedaSource::Plan plan;
  plan.queue = queue_of(decl, assembler);
  plan.multiple = options.flag("multipleConsumers");
  plan.purges = options.flag("purgeWhenStopping");
  const std::int64_t lanes = options.integer("concurrentConsumers");
  constexpr std::int64_t kLimit = 500;
  if (lanes < 1 || (lanes > kLimit && options.flag("limitConcurrentConsumers"))) {
    assembler.error(options.mark("concurrentConsumers"), lanes < 1 ? "concurrentConsumers must be at least 1" : "The limitConcurrentConsumers flag in set to true. ConcurrentConsumers cannot be set at a value greater than 500",
                    lanes < 1 ? "" : "set limitConcurrentConsumers to false", "java.lang.IllegalArgumentException");
    return nullptr;
  }
  plan.lanes = static_cast<std::size_t>(lanes);
  const bool polled = assembler.route() == nullptr;  // pollEnrich takes its share beside the consumers
  if (!plan.multiple && !polled && !is_sole_consumer(decl, assembler)) return nullptr;
  return std::make_unique<SedaSource>(std::move(plan));
}

std::unique_ptr<const Step> seda_producer(const EndpointDecl& decl, Assembler& assembler) {
  const Options& options = decl.options;
  SedaSending sending;
  const std::string wait = options.choice("waitForTaskToComplete");
  sending.wait = wait == "Never" ? SedaSending::Wait::Never : wait == "Always" ? SedaSending::Wait::Always : SedaSending::Wait::IfReplyExpected;
  // A stub takes no parameters of what it stands in for, and waits for an answer only where somebody gives one.
  if (decl.uri.scheme == "stub") {
    sending.wait = SedaSending::Wait::IfReplyExpected;
    sending.waits_for_nobody = false;
  }
  sending.timeout = options.duration("timeout");
  sending.offer_timeout = options.duration("offerTimeout");
  sending.blocks = options.has("blockWhenFull") ? options.flag("blockWhenFull") : component_property(assembler, "defaultBlockWhenFull") == "true";
  sending.discards = options.has("discardWhenFull") ? options.flag("discardWhenFull") : component_property(assembler, "defaultDiscardWhenFull") == "true";
  sending.fails_unconsumed = options.flag("failIfNoConsumers");
  sending.discards_unconsumed = options.flag("discardIfNoConsumers");
  return std::make_unique<SedaProducer>(queue_of(decl, assembler), decl.uri.text(), sending);
}

}  // namespace kamel::connectors
