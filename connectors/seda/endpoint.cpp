#include "connectors/seda/endpoint.h"

#include <algorithm>

#include "connectors/calls/sole_consumer.h"
#include "connectors/seda/consumer.h"
#include "connectors/seda/producer.h"
#include "connectors/seda/sizes.h"

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

constexpr std::int64_t kDefaultSize = 1000;  // as good as none, as in Camel

void report_sizes(const EndpointDecl& decl, Assembler& assembler, std::int64_t there, const std::string& hint) {
  const std::string size = std::to_string(decl.options.integer("size"));
  const std::string why = "Cannot use existing queue " + decl.uri.scheme + "://" + decl.uri.path + " as the existing queue size " + std::to_string(there) +
                          " does not match given queue size " + size;
  assembler.error(decl.options.mark("size"), "Failed to resolve endpoint: " + decl.uri.text() + " due to: " + why, hint, "org.apache.camel.ResolveEndpointFailedException");
}

// The size that an endpoint gives to its queue; nullopt after having reported that another one gives it another. An endpoint that is made at run
// time finds the queue as it is.
std::optional<std::int64_t> given_size(const EndpointDecl& decl, Assembler& assembler, const SedaQueue* there) {
  const std::int64_t size = decl.options.has("size") ? decl.options.integer("size") : kDefaultSize;
  if (size == kDefaultSize) return kDefaultSize;
  if (assembler.route() == nullptr) {
    const auto capacity = there != nullptr ? static_cast<std::int64_t>(there->capacity()) : size;
    if (capacity == size) return size;
    report_sizes(decl, assembler, capacity, "leave size out: the queue is there already");
    return std::nullopt;
  }
  const auto other = other_size(assembler.set(), decl.uri, size);
  if (!other || other->size == kDefaultSize) return size;
  report_sizes(decl, assembler, other->size, "give the queue one size; the other is at " + other->mark.text());
  return std::nullopt;
}

// The same name, the same queue: from whichever side, and across swaps of the routes on both. nullptr after a report.
std::shared_ptr<SedaQueue> queue_of(const EndpointDecl& decl, Assembler& assembler) {
  const std::string name = decl.uri.scheme + "://" + decl.uri.path;
  bool fresh = false;
  auto queue = assembler.context().shared<SedaQueue>("queue:" + name, [&] {
    fresh = true;
    return std::make_shared<SedaQueue>(name);
  });
  const auto size = given_size(decl, assembler, fresh ? nullptr : queue.get());
  if (!size) return nullptr;
  if (*size != kDefaultSize) {
    if (*size > 0) queue->set_capacity(static_cast<std::size_t>(*size));
  } else if (const auto usual = component_property(assembler, "queueSize"); usual && !decl.options.has("size")) {
    queue->set_capacity(static_cast<std::size_t>(std::max(std::atoll(usual->c_str()), 1LL)));
  }
  return queue;
}

}  // namespace

std::span<const Field> seda_fields() { return kFields; }

std::unique_ptr<RouteSource> seda_source(const EndpointDecl& decl, Assembler& assembler) {
  const Options& options = decl.options;
  SedaSource::Plan plan;
  plan.queue = queue_of(decl, assembler);
  if (!plan.queue) return nullptr;
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
  if (!plan.multiple && !polled && !is_sole_consumer(decl, assembler, Same::NameAndParameters)) return nullptr;
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
  if (sending.blocks && sending.discards) {
    assembler.error(options.mark("discardWhenFull"),
                    "Failed to resolve endpoint: " + decl.uri.text() +
                        " due to: Cannot enable both discardWhenFull=true and blockWhenFull=true. You can only either discard or block when full.",
                    "leave one of them out",
                    "org.apache.camel.ResolveEndpointFailedException");
    return nullptr;
  }
  auto queue = queue_of(decl, assembler);
  return queue ? std::make_unique<SedaProducer>(std::move(queue), decl.uri.text(), sending) : nullptr;
}

}  // namespace kamel::connectors
