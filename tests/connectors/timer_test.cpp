#include "tests/connectors/running.h"

namespace kamel::testing {
namespace {

TEST(Timer, FiresAsOftenAsItIsTold) {
  Running routes("- from: { uri: 'timer:t?period=5&delay=1&repeatCount=3', steps: [ { to: 'mock:out' } ] }");
  const auto arrived = routes.arrived("mock:out", 3);
  EXPECT_EQ(arrived.size(), 3U);
  EXPECT_TRUE(arrived[0].message.headers.empty());
  EXPECT_FALSE(routes.mocks->wait("mock:out", 4, std::chrono::milliseconds(50)));
}

TEST(Timer, TellsWhatItKnowsWhereAsked) {
  Running routes("- from: { uri: 'timer:t?period=5&delay=1&repeatCount=2&includeMetadata=true', steps: [ { to: 'mock:out' } ] }");
  const auto arrived = routes.arrived("mock:out", 2);
  EXPECT_EQ(arrived[1].properties.get("CamelTimerCounter"), Value(std::int64_t{2}));
  EXPECT_EQ(arrived[1].properties.get("CamelTimerPeriod"), Value(std::int64_t{5}));
  EXPECT_EQ(arrived[1].properties.get("CamelTimerName"), Value("t"));
  EXPECT_EQ(arrived[1].message.headers.get("CamelTimerFiredTime").java_class(), "java.util.Date");
}

TEST(Timer, WithoutDelaysSendsAllAtOnce) {
  Running routes("- from: { uri: 'timer:t?delay=-1&repeatCount=5&period=100000', steps: [ { to: 'mock:out' } ] }");
  EXPECT_EQ(routes.arrived("mock:out", 5).size(), 5U) << routes.diagnostics;
}

TEST(Timer, WithoutPeriodFiresOnce) {
  Running routes("- from: { uri: 'timer:t?period=0&delay=1', steps: [ { to: 'mock:out' } ] }");
  routes.arrived("mock:out", 1);
  EXPECT_FALSE(routes.mocks->wait("mock:out", 2, std::chrono::milliseconds(50)));
}

TEST(Timer, BeginsAtOnceWithATimeThatIsPast) {
  Running routes("- from: { uri: 'timer:t?time=2020-01-01T10:00:00&repeatCount=1&includeMetadata=true', steps: [ { to: 'mock:out' } ] }");
  EXPECT_EQ(to_text(routes.arrived("mock:out", 1)[0].properties.get("CamelTimerTime")).view().substr(0, 19), "Wed Jan 01 10:00:00");
}

TEST(Timer, ReportsATimeThatIsNone) {
  Running routes("- from: { uri: 'timer:t?time=soon', steps: [ { to: 'mock:out' } ] }");
  EXPECT_NE(routes.diagnostics.find("'soon' is not a time"), std::string::npos) << routes.diagnostics;
}

TEST(Timer, StopsWithItsRoute) {
  Running routes("- from: { uri: 'timer:t?period=1&delay=1', steps: [ { to: 'mock:out' } ] }");
  routes.arrived("mock:out", 2);
  EXPECT_TRUE(routes.runtime().drain(std::chrono::seconds(5)));
  const auto count = routes.mocks->count("mock:out");
  EXPECT_FALSE(routes.mocks->wait("mock:out", count + 1, std::chrono::milliseconds(30)));
}

TEST(Scheduler, CountsFromTheEndOfAnExchange) {
  Running routes("- from: { uri: 'scheduler:s?initialDelay=1&delay=5&repeatCount=2&includeMetadata=true', steps: [ { to: 'mock:out' } ] }");
  const auto arrived = routes.arrived("mock:out", 2);
  EXPECT_EQ(arrived[0].properties.get("CamelTimerName"), Value("s"));
  EXPECT_FALSE(routes.mocks->wait("mock:out", 3, std::chrono::milliseconds(40)));
}

}  // namespace
}  // namespace kamel::testing
