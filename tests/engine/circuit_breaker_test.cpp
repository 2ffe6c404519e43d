#include "engine/circuit_breaker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/routes.h"

namespace kamel::test {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

/// A breaker with a clock of its own.
struct Trial {
  CircuitSettings settings{.window = 4, .minimum = 2, .open_for = 1s, .trials = 2};
  CircuitBreaker breaker;
  CircuitBreaker::Clock::time_point now{100s};
  bool permits() { return breaker.permits(settings, now); }
  void call(bool failed, CircuitBreaker::Clock::duration took = 1ms) {
    ASSERT_TRUE(permits());
    breaker.record(settings, now, took, failed);
  }
  std::string_view state() const { return name_of(breaker.state()); }
};

TEST(CircuitBreaker, StaysClosedBelowTheMinimumNumberOfCalls) {
  Trial trial;
  trial.call(true);
  EXPECT_EQ(trial.state(), "CLOSED");
  trial.call(true);
  EXPECT_EQ(trial.state(), "OPEN");
  EXPECT_FALSE(trial.permits());
}

TEST(CircuitBreaker, ForgetsCallsThatHaveLeftTheWindow) {
  Trial trial;
  trial.settings.minimum = 4;
  trial.call(true);
  for (int i = 0; i < 4; ++i) trial.call(false);
  trial.call(true);
  EXPECT_EQ(trial.state(), "CLOSED");  // one of the last four
  trial.call(true);
  EXPECT_EQ(trial.state(), "OPEN");
}

TEST(CircuitBreaker, LetsAsManyTrialsThroughAsItIsToldWhenTheTimeHasCome) {
  Trial trial;
  trial.call(true);
  trial.call(true);
  trial.now += 999ms;
  EXPECT_FALSE(trial.permits());
  trial.now += 1ms;
  EXPECT_TRUE(trial.permits());
  EXPECT_EQ(trial.state(), "HALF_OPEN");
  EXPECT_TRUE(trial.permits());
  EXPECT_FALSE(trial.permits());
  trial.breaker.forget();
  EXPECT_TRUE(trial.permits());
}

TEST(CircuitBreaker, ClosesOrOpensByWhatTheTrialsGive) {
  Trial trial;
  trial.call(true);
  trial.call(true);
  trial.now += 1s;
  trial.call(true);
  trial.call(true);
  EXPECT_EQ(trial.state(), "OPEN");
  trial.now += 1s;
  trial.call(false);
  trial.call(false);
  EXPECT_EQ(trial.state(), "CLOSED");
}

TEST(CircuitBreaker, CountsSlowCallsApart) {
  Trial trial;
  trial.settings.slow_from = 10ms;
  trial.settings.slow_rate = 50;
  trial.call(false, 10ms);
  trial.call(false, 11ms);
  EXPECT_EQ(trial.state(), "OPEN");
}

TEST(CircuitBreaker, LooksBackSoManySecondsWithAWindowInTime) {
  Trial trial;
  trial.settings.by_time = true;
  trial.settings.window = 10;
  trial.settings.minimum = 3;
  trial.call(true);
  trial.now += 10s;  // the first call has left
  trial.call(true);
  trial.call(false);
  EXPECT_EQ(trial.state(), "CLOSED");
  trial.now += 9s;
  trial.call(false);
  EXPECT_EQ(trial.state(), "CLOSED");  // one of three
  trial.call(true);
  EXPECT_EQ(trial.state(), "OPEN");  // two of four
}

std::string breaker_route(std::string_view fallback) {
  return R"(- route:
    id: r
    from:
      uri: direct:in
      steps:
        - circuitBreaker:
            id: cb
            resilience4jConfiguration: { minimumNumberOfCalls: 1, slidingWindowSize: 1 }
            steps: [ { filter: { simple: "${body} == 'bad'", steps: [ { throwException: { exceptionType: java.io.IOException, message: no } } ] } } ]
            onFallback: { steps: [ { setBody: { constant: ")" +
         std::string(fallback) + "\" } } ] }\n";
}

TEST(CircuitBreakerStep, StaysOpenWhenTheRouteIsSwapped) {
  Routes routes(breaker_route("old"));
  ASSERT_EQ(routes.problems(), "");
  EXPECT_EQ(routes.send("direct:in", "bad").body(), "old");
  EXPECT_EQ(routes.apply(breaker_route("new")), "");
  EXPECT_EQ(routes.send("direct:in", "good").body(), "new");
}

TEST(CircuitBreakerStep, IsOpenForAllWorkers) {
  Routes routes(breaker_route("refused"), 4);
  EXPECT_EQ(routes.send("direct:in", "bad").body(), "refused");
  for (int i = 0; i < 8; ++i) EXPECT_EQ(routes.send("direct:in", "good").body(), "refused");
}

TEST(CircuitBreakerStep, DropsWhatComesAfterTheTimeout) {
  Routes routes(R"(- route:
    from:
      uri: direct:in
      steps:
        - circuitBreaker:
            resilience4jConfiguration: { timeoutEnabled: true, timeoutDuration: 20 }
            steps: [ { delay: { constant: 60 } }, { setBody: { constant: late } }, { to: "mock:late" } ]
            onFallback: { steps: [ { setBody: { constant: fallback } } ] }
        - to: mock:out)");
  EXPECT_EQ(routes.send("direct:in", "x").body(), "fallback");
  EXPECT_TRUE(routes.wait("mock:late", 1));
  EXPECT_THAT(routes.arrived("mock:out"), testing::ElementsAre("fallback"));
}

TEST(CircuitBreakerStep, NeverOpensWithFaultToleranceAsInCamel) {
  Routes routes(R"(- route:
    from:
      uri: direct:in
      steps:
        - circuitBreaker:
            faultToleranceConfiguration: { requestVolumeThreshold: 2, failureRatio: 100, delay: 60000 }
            steps: [ { filter: { simple: "${body} == 'bad'", steps: [ { throwException: { exceptionType: java.io.IOException, message: no } } ] } } ]
            onFallback: { steps: [ { setBody: { constant: fallback } } ] })");
  EXPECT_THAT(routes.problems(), testing::HasSubstr("never opens"));
  for (int i = 0; i < 4; ++i) EXPECT_EQ(routes.send("direct:in", "bad").body(), "fallback");
  EXPECT_EQ(routes.send("direct:in", "good").body(), "good");
}

TEST(CircuitBreakerStep, LetsAsManyWaitAsTheBulkheadsQueueHolds) {
  Routes routes(R"(- route:
    from:
      uri: direct:in
      steps:
        - split:
            tokenize: ","
            parallelProcessing: true
            steps:
              - circuitBreaker:
                  faultToleranceConfiguration: { bulkheadEnabled: true, bulkheadMaxConcurrentCalls: 1, bulkheadWaitingTaskQueue: 1 }
                  steps: [ { delay: { constant: 20 } }, { setBody: { constant: inside } } ]
                  onFallback: { steps: [ { setBody: { constant: refused } } ] }
              - to: mock:out)");
  routes.send("direct:in", "1,2,3,4");
  EXPECT_THAT(routes.arrived("mock:out"), testing::UnorderedElementsAre("inside", "inside", "refused", "refused"));
}

TEST(CircuitBreakerStep, TellsWhichSettingIsWrong) {
  const auto problems = [](std::string_view settings) {
    return Routes("- route: { from: { uri: \"direct:in\", steps: [ { circuitBreaker: { resilience4jConfiguration: { " +
                  std::string(settings) + " }, steps: [ { log: a } ] } } ] } }")
        .problems();
  };
  EXPECT_THAT(problems("failureRateThreshold: 101"), HasSubstr("failureRateThreshold must be above 0 and at most 100"));
  EXPECT_THAT(problems("slidingWindowSize: 0"), HasSubstr("slidingWindowSize must be above 0"));
  EXPECT_THAT(problems("circuitBreaker: mine"), HasSubstr("it names a Java object"));
  EXPECT_THAT(problems("minimumCalls: 1"), HasSubstr("minimumCalls"));
}

}  // namespace
}  // namespace kamel::test
