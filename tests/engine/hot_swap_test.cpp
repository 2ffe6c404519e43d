#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <thread>

#include "tests/support/routes.h"

namespace kamel::test {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;

std::string version(int number) {
  return "- route: { id: r, from: { uri: \"direct:in\", steps: [ { setBody: { constant: \"v" + std::to_string(number) + "\" } } ] } }";
}

TEST(HotSwap, GivesTheNextMessageToTheNewProgram) {
  Routes routes(version(1));
  EXPECT_EQ(routes.send("direct:in", "x").body(), "v1");
  EXPECT_EQ(routes.apply(version(2)), "");
  EXPECT_EQ(routes.send("direct:in", "x").body(), "v2");
}

TEST(HotSwap, LetsAMessageInFlightFinishOnTheOldProgram) {
  const auto route = [](std::string_view after) {
    return "- route: { id: r, from: { uri: \"direct:in\", steps: [ { to: \"mock:in\" }, { delay: { constant: 200 } }, { setBody: { constant: \"" +
           std::string(after) + "\" } }, { to: \"mock:out\" } ] } }";
  };
  Routes routes(route("old"));
  std::string body;
  std::thread sender([&] { body = routes.send("direct:in", "x").body(); });
  ASSERT_TRUE(routes.wait("mock:in", 1));
  EXPECT_EQ(routes.apply(route("new")), "");
  sender.join();
  EXPECT_EQ(body, "old");
  EXPECT_EQ(routes.send("direct:in", "x").body(), "new");
}

TEST(HotSwap, ChangesNothingWhenTheNewTextIsWrong) {
  Routes routes(version(1));
  EXPECT_THAT(routes.apply("- route: { id: r, from: { uri: \"direct:in\", steps: [ { setBodi: { constant: x } } ] } }"), HasSubstr("did you mean 'setBody'?"));
  EXPECT_EQ(routes.send("direct:in", "x").body(), "v1");
}

TEST(HotSwap, AddsAndRemovesRoutes) {
  Routes routes(version(1));
  EXPECT_EQ(routes.apply(version(1) + "\n- route: { id: s, from: { uri: \"direct:more\", steps: [ { setBody: { constant: more } } ] } }"), "");
  EXPECT_EQ(routes.send("direct:more", "x").body(), "more");
  EXPECT_EQ(routes.apply(version(1)), "");
  EXPECT_TRUE(routes.send("direct:more", "x").exception);
  EXPECT_EQ(routes.send("direct:in", "x").body(), "v1");
}

TEST(HotSwap, LosesNoMessageWhileFourWorkersAreBusy) {
  Routes routes(version(0), 4);
  std::atomic<bool> stop{false};
  std::atomic<int> sent{0}, wrong{0};
  std::vector<std::thread> senders;
  for (int i = 0; i < 3; ++i) {
    senders.emplace_back([&] {
      while (!stop) {
        const Reply reply = routes.send("direct:in", "x");
        wrong += reply.exception || !reply.body().starts_with("v") ? 1 : 0;
        ++sent;
      }
    });
  }
  for (int i = 1; i <= 100; ++i) EXPECT_EQ(routes.apply(version(i)), "");
  stop = true;
  for (auto& sender : senders) sender.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_GT(sent, 0);
  EXPECT_EQ(routes.send("direct:in", "x").body(), "v100");
}

TEST(Drain, WaitsForMessagesInFlight) {
  Routes routes(R"(
- route: { from: { uri: "direct:in", steps: [ { to: "seda:q" } ] } }
- route: { from: { uri: "seda:q", steps: [ { delay: { constant: 100 } }, { to: "mock:done" } ] } }
)");
  for (int i = 0; i < 3; ++i) routes.send("direct:in", "x", {}, Pattern::InOnly);
  EXPECT_TRUE(routes.runtime().drain(std::chrono::seconds(10)));
  EXPECT_EQ(routes.arrived("mock:done").size(), 3U);
}

TEST(Drain, LetsOthersLookAtTheRoutesMeanwhile) {
  const std::string feeder = "- route: { id: a, from: { uri: \"direct:in\", steps: [ { to: \"seda:q\" } ] } }\n";
  Routes routes(feeder + "- route: { id: q, from: { uri: \"seda:q\", steps: [ { to: \"mock:in\" }, { delay: { constant: 500 } }, { to: \"mock:out\" } ] } }");
  routes.send("direct:in", "x", {}, Pattern::InOnly);
  ASSERT_TRUE(routes.wait("mock:in", 1));
  std::thread remover([&] { EXPECT_EQ(routes.apply(feeder), ""); });
  while (routes.runtime().status().size() == 2) std::this_thread::yield();
  EXPECT_EQ(routes.runtime().in_flight(), 1U);  // of the route that is leaving
  EXPECT_TRUE(routes.runtime().healthy());
  remover.join();
  EXPECT_EQ(routes.runtime().in_flight(), 0U);
  EXPECT_EQ(routes.runtime().completed(), 1U);  // by the route that is gone
  EXPECT_EQ(routes.arrived("mock:out").size(), 1U);
}

}  // namespace
}  // namespace kamel::test
