// The broker in this process: filters in all dialects, tries, dead letters. As Knative's data plane and pkg/eventfilter do it.
#include <algorithm>

#include "connectors/knative/delivery.h"
#include "connectors/knative/filter.h"
#include "tests/connectors/running.h"

namespace kamel::testing {
namespace {

using namespace kamel::knative;
using namespace std::chrono_literals;

CloudEvent event() {
  CloudEvent made;
  for (const auto& [name, value] : std::initializer_list<std::pair<const char*, const char*>>{
           {"specversion", "1.0"}, {"id", "i1"}, {"source", "/shop/orders"}, {"type", "order.placed"}, {"subject", "tea"}, {"priority", "9"}})
    made.set(name, value);
  made.content_type = "application/json; charset=utf-8";
  return made;
}

struct Case {
  const char* filters;
  bool passes;
};

class TriggerFilters : public ::testing::TestWithParam<Case> {};
TEST_P(TriggerFilters, LetPass) {
  const auto filter = parse_filters(std::string(GetParam().filters));
  ASSERT_TRUE(filter) << filter.error().text();
  EXPECT_EQ((*filter)->passes(event()), GetParam().passes) << GetParam().filters;
}
constexpr Case kCases[] = {
    {R"([{"exact":{"type":"order.placed","source":"/shop/orders"}}])", true},
    {R"([{"exact":{"type":"order.placed","source":"/shop"}}])", false},
    {R"([{"exact":{"type":"Order.placed"}}])", false},
    {R"([{"exact":{"nosuch":"x"}}])", false},
    {R"([{"exact":{"priority":9}}])", true},
    {R"([{"exact":{"datamediatype":"application/json"}}])", true},
    {R"([{"prefix":{"type":"order.","subject":"t"}}])", true},
    {R"([{"prefix":{"type":"order.","nosuch":"t"}}])", false},
    {R"([{"suffix":{"type":".placed"}}])", true},
    {R"([{"suffix":{"type":".paid"}}])", false},
    {R"([{"all":[{"prefix":{"type":"o"}},{"suffix":{"type":"d"}}]}])", true},
    {R"([{"all":[{"prefix":{"type":"o"}},{"suffix":{"type":"x"}}]}])", false},
    {R"([{"any":[{"prefix":{"type":"x"}},{"suffix":{"type":"d"}}]}])", true},
    {R"([{"any":[{"prefix":{"type":"x"}}]}])", false},
    {R"([{"not":{"exact":{"type":"order.paid"}}}])", true},
    {R"([{"not":{"any":[{"exact":{"type":"order.placed"}}]}}])", false},
    {R"([{"cesql":"priority > 5 AND type LIKE 'order.%'"}])", true},
    {R"([{"cesql":"nosuch = 1"}])", false},
    {R"([{"cesql":"priority"}])", false},
    {R"([{"prefix":{"type":"o"}},{"not":{"cesql":"EXISTS nosuch"}}])", true},
    {R"([{"prefix":{"type":"o"}},{"exact":{"id":"i2"}}])", false}};
INSTANTIATE_TEST_SUITE_P(Dialects, TriggerFilters, ::testing::ValuesIn(kCases));

TEST(TriggerFilter, IsRefusedWithWhatIsWrong) {
  const auto why = [](const std::string& json) {
    const auto filter = parse_filters(json);
    return filter ? std::string("fine") : std::string(filter.error().message());
  };
  EXPECT_EQ(why(R"([{"exakt":{"type":"a"}}])"), "filters: there is no 'exakt'; known are exact, prefix, suffix, all, any, not and cesql");
  EXPECT_NE(why(R"([{"exact":{"type":"a"},"prefix":{"type":"a"}}])").find("each filter is one of"), std::string::npos);
  EXPECT_NE(why(R"([{"exact":{"type":""}}])").find("empty"), std::string::npos);
  EXPECT_NE(why(R"([{"any":[]}])").find("needs a list"), std::string::npos);
  EXPECT_NE(why(R"([{"cesql":"1 +"}])").find("at offset 3"), std::string::npos);
  EXPECT_NE(why("{").find("no JSON"), std::string::npos);
  std::string deep = R"({"exact":{"a":"b"}})";
  for (int i = 0; i < 100; ++i) deep = R"({"not":)" + deep + "}";
  EXPECT_NE(why("[" + deep + "]").find("too deeply"), std::string::npos);
}

TEST(DeliveryRules, CountAsEventingDoes) {
  const auto linear = parse_delivery(R"({"retry":3,"backoffPolicy":"linear","backoffDelay":"PT0.5S"})");
  ASSERT_TRUE(linear) << linear.error().text();
  EXPECT_EQ(linear->retry, 3);
  EXPECT_EQ(linear->pause(0), 0ms);
  EXPECT_EQ(linear->pause(2), 1000ms);
  const auto exponential = parse_delivery(R"({"retry":3,"backoffPolicy":"exponential","backoffDelay":"PT1M"})");
  ASSERT_TRUE(exponential);
  EXPECT_EQ(exponential->pause(0), 60s);
  EXPECT_EQ(exponential->pause(3), 480s);
  EXPECT_EQ(DeliveryRules::of_brokers().pause(1), 400ms);
  EXPECT_EQ(parse_delivery(R"({"deadLetterSink":{"ref":{"kind":"InMemoryChannel","name":"lost"}}})")->dead_letters, "channel/lost");
  EXPECT_EQ(parse_delivery(R"({"deadLetterSink":{"uri":"knative:endpoint/lost"}})")->dead_letters, "endpoint/lost");
  EXPECT_NE(parse_delivery(R"({"deadLetterSink":{"uri":"http://x"}})").error().message().find("let a route"), std::string_view::npos);
  EXPECT_FALSE(parse_delivery(R"({"retries":3})"));
  EXPECT_FALSE(parse_delivery(R"({"backoffDelay":"soon"})"));
}

TEST(DeliveryRules, KnowWhichAnswersMayChange) {
  for (const int code : {404, 408, 409, 429, 500, 503, 599}) EXPECT_TRUE(may_help_again(code)) << code;
  for (const int code : {200, 202, 301, 400, 401, 403, 410, 413, 422}) EXPECT_FALSE(may_help_again(code)) << code;
}

TEST(DeadLetter, SaysWhereItFailedAndWhy) {
  const CloudEvent letter = dead_letter(event(), "knative:event/x", 500, std::string(1023, 'a') + "\xC3\xA4");
  EXPECT_EQ(*letter.find("knativeerrordest"), "knative:event/x");
  EXPECT_EQ(*letter.find("knativeerrorcode"), "500");
  EXPECT_EQ(*letter.find("knativeerrordata"), std::string(1023, 'a')) << "no half characters";
  EXPECT_EQ(*letter.find("id"), "i1");
}

Properties any_port() {
  Properties properties;
  properties.set("camel.server.port", "0");
  properties.set("camel.server.host", "127.0.0.1");
  return properties;
}

TEST(KnativeBroker, TriesAgainAndThenSendsADeadLetter) {
  Running routes(R"y(
- from: { uri: "direct:in", steps: [ { to: "knative:event/order.placed" } ] }
- from:
    uri: "knative:event/order.placed"
    parameters: { delivery: '{"retry":2,"backoffPolicy":"linear","backoffDelay":"PT0.01S","deadLetterSink":{"ref":{"kind":"Channel","name":"lost"}}}' }
    steps: [ { to: "mock:try" }, { throwException: { exceptionType: java.io.IOException, message: no } } ]
- from: { uri: "knative:channel/lost", steps: [ { to: "mock:lost" } ] }
)y", 1, any_port());
  ASSERT_EQ(routes.diagnostics, "");
  routes.send("direct:in", "x", Pattern::InOnly, {{"CamelCloudEventSubject", "s"}});
  const auto lost = routes.arrived("mock:lost", 1)[0].message;
  EXPECT_EQ(routes.mocks->count("mock:try"), 3U);
  EXPECT_EQ(to_text(lost.body), "x");
  EXPECT_EQ(lost.headers.get("CamelCloudEventType"), Value("order.placed"));
  EXPECT_EQ(lost.headers.get("CamelCloudEventSubject"), Value("s"));
  EXPECT_EQ(lost.headers.get("ce-knativeerrorcode"), Value("500"));
  EXPECT_EQ(lost.headers.get("ce-knativeerrordest"), Value("knative:event/order.placed"));
  EXPECT_EQ(lost.headers.get("ce-knativeerrordata"), Value("java.io.IOException: no"));
}

TEST(KnativeBroker, GivesUpAtOnceWhereTryingCannotHelp) {
  Running routes(R"y(
- from: { uri: "direct:in", steps: [ { to: "knative:event/bad" } ] }
- from:
    uri: "knative:event/bad"
    parameters: { delivery: '{"retry":5,"backoffDelay":"PT1H","deadLetterSink":{"uri":"knative:channel/lost"}}' }
    steps: [ { to: "mock:try" }, { setHeader: { name: CamelHttpResponseCode, constant: 400 } } ]
- from: { uri: "knative:channel/lost", steps: [ { to: "mock:lost" } ] }
)y", 1, any_port());
  routes.send("direct:in", "x");
  EXPECT_EQ(routes.arrived("mock:lost", 1)[0].message.headers.get("ce-knativeerrorcode"), Value("400"));
  EXPECT_EQ(routes.mocks->count("mock:try"), 1U);
}

TEST(KnativeBroker, SucceedsInALaterTry) {
  Running routes(R"y(
- from: { uri: "direct:in", steps: [ { to: "knative:event/late" } ] }
- from:
    uri: "knative:event/late"
    parameters: { delivery: '{"retry":5,"backoffPolicy":"linear","backoffDelay":"PT0.001S"}' }
    steps: [ { to: "mock:try" }, { filter: { simple: "${variable.global:tries} == null", steps: [ { setVariable: { name: "global:tries", constant: 1 } }, { throwException: { exceptionType: java.io.IOException, message: no } } ] } }, { to: "mock:done" } ]
)y", 1, any_port());
  routes.send("direct:in", "x");
  routes.arrived("mock:done", 1);
  EXPECT_EQ(routes.mocks->count("mock:try"), 2U);
}

TEST(KnativeBroker, FiltersAsTriggersDo) {
  Running routes(R"y(
- from: { uri: "direct:in", steps: [ { to: "knative:event/order.placed" } ] }
- from: { uri: "knative:event", parameters: { filters: '[{"cesql":"priority > 5"}]' }, steps: [ { to: "mock:urgent" } ] }
- from: { uri: "knative:event", parameters: { filters: '[{"not":{"prefix":{"type":"order."}}}]' }, steps: [ { to: "mock:never" } ] }
- from: { uri: "knative:event", steps: [ { to: "mock:all" } ] }
)y", 1, any_port());
  ASSERT_EQ(routes.diagnostics, "");
  routes.send("direct:in", "a", Pattern::InOnly, {{"ce-priority", "9"}});
  routes.send("direct:in", "b", Pattern::InOnly, {{"ce-priority", "1"}});
  routes.arrived("mock:all", 2);
  EXPECT_EQ(routes.bodies("mock:urgent", 1), (std::vector<std::string>{"a"}));
  EXPECT_EQ(routes.mocks->count("mock:never"), 0U);
  const auto arrived = routes.arrived("mock:all", 2)[0].message;
  EXPECT_TRUE(arrived.headers.has("ce-knativearrivaltime"));
  EXPECT_FALSE(arrived.headers.has("ce-knativebrokerttl"));
}

TEST(KnativeBroker, EndsLoopsOfReplies) {
  Running routes(R"y(
- from: { uri: "direct:in", steps: [ { setHeader: { name: ce-knativebrokerttl, constant: 3 } }, { to: "knative:event/ping" } ] }
- from: { uri: "knative:event/ping?replyWithCloudEvent=true", steps: [ { to: "mock:ping" }, { setHeader: { name: ce-type, constant: ping } } ] }
- from: { uri: "direct:other", steps: [ { to: "knative:channel/other" } ] }
- from: { uri: "knative:channel/other", steps: [ { to: "mock:other" } ] }
)y", 1, any_port());
  routes.send("direct:in", "x");
  routes.arrived("mock:ping", 3);
  routes.send("direct:other", "x");
  routes.arrived("mock:other", 1);
  EXPECT_EQ(routes.mocks->count("mock:ping"), 3U);
}

TEST(KnativeBroker, ReportsFiltersAndDeliveriesThatAreNone) {
  Running routes(R"y(
- from: { uri: "knative:event/a", parameters: { filters: '[{"cesql":"1 +"}]' }, steps: [ { to: "mock:a" } ] }
- from: { uri: "knative:event/b", parameters: { delivery: '{"retry":"x"}' }, steps: [ { to: "mock:b" } ] }
)y", 1, any_port());
  EXPECT_NE(routes.diagnostics.find("at offset 3"), std::string::npos) << routes.diagnostics;
  EXPECT_NE(routes.diagnostics.find("retry is a number"), std::string::npos) << routes.diagnostics;
}

}  // namespace
}  // namespace kamel::testing
