#include "tests/connectors/running.h"

namespace kamel::testing {
namespace {

TEST(Quartz, FiresAtIntervalsAsOftenAsItIsTold) {
  Running routes("- from: { uri: 'quartz:g/t?trigger.repeatCount=2&trigger.repeatInterval=5', steps: [ { to: 'mock:out' } ] }");
  const auto arrived = routes.arrived("mock:out", 3);
  ASSERT_EQ(arrived.size(), 3U) << routes.diagnostics;
  EXPECT_EQ(arrived[0].message.headers.get("triggerGroup"), Value("g"));
  EXPECT_EQ(arrived[0].message.headers.get("triggerName"), Value("t"));
  EXPECT_TRUE(arrived[0].message.headers.get("previousFireTime").is_null());
  EXPECT_EQ(arrived[1].message.headers.get("previousFireTime").java_class(), "java.util.Date");
  EXPECT_TRUE(arrived[2].message.headers.get("nextFireTime").is_null());
  EXPECT_FALSE(routes.mocks->wait("mock:out", 4, std::chrono::milliseconds(50)));
}

TEST(Quartz, FiresBySecondsOfACronExpression) {
  Running routes("- from: { uri: 'quartz:t?cron=*+*+*+*+*+?&trigger.timeZone=Asia/Kolkata', steps: [ { to: 'mock:out' } ] }");
  const auto arrived = routes.arrived("mock:out", 2);
  ASSERT_GE(arrived.size(), 2U) << routes.diagnostics;
  const auto first = to_long(arrived[0].message.headers.get("scheduledFireTime")), second = to_long(arrived[1].message.headers.get("scheduledFireTime"));
  EXPECT_EQ(*first % 1000, 0);
  EXPECT_EQ(*second - *first, 1000);
  EXPECT_EQ(to_long(arrived[0].message.headers.get("nextFireTime")), second);
  EXPECT_EQ(to_long(arrived[1].message.headers.get("previousFireTime")), first);
}

TEST(Quartz, WaitsForAnExchangeOnlyIfStateful) {
  const auto route = [](const std::string& more) {
    return "- from: { uri: 'quartz:t?trigger.repeatCount=2&trigger.repeatInterval=1" + more + "', steps: [ { to: 'mock:in' }, { to: 'exec:sleep?args=0.5' } ] }";
  };
  Running stateless(route(""));
  EXPECT_EQ(stateless.arrived("mock:in", 3).size(), 3U);
  EXPECT_TRUE(stateless.runtime().drain(std::chrono::seconds(20)));
  Running stateful(route("&stateful=true"));
  stateful.arrived("mock:in", 1);
  EXPECT_FALSE(stateful.mocks->wait("mock:in", 2, std::chrono::milliseconds(50)));
  EXPECT_TRUE(stateful.runtime().drain(std::chrono::seconds(20)));
}

TEST(Quartz, RefusesATriggerThatNeverFires) {
  const std::string past = "- from: { uri: 'quartz:t?cron=0+0+0+1+1+?+2020%s', steps: [ { to: 'mock:out' } ] }";
  EXPECT_NE(Running(std::string(past).replace(past.find("%s"), 2, "")).diagnostics.find("will never fire"), std::string::npos);
  EXPECT_EQ(Running(std::string(past).replace(past.find("%s"), 2, "&ignoreExpiredNextFireTime=true")).diagnostics, "");
}

TEST(Quartz, RefusesTwoTriggersOfOneName) {
  Running routes("- from: { uri: 'quartz:t?cron=0+0+0+1+1+?', steps: [ { to: 'mock:a' } ] }\n- from: { uri: 'quartz:t?cron=0+0+1+1+1+?', steps: [ { to: 'mock:b' } ] }");
  EXPECT_NE(routes.diagnostics.find("Multiple consumers"), std::string::npos) << routes.diagnostics;
}

TEST(Quartz, TellsWhatIsWrongWithItsOptions) {
  const auto diagnostics = [](const std::string& query) { return Running("- from: { uri: 'quartz:t?" + query + "', steps: [ { to: 'mock:out' } ] }").diagnostics; };
  EXPECT_NE(diagnostics("cron=0+0+*+*+*").find("Unexpected end of expression"), std::string::npos);
  EXPECT_NE(diagnostics("corn=0+0+*+*+*+?").find("did you mean 'cron'"), std::string::npos);
  EXPECT_NE(diagnostics("cron=0+0+*+*+*+?&trigger.startAt=soon").find("Unparseable date"), std::string::npos);
  EXPECT_NE(diagnostics("trigger.repeatInterval=0").find("from 1 on"), std::string::npos);
  EXPECT_NE(diagnostics("cron=0+0+*+*+*+?&trigger.repeatCount=5").find("warning"), std::string::npos);
  EXPECT_NE(diagnostics("pauseJob=true").find("deleteJob and pauseJob"), std::string::npos);
}

TEST(Cron, TakesUnixExpressionsAndThoseOfQuartz) {
  Running routes("- from: { uri: 'cron:tab?schedule=*+*+*+*+*+?', steps: [ { to: 'mock:out' } ] }");
  EXPECT_EQ(routes.arrived("mock:out", 1)[0].message.headers.get("triggerName"), Value("tab")) << routes.diagnostics;
  EXPECT_EQ(Running("- from: { uri: 'cron:tab?schedule=0/5+*+*+*+?', steps: [ { to: 'mock:out' } ] }").diagnostics, "");
}

TEST(Cron, SaysHowManyPartsItWants) {
  EXPECT_NE(Running("- from: { uri: 'cron:tab?schedule=0+0+*+*', steps: [ { to: 'mock:out' } ] }").diagnostics.find("Expected 5 to 7, got: 4"), std::string::npos);
  EXPECT_NE(Running("- from: { uri: 'cron:tab', steps: [ { to: 'mock:out' } ] }").diagnostics.find("schedule"), std::string::npos);
}

}  // namespace
}  // namespace kamel::testing
