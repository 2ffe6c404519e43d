// The dataset component: sends a set of like messages, and counts those that come out at the other end.
#include <atomic>
#include <vector>

#include "connectors/threads/pulse.h"
#include "engine/assembler.h"
#include "engine/beans.h"
#include "engine/convert.h"
#include "engine/worker.h"

namespace kamel::connectors {
namespace {

constexpr std::string_view kIndex = "CamelDataSetIndex";
constexpr std::string_view kAsserts = "expectations belong to Java tests; `kamel test` states them in its case";
constexpr std::string_view kIndices[] = {"strict", "lenient", "off"};
constexpr Field kFields[] = {
    {.name = "dataSetIndex", .type = FieldType::Choice, .summary = "strict: messages must come numbered in order, else a warning; lenient: those without a number get one; off: numbers do not count",
     .fallback = "lenient", .choices = kIndices},
    {.name = "initialDelay", .type = FieldType::Duration, .summary = "wait before the first message", .fallback = "1000", .scope = "consumer"},
    {.name = "produceDelay", .type = FieldType::Duration, .summary = "wait between messages", .fallback = "3", .scope = "consumer"},
    {.name = "minRate", .type = FieldType::Int, .summary = "messages that must be there before the first is sent", .fallback = "0", .ignored = "they are all there", .scope = "consumer"},
    {.name = "preloadSize", .type = FieldType::Int, .summary = "messages to send before the route has started", .fallback = "0", .ignored = "routes start at once", .scope = "consumer"},
    {.name = "consumeDelay", .type = FieldType::Duration, .summary = "wait for each message that arrives", .fallback = "0", .scope = "producer"},
    {.name = "retainFirst", .type = FieldType::Int, .summary = "keep only the first n messages", .fallback = "-1", .ignored = "none is kept", .scope = "producer"},
    {.name = "retainLast", .type = FieldType::Int, .summary = "keep only the last n messages", .fallback = "-1", .ignored = "none is kept", .scope = "producer"},
    {.name = "reportGroup", .type = FieldType::Int, .summary = "log the throughput every n messages", .fallback = "0", .ignored = "use log:x?groupSize=n", .scope = "producer"},
    {.name = "log", .type = FieldType::Bool, .summary = "log what arrives", .fallback = "false", .ignored = "use log:", .scope = "producer"},
    {.name = "copyOnExchange", .type = FieldType::Bool, .summary = "keep a copy of the message", .fallback = "true", .ignored = "none is kept", .scope = "producer"},
    {.name = "browseLimit", .type = FieldType::Int, .summary = "how many messages can be browsed", .fallback = "100", .ignored = "nothing browses"},
    {.name = "assertPeriod", .type = FieldType::Duration, .summary = "a grace period of assertions", .ignored = kAsserts, .scope = "producer"},
    {.name = "expectedCount", .type = FieldType::Int, .summary = "how many messages are expected", .fallback = "-1", .ignored = kAsserts, .scope = "producer"},
    {.name = "failFast", .type = FieldType::Bool, .summary = "fail with the first wrong message", .fallback = "true", .ignored = kAsserts, .scope = "producer"},
    {.name = "resultMinimumWaitTime", .type = FieldType::Duration, .summary = "how long assertions wait at least", .ignored = kAsserts, .scope = "producer"},
    {.name = "resultWaitTime", .type = FieldType::Duration, .summary = "how long assertions wait at most", .ignored = kAsserts, .scope = "producer"},
    {.name = "sleepForEmptyTest", .type = FieldType::Duration, .summary = "how long nothing must arrive", .ignored = kAsserts, .scope = "producer"},
};

/// The set that a bean describes: a SimpleDataSet, whose messages are all alike, or a ListDataSet, which takes them in turn.
struct DataSet {
  std::int64_t size = 10;
  std::vector<Slice> bodies;
};

std::optional<DataSet> data_set_of(const EndpointDecl& decl, Assembler& assembler) {
  const BeanReference found = find_bean(decl.uri.path, assembler);
  const bool simple = found.java_class == "org.apache.camel.component.dataset.SimpleDataSet";
  if (found.bean == nullptr || (!simple && found.java_class != "org.apache.camel.component.dataset.ListDataSet")) {
    assembler.error(decl.mark, "there is no SimpleDataSet or ListDataSet '" + decl.uri.path + "'",
                    "declare it under beans: {name: " + decl.uri.path + ", type: org.apache.camel.component.dataset.SimpleDataSet, properties: {size: 100}}",
                    "org.apache.camel.NoSuchBeanException");
    return std::nullopt;
  }
  DataSet set;
  if (const auto size = to_long(Value(found.bean->property("size")))) set.size = *size;
  if (simple) {
    const auto body = found.bean->property("defaultBody");
    set.bodies.emplace_back(body.empty() ? "<hello>world!</hello>" : body);
  }
  while (!simple) {
    const auto body = found.bean->property("defaultBodies[" + std::to_string(set.bodies.size()) + "]");
    if (body.empty()) break;
    set.bodies.emplace_back(body);
  }
  if (!set.bodies.empty()) return set;
  assembler.error(decl.mark, "the ListDataSet '" + decl.uri.path + "' has no bodies", "give it properties: {\"defaultBodies[0]\": text}", "org.apache.camel.FailedToStartRouteException");
  return std::nullopt;
}

std::unique_ptr<RouteSource> source(const EndpointDecl& decl, Assembler& assembler) {
  const auto set = data_set_of(decl, assembler);
  if (!set) return nullptr;
  Pulse::Plan plan;
  plan.name = decl.uri.path;
  plan.ticks = {decl.options.duration("initialDelay"), std::max(decl.options.duration("produceDelay"), std::chrono::milliseconds(1)), Ticker::Pace::FromEnd};
  plan.at_once = decl.options.duration("produceDelay").count() <= 0;
  plan.times = set->size;
  plan.enabled = set->size > 0;
  const bool numbers = decl.options.choice("dataSetIndex") != "off";
  plan.fill = [bodies = set->bodies, numbers](Exchange& exchange, std::int64_t counter) {
    exchange.message.body = bodies[static_cast<std::size_t>(counter - 1) % bodies.size()];
    if (numbers) exchange.message.headers.set(Slice::literal(kIndex), counter - 1);
  };
  return std::make_unique<Pulse>(std::move(plan));
}

/// How many have arrived at an endpoint, kept across swaps. Any worker.
struct Arrivals {
  std::atomic<std::int64_t> count{0};
};

/// Counts what arrives. What is not in order is told in the log: in Camel, only a test that asserts would hear of it.
class Check final : public Step {
 public:
  Check(std::string endpoint, std::shared_ptr<Arrivals> arrivals, std::string index, std::chrono::milliseconds delay)
      : endpoint_(std::move(endpoint)), arrivals_(std::move(arrivals)), index_(std::move(index)), delay_(delay) {}

  Flow run(Exchange& exchange) const override {
    compare(exchange, arrivals_->count.fetch_add(1, std::memory_order_relaxed));
    if (delay_.count() <= 0) return Flow::Next;
    exchange.worker().after(delay_, [&exchange] { exchange.resume(); });
    return Flow::Suspend;
  }

 private:
  void compare(Exchange& exchange, std::int64_t expected) const {
    if (index_ == "off") return;
    const Value* given = exchange.message.headers.find(kIndex);
    const auto number = given != nullptr ? to_long(*given) : std::nullopt;
    if (given == nullptr && index_ == "lenient") return exchange.message.headers.set(Slice::literal(kIndex), expected);
    if (number == expected) return;
    exchange.context().report(LogLevel::Warn, endpoint_ + ": Header: " + std::string(kIndex) + " does not match. Expected: " + std::to_string(expected) +
                                                  " but was: " + (number ? std::to_string(*number) : "null"));
  }

  std::string endpoint_;
  std::shared_ptr<Arrivals> arrivals_;
  std::string index_;
  std::chrono::milliseconds delay_;
};

std::unique_ptr<const Step> producer(const EndpointDecl& decl, Assembler& assembler) {
  if (!data_set_of(decl, assembler)) return nullptr;
  std::string endpoint = decl.uri.text();
  auto arrivals = assembler.context().shared<Arrivals>(endpoint, [] { return std::make_shared<Arrivals>(); });
  return std::make_unique<Check>(std::move(endpoint), std::move(arrivals), decl.options.choice("dataSetIndex"), decl.options.duration("consumeDelay"));
}

}  // namespace

ComponentSpec dataset() {
  return {.scheme = "dataset",
          .syntax = "dataset:name",
          .summary = "Send a set of like messages for load tests, and count those that come out: for SimpleDataSet and ListDataSet beans.",
          .fields = kFields,
          .example = "dataset:orders?produceDelay=0",
          .source = source,
          .producer = producer};
}

}  // namespace kamel::connectors
