#include <thread>

#include "tests/connectors/running.h"

namespace kamel::testing {
namespace {

// direct:in sends to controlbus with `query`; the route t counts in mock:t.
std::string routes_with(const std::string& query, const std::string& timer = "timer:t?period=1&delay=1") {
  return "- route: { id: a, from: { uri: 'direct:in', steps: [ { toD: 'controlbus:route?routeId=t&action=${header.act}" + query + "' } ] } }\n" +
         "- route: { id: t, from: { uri: '" + timer + "', steps: [ { to: 'mock:t' } ] } }";
}

std::string ask(Running& routes, const std::string& action) { return routes.send("direct:in", "body", Pattern::InOut, {{"act", action}}).body; }

// Whether the mock has had no more for a while.
bool still(Running& routes) { return !routes.mocks->wait("mock:t", routes.mocks->count("mock:t") + 1, std::chrono::milliseconds(40)); }

TEST(ControlBus, StopsARouteAndStartsItAgain) {
  Running routes(routes_with(""));
  routes.arrived("mock:t", 1);
  EXPECT_EQ(ask(routes, "stop"), "body") << routes.diagnostics;
  EXPECT_EQ(ask(routes, "status"), "Stopped");
  EXPECT_TRUE(still(routes));
  ask(routes, "start");
  EXPECT_EQ(ask(routes, "status"), "Started");
  routes.arrived("mock:t", routes.mocks->count("mock:t") + 2);
}

TEST(ControlBus, SuspendsAndResumes) {
  Running routes(routes_with(""));
  ask(routes, "suspend");
  EXPECT_EQ(ask(routes, "status"), "Suspended");
  EXPECT_TRUE(still(routes));
  ask(routes, "resume");
  EXPECT_EQ(ask(routes, "status"), "Started");
  routes.arrived("mock:t", routes.mocks->count("mock:t") + 2);
}

TEST(ControlBus, RestartsAgainAndAgain) {
  Running routes(routes_with("&restartDelay=1"), 2);
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(ask(routes, "restart"), "body");
    EXPECT_EQ(ask(routes, "status"), "Started");
  }
  routes.arrived("mock:t", routes.mocks->count("mock:t") + 2);
}

TEST(ControlBus, StartsARouteThatDoesNotStartByItself) {
  Running routes("- route: { id: a, from: { uri: 'direct:in', steps: [ { to: 'controlbus:route?routeId=b&action=start' }, { to: 'direct:b' } ] } }\n"
                 "- route: { id: b, autoStartup: false, from: { uri: 'direct:b', steps: [ { setBody: { constant: from b } } ] } }");
  EXPECT_EQ(routes.send("direct:in", "").body, "from b") << routes.diagnostics;
}

TEST(ControlBus, DoesNotWaitForItself) {
  Running routes("- route: { id: a, from: { uri: 'direct:in', steps: [ { to: 'controlbus:route?routeId=current&action=stop' }, { setBody: { constant: went on } } ] } }\n"
                 "- route: { id: b, from: { uri: 'direct:b', steps: [ { to: 'controlbus:route?routeId=a&action=status' } ] } }");
  EXPECT_EQ(routes.send("direct:in", "").body, "went on");
  while (routes.send("direct:b", "").body != "Stopped") std::this_thread::yield();
}

TEST(ControlBus, GoesOnWithoutAResultWhereAsynchronous) {
  Running routes(routes_with("&async=true"));
  EXPECT_EQ(ask(routes, "status"), "body");
  EXPECT_EQ(ask(routes, "stop"), "body");
}

TEST(ControlBus, LeavesTheBodyForARouteThatIsNotThere) {
  Running routes("- from: { uri: 'direct:in', steps: [ { toD: 'controlbus:route?routeId=nobody&action=${header.act}' } ] }");
  for (const char* action : {"start", "stop", "suspend", "resume", "restart", "status", "stats", "dance"}) EXPECT_EQ(ask(routes, action), "body") << action;
}

TEST(ControlBus, CountsInCamelsXml) {
  Running routes("- route: { id: a, from: { uri: 'direct:in', steps: [ { to: 'controlbus:route?routeId=b&action=stats' } ] } }\n"
                 "- route: { id: b, from: { uri: 'direct:b', steps: [ { setBody: { constant: 1 } } ] } }\n"
                 "- route: { id: c, from: { uri: 'direct:all', steps: [ { to: 'controlbus:route?action=stats' } ] } }");
  routes.send("direct:b", "");
  const std::string one = routes.send("direct:in", "").body;
  EXPECT_NE(one.find("<routeStat id=\"b\" state=\"Started\""), std::string::npos) << one;
  EXPECT_NE(one.find("<processorStat id=\"setBody1\" sourceLineNumber=\"2\" exchangesTotal=\"1\"/>"), std::string::npos) << one;
  EXPECT_TRUE(routes.send("direct:all", "").body.starts_with("<camelContextStat id=\"test\""));
}

TEST(ControlBus, SwapsAStoppedRouteAndLeavesItStopped) {
  const std::string before = routes_with("", "timer:t?period=2&delay=1");
  Running routes(before);
  ask(routes, "stop");
  std::string after = before;
  after.replace(after.rfind("mock:t"), 6, "mock:u");
  ASSERT_TRUE(routes.apply(after).ok) << routes.diagnostics;
  EXPECT_EQ(ask(routes, "status"), "Stopped");
  ask(routes, "start");
  routes.arrived("mock:u", 1);
}

}  // namespace
}  // namespace kamel::testing
