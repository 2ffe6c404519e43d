#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/java_hash.h"
#include "tests/support/routes.h"

namespace kamel::test {
namespace {

using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::Ge;
using testing::Le;

std::string balanced(std::string_view how, std::string_view suffix = "") {
  std::string steps;
  for (const std::string name : {"a", "b", "c"})
    steps += (steps.empty() ? "" : ", ") + ("{ setBody: { constant: \"" + name + std::string(suffix) + "\" } }");
  return "- route: { id: r, from: { uri: \"direct:in\", steps: [ { loadBalance: { id: lb, " + std::string(how) + ", steps: [ " + steps +
         " ] } } ] } }";
}

std::vector<std::string> bodies(Routes& routes, int count) {
  std::vector<std::string> all;
  for (int i = 0; i < count; ++i) all.push_back(routes.send("direct:in", "x").body());
  return all;
}

TEST(LoadBalance, GoesOnInTurnWhenTheRouteIsSwapped) {
  Routes routes(balanced("roundRobinLoadBalancer: {}"));
  ASSERT_EQ(routes.problems(), "");
  EXPECT_THAT(bodies(routes, 2), ElementsAre("a", "b"));
  EXPECT_EQ(routes.apply(balanced("roundRobinLoadBalancer: {}", "2")), "");
  EXPECT_THAT(bodies(routes, 2), ElementsAre("c2", "a2"));
}

TEST(LoadBalance, TakesTurnsOverAllWorkers) {
  Routes routes(balanced("roundRobinLoadBalancer: {}"), 4);
  EXPECT_THAT(bodies(routes, 6), ElementsAre("a", "b", "c", "a", "b", "c"));
}

TEST(LoadBalance, DrawsByWeightsWithoutReplacement) {
  Routes routes(balanced("weightedLoadBalancer: { distributionRatio: \"1,2,3\" }"));
  ASSERT_EQ(routes.problems(), "");
  for (int round = 0; round < 5; ++round) {
    auto drawn = bodies(routes, 6);
    std::ranges::sort(drawn);
    EXPECT_THAT(drawn, ElementsAre("a", "b", "b", "c", "c", "c"));
  }
}

TEST(LoadBalance, DrawsEachStepAtRandom) {
  Routes routes(balanced("randomLoadBalancer: {}"));
  std::map<std::string, int> counts;
  for (const auto& body : bodies(routes, 600)) ++counts[body];
  ASSERT_EQ(counts.size(), 3U);
  for (const auto& [body, count] : counts) EXPECT_THAT(count, AllOf(Ge(120), Le(280))) << body;
}

TEST(LoadBalance, FailsOverWhileAStepWaits) {
  Routes routes(R"(- route:
    from:
      uri: direct:in
      steps:
        - loadBalance:
            failoverLoadBalancer: {}
            steps:
              - pipeline: { steps: [ { delay: { constant: 20 } }, { throwException: { exceptionType: java.io.IOException, message: first } } ] }
              - pipeline: { steps: [ { delay: { constant: 20 } }, { setBody: { constant: second } } ] })");
  EXPECT_EQ(routes.send("direct:in", "x").body(), "second");
}

TEST(JavaHash, IsThatOfJava) {
  EXPECT_EQ(java_hash(Value("polygenelubricants")), INT32_MIN);
  EXPECT_EQ(java_hash(Value("äß😀")), 8779550);
  EXPECT_EQ(java_hash(Value(true)), 1231);
  EXPECT_EQ(java_hash(Value(std::int64_t{4294967297})), 0);
  EXPECT_EQ(java_hash(Value(2.5)), 1074003968);
  EXPECT_EQ(java_hash(Value(List{Value(1), Value("x")})), 1112);
}

}  // namespace
}  // namespace kamel::test
