#include "tests/connectors/running.h"

namespace kamel::testing {
namespace {

TEST(Seda, AnswersASenderThatExpectsIt) {
  Running routes(R"y(
- from: { uri: "direct:in", steps: [ { to: "seda:q" }, { setBody: { simple: "in(${body})" } } ] }
- from: { uri: "seda:q", steps: [ { setBody: { simple: "seda(${body})" } }, { setHeader: { name: h, constant: "1" } }, { removeHeader: { name: gone } } ] }
)y");
  const Back back = routes.send("direct:in", "x", Pattern::InOut, {{"gone", "1"}});
  EXPECT_EQ(back.body, "in(seda(x))") << routes.diagnostics << back.error.text();
  EXPECT_EQ(back.headers.at("h"), "1");
  EXPECT_FALSE(back.headers.contains("gone"));
  EXPECT_TRUE(back.properties.contains("CamelCorrelationId"));
}

TEST(Seda, DoesNotHoldASenderThatExpectsNothing) {
  Running routes(R"y(
- from: { uri: "direct:in", steps: [ { to: "seda:q" }, { setBody: { constant: "sent" } } ] }
- from: { uri: "seda:q", steps: [ { to: "mock:out" } ] }
)y");
  EXPECT_EQ(routes.send("direct:in", "x", Pattern::InOnly).body, "sent");
  EXPECT_EQ(routes.bodies("mock:out", 1), (std::vector<std::string>{"x"}));
}

TEST(Seda, CarriesFailuresAndStopsBack) {
  Running routes(R"y(
- from: { uri: "direct:fail", steps: [ { to: "seda:fail" }, { to: "mock:never" } ] }
- from: { uri: "seda:fail", steps: [ { throwException: { exceptionType: java.io.IOException, message: hi } } ] }
- from: { uri: "direct:stop", steps: [ { to: "seda:stop" }, { to: "mock:never" } ] }
- from: { uri: "seda:stop", steps: [ { setBody: { constant: "stopped" } }, { stop: {} } ] }
)y");
  EXPECT_EQ(routes.send("direct:fail", "x").error.type(), "java.io.IOException");
  const Back stopped = routes.send("direct:stop", "x");
  EXPECT_EQ(stopped.body, "stopped");
  EXPECT_TRUE(stopped.route_stop);
  EXPECT_EQ(routes.mocks->count("mock:never"), 0U);
}

TEST(Seda, GivesUpWaitingAfterItsTimeout) {
  Running routes(R"y(
- from: { uri: "direct:in", steps: [ { to: "seda:slow?timeout=20" } ] }
- from: { uri: "seda:slow", steps: [ { delay: { constant: 200 } }, { to: "mock:out" } ] }
)y");
  const Back back = routes.send("direct:in", "x");
  EXPECT_EQ(back.error.type(), "org.apache.camel.ExchangeTimedOutException");
  EXPECT_EQ(back.error.message().substr(0, 49), "The OUT message was not received within: 20 milli");
  routes.arrived("mock:out", 1);  // the message itself is not lost
}

TEST(Seda, FailsWhenFull) {
  Running routes(R"y(- from: { uri: "direct:in", steps: [ { to: "seda:small?size=1" } ] })y");
  EXPECT_FALSE(routes.send("direct:in", "1", Pattern::InOnly).error);
  const Back back = routes.send("direct:in", "2", Pattern::InOnly);
  EXPECT_EQ(back.error.type(), "java.lang.IllegalStateException");
  EXPECT_EQ(back.error.message(), "Queue full");
}

TEST(Seda, DropsWhenFullWhereTold) {
  Running routes(R"y(- from: { uri: "direct:in", steps: [ { to: "seda:small?size=1&discardWhenFull=true" } ] })y");
  EXPECT_FALSE(routes.send("direct:in", "1", Pattern::InOnly).error);
  EXPECT_FALSE(routes.send("direct:in", "2", Pattern::InOnly).error);
}

TEST(Seda, WaitsForRoomNoLongerThanTold) {
  Running routes(R"y(- from: { uri: "direct:in", steps: [ { to: "seda:small?size=1&blockWhenFull=true&offerTimeout=20" } ] })y");
  EXPECT_FALSE(routes.send("direct:in", "1", Pattern::InOnly).error);
  EXPECT_EQ(routes.send("direct:in", "2", Pattern::InOnly).error.message(), "Fails to insert element into queue, after timeout of 20 milliseconds");
}

TEST(Seda, LetsBlockedSendersGoOnInTheirOrder) {
  Running routes(R"y(
- from: { uri: "direct:in", steps: [ { to: "seda:small?size=1&blockWhenFull=true" } ] }
- from: { uri: "seda:small", steps: [ { to: "seda:slow?waitForTaskToComplete=Always" }, { to: "mock:out" } ] }
- from: { uri: "seda:slow", steps: [ { delay: { constant: 2 } } ] }
)y");
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(routes.runtime().send("direct:in", Pattern::InOnly, [i](Exchange& exchange) { exchange.message.body = Value(std::int32_t{i}); }, [](Exchange&) {}));
  }
  std::vector<std::string> expected;
  for (int i = 0; i < 20; ++i) expected.push_back(std::to_string(i));
  EXPECT_EQ(routes.bodies("mock:out", 20), expected);
}

TEST(Seda, RunsOneAtATimeUnlessToldOtherwise) {
  Running routes(R"y(
- from: { uri: "seda:q", steps: [ { choice: { when: [ { simple: "${body} == 1", steps: [ { to: "seda:slow?waitForTaskToComplete=Always" } ] } ] } }, { to: "mock:out" } ] }
- from: { uri: "seda:slow", steps: [ { delay: { constant: 30 } } ] }
)y");
  routes.send("seda:q", 1, Pattern::InOnly);
  routes.send("seda:q", 2, Pattern::InOnly);
  EXPECT_EQ(routes.bodies("mock:out", 2), (std::vector<std::string>{"1", "2"}));
}

TEST(Seda, GoesOnWhileAMessageIsDelayed) {
  Running routes(R"y(
- from: { uri: "seda:q", steps: [ { choice: { when: [ { simple: "${body} == 1", steps: [ { delay: { constant: 50 } } ] } ] } }, { to: "mock:out" } ] }
)y");
  routes.send("seda:q", 1, Pattern::InOnly);
  routes.send("seda:q", 2, Pattern::InOnly);
  EXPECT_EQ(routes.bodies("mock:out", 2), (std::vector<std::string>{"2", "1"}));  // as in Camel, whose delay gives the thread back
}

TEST(Seda, GivesEachOfSeveralConsumersACopy) {
  Running routes(R"y(
- from: { uri: "direct:in", steps: [ { to: "seda:q?multipleConsumers=true" } ] }
- from: { uri: "seda:q?multipleConsumers=true", steps: [ { to: "mock:a" }, { setBody: { constant: "r1" } } ] }
- from: { uri: "seda:q?multipleConsumers=true", steps: [ { to: "mock:b" }, { setBody: { constant: "r2" } } ] }
)y", 2);
  EXPECT_EQ(routes.send("direct:in", "x").body, "x");
  EXPECT_EQ(routes.arrived("mock:a", 1)[0].properties.get("CamelMulticastIndex"), Value(0));
  EXPECT_EQ(routes.arrived("mock:b", 1)[0].properties.get("CamelMulticastComplete"), Value(true));
}

TEST(Seda, RefusesASecondConsumer) {
  Running routes(R"y(
- from: { uri: "seda:q", steps: [ { to: "mock:a" } ] }
- from: { uri: "seda:q", steps: [ { to: "mock:b" } ] }
)y");
  EXPECT_NE(routes.diagnostics.find("Multiple consumers for the same endpoint is not allowed: seda://q"), std::string::npos) << routes.diagnostics;
}

TEST(Seda, SaysThatNobodyConsumesWhereAsked) {
  Running routes(R"y(- from: { uri: "direct:in", steps: [ { to: "seda:none?failIfNoConsumers=true" } ] })y");
  EXPECT_EQ(routes.send("direct:in", "x").error.type(), "org.apache.camel.component.seda.SedaConsumerNotAvailableException");
}

TEST(Seda, CrossesWorkers) {
  Running routes(R"y(
- from: { uri: "direct:in", steps: [ { to: "seda:q" }, { setBody: { simple: "${body[0]}" } } ] }
- from: { uri: "seda:q?concurrentConsumers=4", steps: [ { to: "mock:out" } ] }
)y", 3);
  for (int i = 0; i < 50; ++i) EXPECT_EQ(routes.send("direct:in", List({Value("a"), Value("b")})).body, "a");
  EXPECT_EQ(routes.mocks->count("mock:out"), 50U);
}

TEST(Seda, EmptiesItsQueueBeforeItStops) {
  Running routes(R"y(
- from: { uri: "seda:q", steps: [ { to: "seda:slow?waitForTaskToComplete=Always" }, { to: "mock:out" } ] }
- from: { uri: "seda:slow", steps: [ { delay: { constant: 1 } } ] }
)y");
  for (int i = 0; i < 10; ++i) routes.send("seda:q", "x", Pattern::InOnly);
  EXPECT_TRUE(routes.runtime().drain(std::chrono::seconds(10)));
  EXPECT_EQ(routes.mocks->count("mock:out"), 10U);
}

TEST(Stub, StandsInForAnyEndpoint) {
  Running routes(R"y(- from: { uri: "direct:in", steps: [ { to: "stub:kafka:orders?brokers=nowhere" }, { to: "mock:out" } ] })y");
  EXPECT_FALSE(routes.send("direct:in", "x", Pattern::InOnly).error) << routes.diagnostics;
}

}  // namespace
}  // namespace kamel::testing
