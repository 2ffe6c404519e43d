#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "tests/support/routes.h"

namespace kamel::test {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;

std::string batch(std::string_view options, std::string_view out = "mock:out") {
  return "- route: { id: r, from: { uri: \"direct:in\", steps: [ { resequence: { id: rs, simple: \"${body}\", " + std::string(options) +
         ", steps: [ { to: \"" + std::string(out) + "\" } ] } } ] } }";
}

TEST(Resequence, KeepsWhatItHoldsWhenTheRouteIsSwapped) {
  Routes routes(batch("batchConfig: { batchSize: 3, batchTimeout: 60000 }"));
  ASSERT_EQ(routes.problems(), "");
  routes.send("direct:in", "3");
  routes.send("direct:in", "1");
  EXPECT_EQ(routes.apply(batch("batchConfig: { batchSize: 3, batchTimeout: 50000 }")), "");
  routes.send("direct:in", "2");
  ASSERT_TRUE(routes.wait("mock:out", 3));
  EXPECT_THAT(routes.arrived("mock:out"), ElementsAre("1", "2", "3"));
}

TEST(Resequence, SortsMessagesOfAllWorkers) {
  Routes routes(batch("batchConfig: { batchSize: 40, batchTimeout: 60000 }"), 4);
  std::vector<std::string> expected;
  for (int i = 40; i > 0; --i) routes.send("direct:in", std::to_string(100 + i));
  for (int i = 1; i <= 40; ++i) expected.push_back(std::to_string(100 + i));
  ASSERT_TRUE(routes.wait("mock:out", 40));
  EXPECT_THAT(routes.arrived("mock:out"), ElementsAreArray(expected));
}

TEST(Resequence, DeliversTheNextOnlyWhenTheLastHasEnded) {
  Routes routes(R"(- route:
    from:
      uri: direct:in
      steps:
        - resequence:
            simple: "${body}"
            batchConfig: { batchSize: 2 }
            steps: [ { choice: { when: [ { simple: "${body} == 1", steps: [ { delay: { constant: 50 } } ] } ] } }, { to: "mock:out" } ])");
  routes.send("direct:in", "2");
  routes.send("direct:in", "1");
  ASSERT_TRUE(routes.wait("mock:out", 2));
  EXPECT_THAT(routes.arrived("mock:out"), ElementsAre("1", "2"));
}

TEST(Resequence, GoesOnAfterAStepThatFails) {
  Routes routes(R"(- route:
    from:
      uri: direct:in
      steps:
        - resequence:
            simple: "${body}"
            batchConfig: { batchSize: 2 }
            steps: [ { filter: { simple: "${body} == 1", steps: [ { throwException: { exceptionType: java.io.IOException, message: one } } ] } }, { to: "mock:out" } ])");
  routes.send("direct:in", "2");
  routes.send("direct:in", "1");
  ASSERT_TRUE(routes.wait("mock:out", 1));
  EXPECT_THAT(routes.arrived("mock:out"), ElementsAre("2"));
}

TEST(Resequence, LetsSendersWaitWhenAStreamHoldsAsMuchAsItMay) {
  Routes routes(batch("streamConfig: { capacity: 2, timeout: 150, deliveryAttemptInterval: 10 }"), 2);
  routes.send("direct:in", "5");
  routes.send("direct:in", "7");
  const auto begin = std::chrono::steady_clock::now();
  routes.send("direct:in", "9");  // waits until 5 is given up waiting for
  EXPECT_GE(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(50));
  ASSERT_TRUE(routes.wait("mock:out", 3));
  EXPECT_THAT(routes.arrived("mock:out"), ElementsAre("5", "7", "9"));
}

TEST(Resequence, LetsInWhatAllOthersWaitForEvenWhenItHoldsAsMuchAsItMay) {
  Routes routes(batch("streamConfig: { capacity: 2, timeout: 3000, deliveryAttemptInterval: 10 }"), 2);
  routes.send("direct:in", "5");
  routes.send("direct:in", "6");
  routes.send("direct:in", "4");
  ASSERT_TRUE(routes.wait("mock:out", 3));
  EXPECT_THAT(routes.arrived("mock:out"), ElementsAre("4", "5", "6"));
}

TEST(Resequence, HoldsTheRoutesEndBackUntilAllIsDelivered) {
  Routes routes(batch("batchConfig: { batchSize: 10, batchTimeout: 100 }"));
  routes.send("direct:in", "2");
  routes.send("direct:in", "1");
  EXPECT_EQ(routes.apply("- route: { id: other, from: { uri: \"direct:other\", steps: [ { log: a } ] } }"), "");
  ASSERT_TRUE(routes.wait("mock:out", 2));
  EXPECT_THAT(routes.arrived("mock:out"), ElementsAre("1", "2"));
}

}  // namespace
}  // namespace kamel::test
