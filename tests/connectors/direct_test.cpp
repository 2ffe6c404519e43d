#include "tests/connectors/running.h"

namespace kamel::testing {
namespace {

constexpr auto kMissing = "org.apache.camel.component.direct.DirectConsumerNotAvailableException";

TEST(Direct, CallsTheOtherRouteInPlace) {
  Running routes(R"y(
- from: { uri: "direct:in", steps: [ { to: "direct:other" }, { setBody: { simple: "in(${body})" } } ] }
- from: { uri: "direct:other", steps: [ { setBody: { simple: "other(${body})" } } ] }
)y");
  EXPECT_EQ(routes.send("direct:in", "x").body, "in(other(x))") << routes.diagnostics;
}

TEST(Direct, CallsOnEachWorker) {
  Running routes(R"y(
- from: { uri: "direct:in", steps: [ { to: "direct:other" } ] }
- from: { uri: "direct:other", steps: [ { to: "mock:out" } ] }
)y", 3);
  for (int i = 0; i < 6; ++i) routes.send("direct:in", "x");
  EXPECT_EQ(routes.mocks->count("mock:out"), 6U);
}

TEST(Direct, FailsWithoutAConsumerAfterItsTimeout) {
  Running routes(R"y(- from: { uri: "direct:in", steps: [ { to: "direct:none?timeout=20" } ] })y");
  const Back back = routes.send("direct:in", "x");
  EXPECT_EQ(back.error.type(), kMissing);
  EXPECT_EQ(back.error.message().substr(0, 63), "No consumers available on endpoint: direct://none?timeout=20. E");
}

TEST(Direct, TakesItsTimeoutFromTheComponentsProperty) {
  Properties properties;
  properties.set("camel.component.direct.timeout", "20");
  Running routes(R"y(- from: { uri: "direct:in", steps: [ { to: "direct:none" } ] })y", 1, properties);
  EXPECT_EQ(routes.send("direct:in", "x").error.type(), kMissing);
}

TEST(Direct, GoesOnWithoutAConsumerWhereThatIsNoFailure) {
  Running routes(R"y(- from: { uri: "direct:in", steps: [ { to: "direct:none?failIfNoConsumers=false" }, { setBody: { constant: "on" } } ] })y");
  EXPECT_EQ(routes.send("direct:in", "x").body, "on");
}

TEST(Direct, FindsAConsumerThatComesLater) {
  Running routes(R"y(- route: { id: a, from: { uri: "direct:in", steps: [ { to: "direct:late?timeout=5000" } ] } })y");
  std::string body;
  std::mutex mutex;
  std::condition_variable changed;
  bool ended = false;
  ASSERT_TRUE(routes.runtime().send("direct:in", Pattern::InOut, [](Exchange& exchange) { exchange.message.body = "x"; },
                                    [&](Exchange& exchange) {
                                      const std::lock_guard lock(mutex);
                                      body = to_text(exchange.message.body).str();
                                      ended = true;
                                      changed.notify_all();
                                    }));
  routes.apply(R"y(
- route: { id: a, from: { uri: "direct:in", steps: [ { to: "direct:late?timeout=5000" } ] } }
- route: { id: b, from: { uri: "direct:late", steps: [ { setBody: { constant: "late" } } ] } }
)y");
  std::unique_lock lock(mutex);
  ASSERT_TRUE(changed.wait_for(lock, std::chrono::seconds(10), [&] { return ended; }));
  EXPECT_EQ(body, "late");
}

TEST(Direct, RefusesASecondConsumer) {
  Running routes(R"y(
- route: { id: r1, from: { uri: "direct:in", steps: [ { to: "mock:a" } ] } }
- route: { id: r2, from: { uri: "direct:in", steps: [ { to: "mock:b" } ] } }
)y");
  EXPECT_NE(routes.diagnostics.find("Multiple consumers for the same endpoint is not allowed: direct://in"), std::string::npos) << routes.diagnostics;
}

TEST(Direct, IsUnboundWithItsRoute) {
  Running routes(R"y(- route: { id: r1, from: { uri: "direct:in", steps: [ { to: "mock:a" } ] } })y");
  EXPECT_FALSE(routes.send("direct:in?timeout=20", "x").error);
  ASSERT_TRUE(routes.apply(R"y(- route: { id: r2, from: { uri: "direct:else", steps: [ { to: "mock:a" } ] } })y").ok) << routes.diagnostics;
  EXPECT_EQ(routes.send("direct:in?timeout=20", "x").error.type(), kMissing);
}

TEST(Browse, HandsOnToItsConsumer) {
  Running routes(R"y(
- from: { uri: "direct:in", steps: [ { to: "browse:station" } ] }
- from: { uri: "browse:station", steps: [ { setBody: { simple: "seen ${body}" } } ] }
- from: { uri: "direct:alone", steps: [ { to: "browse:other" } ] }
)y");
  EXPECT_EQ(routes.send("direct:in", "x").body, "seen x");
  EXPECT_EQ(routes.send("direct:alone", "x").body, "x");
}

}  // namespace
}  // namespace kamel::testing
