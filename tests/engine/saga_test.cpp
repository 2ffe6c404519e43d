#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "tests/support/routes.h"

namespace kamel::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view kService =
    "- beans: [ { name: sagas, type: org.apache.camel.saga.InMemorySagaService, properties: { maxRetryAttempts: 3, "
    "retryDelayInMilliseconds: 10 } } ]\n";

std::string with_service(std::string_view routes) { return std::string(kService) + std::string(routes); }

std::string manual(std::string_view undo) {
  return with_service(
      "- route: { id: r, from: { uri: \"direct:in\", steps: [ { saga: { completionMode: MANUAL, compensation: \"mock:" + std::string(undo) +
      "\", timeout: 100 } }, { setBody: { header: Long-Running-Action } } ] } }\n"
      "- route: { id: e, from: { uri: \"direct:end\", steps: [ { to: \"saga:compensate\" } ] } }");
}

TEST(Saga, IsEndedByTheProgramThatBeganItAfterASwap) {
  Routes routes(manual("old"));
  ASSERT_EQ(routes.problems(), "");
  const std::string id = routes.send("direct:in", "x").body();
  EXPECT_EQ(routes.apply(manual("new")), "");
  EXPECT_FALSE(routes.send("direct:end", "x", {{"Long-Running-Action", id}}).exception);
  EXPECT_TRUE(routes.wait("mock:old", 1));
  EXPECT_THAT(routes.arrived("mock:new"), IsEmpty());
}

TEST(Saga, IsEndedFromAnyWorker) {
  Routes routes(manual("undo"), 4);
  for (int i = 0; i < 8; ++i) {
    const std::string id = routes.send("direct:in", "x").body();
    EXPECT_FALSE(routes.send("direct:end", "x", {{"Long-Running-Action", id}}).exception);
  }
  EXPECT_TRUE(routes.wait("mock:undo", 8));
}

TEST(Saga, IsCompensatedOnceThoughItTimesOutAsWell) {
  Routes routes(manual("undo"));
  const std::string id = routes.send("direct:in", "x").body();
  EXPECT_TRUE(routes.wait("mock:undo", 1));  // by the timeout
  EXPECT_FALSE(routes.send("direct:end", "x", {{"Long-Running-Action", id}}).exception);
  EXPECT_EQ(routes.arrived("mock:undo").size(), 1U);
}

TEST(Saga, TriesACompensationAgain) {
  Routes routes(with_service(
      R"(- route: { from: { uri: "direct:in", steps: [ { saga: { compensation: "direct:undo" } }, { throwException: { exceptionType: java.io.IOException, message: x } } ] } }
- route: { from: { uri: "direct:undo", steps: [ { to: "mock:undo" }, { throwException: { exceptionType: java.io.IOException, message: again } } ] } })"));
  ASSERT_EQ(routes.problems(), "");
  EXPECT_EQ(routes.send("direct:in", "x").exception.message(), "x");
  EXPECT_TRUE(routes.wait("mock:undo", 3));
}

TEST(Saga, TellsWhatIsMissing) {
  EXPECT_THAT(Routes("- route: { from: { uri: \"direct:in\", steps: [ { saga: {} }, { log: a } ] } }").problems(),
              HasSubstr("there is no saga service, or more than one"));
  EXPECT_THAT(Routes(with_service("- route: { from: { uri: \"direct:in\", steps: [ { filter: { simple: \"true\", steps: [ { saga: {} }, { "
                                  "log: a } ] } } ] } }"))
                  .problems(),
              HasSubstr("a saga must stand at the top of its route"));
  EXPECT_THAT(Routes(with_service("- route: { from: { uri: \"direct:in\", steps: [ { to: \"saga:finish\" } ] } }")).problems(),
              HasSubstr("use saga:complete or saga:compensate"));
}

}  // namespace
}  // namespace kamel::test
