// That a warm exchange through synchronous steps calls malloc not once.
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <new>
#include <string>

#include "tests/bench/flood.h"

namespace {
thread_local std::uint64_t allocations = 0;
}

void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace kamel::bench {
namespace {

/// Lets some batches warm everything up, then counts the allocations of the worker during the next ones.
class Counter final : public Batches {
 public:
  static constexpr std::uint64_t kWarmUp = 5000, kCounted = 5000;

  void begin() noexcept override { before_ = allocations; }
  void end(std::uint64_t messages) noexcept override {
    const std::lock_guard lock(mutex_);
    seen_ += messages;
    if (seen_ <= kWarmUp || done_) return;
    allocated_ += allocations - before_;
    counted_ += messages;
    done_ = counted_ >= kCounted;
    if (done_) changed_.notify_all();
  }
  /// Allocations per exchange.
  double wait() {
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, std::chrono::seconds(30), [this] { return done_; })) ADD_FAILURE() << "only " << seen_ << " exchanges";
    return static_cast<double>(allocated_) / static_cast<double>(counted_);
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::uint64_t before_ = 0, seen_ = 0, allocated_ = 0, counted_ = 0;
  bool done_ = false;
};

double allocations_per_exchange(const std::string& steps, const std::string& body = "alpha0,beta1") {
  Counter counter;
  set_body(body);
  set_batches(&counter);
  const auto failed = counts().failed.load();
  auto runtime = run("allocations.yaml", "- from:\n    uri: flood:in\n    steps:\n" + steps);
  const double result = counter.wait();
  EXPECT_TRUE(runtime->drain(std::chrono::seconds(10)));
  set_batches(nullptr);
  EXPECT_EQ(counts().failed.load(), failed);
  return result;
}

TEST(Allocations, NoneForSetHeaderFilterTransform) {
  EXPECT_EQ(allocations_per_exchange(R"(
      - setHeader: { name: h, simple: "x${body.length}" }
      - filter: { simple: "${header.h} != 'y'", steps: [ { transform: { simple: "got ${header.h}" } }, { to: "sink:out" } ] }
)"), 0);
}

TEST(Allocations, NoneForASplitByAToken) {
  EXPECT_EQ(allocations_per_exchange(R"(
      - split:
          tokenize: ","
          steps:
            - filter: { simple: "${body} contains 'alpha'", steps: [ { transform: { simple: "got ${body}" } }, { to: "sink:out" } ] }
)"), 0);
}

TEST(Allocations, NoneForChoiceLoopAndDoTry) {
  EXPECT_EQ(allocations_per_exchange(R"(
      - choice:
          when: [ { simple: "${body} == 'no'", steps: [ { setBody: { constant: "never" } } ] } ]
          otherwise: { steps: [ { setProperty: { name: p, constant: "v" } } ] }
      - loop: { constant: "3", steps: [ { setVariable: { name: v, simple: "${exchangeProperty.CamelLoopIndex}" } } ] }
      - doTry: { steps: [ { setHeader: { name: h, exchangeProperty: p } } ], doFinally: { steps: [ { removeHeader: { name: h } } ] } }
      - to: sink:out
)"), 0);
}

TEST(Allocations, NoneForJsonpathOnBytes) {
  EXPECT_EQ(allocations_per_exchange(R"(
      - filter: { jsonpath: "$[?(@.id > 3)]", steps: [ { setHeader: { name: n, jsonpath: "$.name" } }, { to: "sink:out" } ] }
)", R"({"id":17,"name":"alpha","tags":["a","b","c"],"nested":{"x":1.5,"y":true}})"), 0);
}

TEST(Allocations, NoneForJsonReadAndWritten) {
  EXPECT_EQ(allocations_per_exchange(R"(
      - unmarshal: { json: {} }
      - filter: { simple: "${body[id]} > 3", steps: [ { setHeader: { name: n, simple: "${body[name]}" } }, { marshal: { json: {} } }, { to: "sink:out" } ] }
)", R"({"id":17,"name":"alpha","tags":["a","b","c"],"nested":{"x":1.5,"y":true}})"), 0);
}

TEST(Allocations, NoneForCsvReadAndWritten) {
  EXPECT_EQ(allocations_per_exchange(R"(
      - unmarshal: { csv: {} }
      - filter: { simple: "${body[1][1]} == 'alpha'", steps: [ { marshal: { csv: {} } }, { to: "sink:out" } ] }
)", "id,name,amount\n1,alpha,10.5\n2,\"beta, the second\",20\n"), 0);
}

TEST(Allocations, NoneForAnAggregate) {
  EXPECT_EQ(allocations_per_exchange(R"(
      - aggregate:
          correlationExpression: { constant: all }
          aggregationStrategy: "#class:org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy"
          completionSize: 10
          steps: [ { to: "sink:out" } ]
)"), 0);
}

}  // namespace
}  // namespace kamel::bench
