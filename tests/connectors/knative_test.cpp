#include <algorithm>
#include <cstdlib>

#include "connectors/http/server.h"
#include "connectors/knative/environment.h"
#include "connectors/knative/event.h"
#include "tests/connectors/raw_client.h"
#include "tests/connectors/running.h"

namespace kamel::testing {
namespace {

using namespace kamel::knative;

TEST(CloudEvent, KnowsItsModesByContentType) {
  EXPECT_EQ(mode_of("application/json"), Mode::Binary);
  EXPECT_EQ(mode_of(""), Mode::Binary);
  EXPECT_EQ(mode_of("Application/CloudEvents+json; charset=utf-8"), Mode::Structured);
  EXPECT_EQ(mode_of("application/cloudevents-batch+json"), Mode::Batch);
}

TEST(CloudEvent, DecodesHeadersOnce) {
  EXPECT_EQ(decode_header("Euro%20%E2%82%AC%20%F0%9F%98%80"), "Euro \xE2\x82\xAC \xF0\x9F\x98\x80");
  EXPECT_EQ(decode_header("\"a \\\"b\\\"\""), "a \"b\"");
  EXPECT_EQ(decode_header("%2541"), "%41");
  EXPECT_EQ(decode_header("%C0%A0"), std::nullopt);
  EXPECT_EQ(encode_header("Euro \xE2\x82\xAC \"x\" 1%"), "Euro%20%E2%82%AC%20%22x%22%201%25");
}

TEST(CloudEvent, ReadsStructuredEvents) {
  auto event = parse_structured(Slice(R"({"specversion":"1.0","id":"1","source":"s","type":"t","ext":5,"subject":null,"data":{"a":1}})"));
  ASSERT_TRUE(event) << event.error().text();
  EXPECT_EQ(*event->find("ext"), "5");
  EXPECT_EQ(event->find("subject"), nullptr);
  EXPECT_EQ(event->content_type, "application/json");
  EXPECT_EQ(*event->data.map().find("a"), Value(1));
  auto bytes = parse_structured(Slice(R"({"specversion":"1.0","id":"1","source":"s","type":"t","data_base64":"YWJj"})"));
  ASSERT_TRUE(bytes);
  EXPECT_EQ(bytes->data.slice(), "abc");
}

TEST(CloudEvent, RefusesWhatIsNone) {
  EXPECT_FALSE(parse_structured(Slice("{nojson")));
  EXPECT_FALSE(parse_structured(Slice("[1]")));
  EXPECT_EQ(parse_structured(Slice(R"({"specversion":"1.0","id":"1","source":"s"})")).error().message(), "not a CloudEvent: it has no type");
  EXPECT_FALSE(parse_batch(Slice("{}")));
}

TEST(CloudEvent, WritesDataAsWhatItIs) {
  CloudEvent event;
  event.set("id", "1");
  event.content_type = "application/json";
  event.data = Value::bytes(Slice(R"({"a":1})"));
  EXPECT_EQ(write_structured(event), R"({"id":"1","datacontenttype":"application/json","data":{"a":1}})");
  event.content_type = "application/octet-stream";
  event.data = Value::bytes(Slice("abc"));
  EXPECT_EQ(write_structured(event), R"({"id":"1","datacontenttype":"application/octet-stream","data_base64":"YWJj"})");
}

TEST(KnativeEnvironment, ReadsBothForms) {
  const auto services = Environment::parse(R"({"services":[{"type":"event","name":"a","path":"/events/a","metadata":{"camel.endpoint.kind":"source","knative.reply":"false",
    "filter.source":"x","knative.kind":"Broker"}},{"type":"channel","name":"c","url":"http://c","metadata":{"camel.endpoint.kind":"sink","ce.override.ce-source":"o"}}]})");
  ASSERT_TRUE(services) << services.error().text();
  const auto source = services->find({"event", "a", Side::Source, "", "", ""});
  ASSERT_TRUE(source);
  EXPECT_EQ(source->path, "/events/a");
  EXPECT_EQ(source->reply, false);
  EXPECT_EQ(source->filter.attributes.at("source"), "x");
  EXPECT_FALSE(services->find({"event", "a", Side::Sink, "", "", ""}));
  EXPECT_FALSE(services->find({"event", "a", Side::Source, "", "Other", ""}));
  EXPECT_EQ(services->find({"channel", "c", Side::Sink, "", "", ""})->overrides.at("ce-source"), "o");

  const auto resources = Environment::parse(R"({"resources":[{"type":"event","name":"default","endpointKind":"sink","url":"http://b","cloudEventType":"t","ceOverrides":{"ce-x":"y"}}]})");
  ASSERT_TRUE(resources);
  const auto sink = resources->find({"event", "orders", Side::Sink, "", "", ""});
  ASSERT_TRUE(sink) << "falls back to the entry called default";
  EXPECT_EQ(sink->url, "http://b");
  EXPECT_EQ(sink->event_type, "t");
}

TEST(KnativeEnvironment, ReadsPropertiesOneByOne) {
  Properties properties;
  properties.set("camel.component.knative.environment.resources[0].name", "default");
  properties.set("camel.component.knative.environment.resources[0].type", "event");
  properties.set("camel.component.knative.environment.resources[0].endpointKind", "source");
  properties.set("camel.component.knative.environment.resources[0].path", "/events/");
  const auto environment = Environment::load(properties);
  ASSERT_TRUE(environment);
  EXPECT_EQ(environment->find({"event", "x", Side::Source, "", "", ""})->path, "/events/");
}

TEST(KnativeEnvironment, TakesSinksFromTheSinkBinding) {
  setenv("K_SINK", "http://sink/x", 1);
  setenv("K_CE_OVERRIDES", R"({"extensions":{"k":"v"}})", 1);
  const auto environment = Environment::load(Properties());
  unsetenv("K_SINK");
  unsetenv("K_CE_OVERRIDES");
  ASSERT_TRUE(environment);
  const auto sink = environment->find({"channel", "any", Side::Sink, "", "", ""});
  ASSERT_TRUE(sink);
  EXPECT_EQ(sink->url, "http://sink/x");
  EXPECT_EQ(sink->overrides.at("ce-k"), "v");
}

TEST(KnativeFilters, AskForAllTheyName) {
  CloudEvent event;
  event.set("type", "order.placed");
  event.set("source", "shop");
  EXPECT_TRUE(matches({{"type", "order.placed"}, {"source", "sh.*"}}, event));
  EXPECT_TRUE(matches({{"ce-source", "shop"}}, event));
  EXPECT_FALSE(matches({{"type", "order"}}, event));
  EXPECT_FALSE(matches({{"subject", ""}}, event));
  EXPECT_TRUE(matches({{"source", ""}}, event));
}

Properties any_port() {
  Properties properties;
  properties.set("camel.server.port", "0");
  properties.set("camel.server.host", "127.0.0.1");
  return properties;
}

TEST(Knative, DeliversEventsByTypeWithoutACluster) {
  Running routes(R"y(
- from: { uri: "direct:in", steps: [ { to: "knative:event/order.placed" } ] }
- from: { uri: "knative:event/order.placed", steps: [ { to: "mock:placed" } ] }
- from: { uri: "knative:event/order.paid", steps: [ { to: "mock:paid" } ] }
- from: { uri: "knative:event", steps: [ { to: "mock:all" } ] }
)y", 2, any_port());
  const Back back = routes.send("direct:in", "x", Pattern::InOnly, {{"CamelCloudEventSubject", "s"}, {"ce-ext", "e"}});
  ASSERT_FALSE(back.error) << back.error.text() << routes.diagnostics;
  EXPECT_EQ(back.headers.at("CamelHttpResponseCode"), "202");
  const auto placed = routes.arrived("mock:placed", 1)[0];
  EXPECT_EQ(to_text(placed.message.body), "x");
  EXPECT_EQ(placed.message.headers.get("CamelCloudEventType"), Value("order.placed"));
  EXPECT_EQ(placed.message.headers.get("CamelCloudEventSubject"), Value("s"));
  EXPECT_EQ(placed.message.headers.get("ce-ext"), Value("e"));
  routes.arrived("mock:all", 1);
  EXPECT_EQ(routes.mocks->count("mock:paid"), 0U);
  const auto lines = routes.logs->all();
  EXPECT_TRUE(std::ranges::any_of(lines, [](const std::string& line) { return line.find("a broker in this process stands in") != std::string::npos; }));
}

TEST(Knative, DeliversChannelsToAllSubscribers) {
  Running routes(R"y(
- from: { uri: "direct:in", steps: [ { to: "knative:channel/c" } ] }
- from: { uri: "knative:channel/c", steps: [ { to: "mock:a" } ] }
- from: { uri: "knative:channel/c", steps: [ { to: "mock:b" } ] }
)y", 1, any_port());
  routes.send("direct:in", "x");
  routes.arrived("mock:a", 1);
  routes.arrived("mock:b", 1);
}

TEST(Knative, CallsAServiceOfThisProcess) {
  Running routes(R"y(
- from: { uri: "direct:in", steps: [ { to: "knative:endpoint/price" } ] }
- from: { uri: "knative:endpoint/price", steps: [ { setBody: { simple: "price of ${body}" } }, { setHeader: { name: h, constant: v } } ] }
- from: { uri: "direct:none", steps: [ { to: "knative:endpoint/none" } ] }
)y", 1, any_port());
  const Back back = routes.send("direct:in", "tea");
  EXPECT_EQ(back.body, "price of tea") << back.error.text();
  EXPECT_EQ(back.headers.at("h"), "v");
  EXPECT_EQ(routes.send("direct:none", "x").error.type(), "java.net.ConnectException");
}

TEST(Knative, TakesInEventsThatARouteRepliesWith) {
  Running routes(R"y(
- from: { uri: "direct:in", steps: [ { to: "knative:event/question" } ] }
- from: { uri: "knative:event/question?replyWithCloudEvent=true", steps: [ { setBody: { constant: "42" } }, { setHeader: { name: ce-type, constant: answer } } ] }
- from: { uri: "knative:event/answer", steps: [ { to: "mock:answer" } ] }
)y", 1, any_port());
  routes.send("direct:in", "x");
  EXPECT_EQ(routes.bodies("mock:answer", 1), (std::vector<std::string>{"42"}));
}

TEST(Knative, SendsWhatCamelSends) {
  Properties properties = any_port();
  properties.set("camel.knative.environment",
                 R"({"resources":[{"type":"channel","name":"in","endpointKind":"source","path":"/in","reply":"true"}]})");
  Running sink(R"y(- from: { uri: "knative:channel/in", steps: [ { to: "mock:in" }, { setBody: { constant: "sunk" } }, { setHeader: { name: X-Back, constant: b } } ] })y", 1, properties);
  const std::string port = std::to_string(http::HttpServer::of(sink.runtime().context())->port());
  Properties out;
  out.set("camel.knative.environment", R"({"resources":[{"type":"channel","name":"out","endpointKind":"sink","url":"http://127.0.0.1:)" + port +
                                           R"(","path":"/in","ceOverrides":{"ce-source":"over"}},{"type":"channel","name":"text","endpointKind":"sink","url":"http://127.0.0.1:)" + port +
                                           R"(/in","contentType":"application/cloudevents+json"},{"type":"channel","name":"lost","endpointKind":"sink","url":"http://127.0.0.1:)" + port + R"(/nowhere"}]})");
  Running routes(R"y(
- route: { id: sender, from: { uri: "direct:in", steps: [ { to: "knative:channel/out" } ] } }
- from: { uri: "direct:text", steps: [ { to: "knative:channel/text" } ] }
- from: { uri: "direct:lost", steps: [ { to: "knative:channel/lost" } ] }
)y", 1, out);
  const Back back = routes.send("direct:in", "x", Pattern::InOut, {{"CamelCloudEventID", "myid"}, {"CamelCloudEventSubject", "s \xC3\xBC"}, {"h", "v"}});
  EXPECT_EQ(back.body, "sunk") << back.error.text() << routes.diagnostics;
  EXPECT_EQ(back.headers.at("X-Back"), "b");
  EXPECT_EQ(back.headers.at("CamelHttpResponseCode"), "200");
  EXPECT_EQ(back.headers.at("ce-type"), "org.apache.camel.event");
  const auto arrived = sink.arrived("mock:in", 1)[0].message;
  EXPECT_EQ(arrived.headers.get("CamelCloudEventID"), Value("myid"));
  EXPECT_EQ(arrived.headers.get("CamelCloudEventSource"), Value("over"));
  EXPECT_EQ(arrived.headers.get("CamelCloudEventSubject"), Value("s \xC3\xBC"));
  EXPECT_EQ(arrived.headers.get("CamelCloudEventVersion"), Value("1.0"));
  EXPECT_EQ(arrived.headers.get("h"), Value("v"));
  EXPECT_TRUE(arrived.body.kind() == Value::Kind::Bytes);

  EXPECT_FALSE(routes.send("direct:text", R"({"a":1})", Pattern::InOut, {{"Content-Type", "application/json"}}).error);
  const auto structured = sink.arrived("mock:in", 2)[1].message;
  ASSERT_TRUE(structured.body.is_map());
  EXPECT_EQ(structured.headers.get("Content-Type"), Value("application/json"));

  const Back lost = routes.send("direct:lost", "x");
  EXPECT_EQ(lost.error.type(), "org.apache.camel.CamelException");
  EXPECT_EQ(lost.error.message(), "HTTP operation failed invoking http://127.0.0.1:" + port + "/nowhere with statusCode: 404, statusMessage: Not Found");
}

std::string post(Running& routes, const std::string& path, const std::string& headers, const std::string& body) {
  tests::RawClient client(http::HttpServer::of(routes.runtime().context())->port());
  const std::string answer = client.ask("POST " + path + " HTTP/1.1\r\nHost: x\r\n" + headers + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
  return answer.substr(0, answer.find("\r\n")) + "|" + answer.substr(answer.find("\r\n\r\n") + 4);
}

constexpr auto kEvent = "ce-id: 1\r\nce-source: s\r\nce-specversion: 1.0\r\n";

TEST(Knative, ServesEventsOverHttp) {
  Running routes(R"y(
- from: { uri: "knative:event/placed", steps: [ { to: "mock:placed" }, { setBody: { constant: "never seen" } } ] }
- from: { uri: "knative:endpoint/e", steps: [ { setBody: { simple: "got ${body}" } } ] }
- from: { uri: "knative:channel/fails", steps: [ { throwException: { exceptionType: java.io.IOException, message: hi } } ] }
)y", 1, any_port());
  ASSERT_EQ(routes.diagnostics, "");
  EXPECT_EQ(post(routes, "/events/placed?q=1", std::string(kEvent) + "ce-type: placed\r\nce-foo: bar\r\nContent-Type: application/json\r\nX: y\r\n", "{}"), "HTTP/1.1 204 No Content|");
  const auto arrived = routes.arrived("mock:placed", 1)[0].message;
  EXPECT_EQ(arrived.headers.get("CamelCloudEventType"), Value("placed"));
  EXPECT_EQ(arrived.headers.get("ce-foo"), Value("bar"));
  EXPECT_EQ(arrived.headers.get("X"), Value("y"));
  EXPECT_EQ(arrived.headers.get("q"), Value("1"));
  EXPECT_EQ(arrived.headers.get("Content-Type"), Value("application/json"));
  EXPECT_EQ(arrived.headers.get("CamelHttpUri"), Value("/events/placed?q=1"));
  EXPECT_FALSE(arrived.headers.has("ce-type"));
  EXPECT_EQ(to_text(arrived.body), "{}");
  EXPECT_EQ(post(routes, "/events/placed", std::string(kEvent) + "ce-type: paid\r\n", "x").substr(0, 12), "HTTP/1.1 404");
  EXPECT_EQ(post(routes, "/", std::string(kEvent) + "ce-type: any\r\n", "x"), "HTTP/1.1 200 OK|got x");
  EXPECT_EQ(post(routes, "/channels/fails", std::string(kEvent) + "ce-type: any\r\n", "x"), "HTTP/1.1 500 Internal Server Error|java.io.IOException: hi");
}

TEST(Knative, TakesStructuredEventsByTheirAttributes) {
  Running routes("- from: { uri: 'knative:event/placed', steps: [ { to: 'mock:placed' } ] }", 1, any_port());
  const std::string type = "Content-Type: application/cloudevents+json; charset=utf-8\r\n";
  EXPECT_EQ(post(routes, "/events/placed", type, R"({"specversion":"1.0","id":"1","source":"s","type":"placed","data":{"a":1}})").substr(0, 12), "HTTP/1.1 204");
  EXPECT_TRUE(routes.arrived("mock:placed", 1)[0].message.body.is_map());
  EXPECT_EQ(post(routes, "/events/placed", type, R"({"specversion":"1.0","id":"1","source":"s","type":"other"})").substr(0, 12), "HTTP/1.1 404");
  EXPECT_EQ(post(routes, "/events/placed", type, "{nojson").substr(0, 12), "HTTP/1.1 400");
  EXPECT_EQ(post(routes, "/events/placed", std::string(kEvent) + "ce-type: placed\r\nce-x: %C0%A0\r\n", "x").substr(0, 12), "HTTP/1.1 400");
}

TEST(Knative, MakesAnExchangeOfEachEventOfABatch) {
  Running routes(R"y(
- from: { uri: "knative:event/placed", steps: [ { filter: { simple: "${body} == 'bad'", steps: [ { throwException: { exceptionType: java.io.IOException, message: hi } } ] } }, { delay: { constant: 5 } }, { to: "mock:placed" } ] }
)y", 1, any_port());
  const auto event = [](const std::string& of, const std::string& data) { return R"({"specversion":"1.0","id":"1","source":"s","type":")" + of + R"(","data":")" + data + "\"}"; };
  const std::string type = "Content-Type: application/cloudevents-batch+json\r\n";
  EXPECT_EQ(post(routes, "/events/placed", type, "[" + event("placed", "a") + "," + event("other", "b") + "," + event("placed", "c") + "]").substr(0, 12), "HTTP/1.1 204");
  EXPECT_EQ(routes.bodies("mock:placed", 2), (std::vector<std::string>{"a", "c"}));
  EXPECT_EQ(post(routes, "/events/placed", type, "[" + event("placed", "d") + "," + event("placed", "bad") + "]").substr(0, 12), "HTTP/1.1 500");
  EXPECT_EQ(post(routes, "/events/placed", type, "[]").substr(0, 12), "HTTP/1.1 204");
  EXPECT_EQ(post(routes, "/events/placed", type, "{}").substr(0, 12), "HTTP/1.1 400");
}

TEST(Knative, LetsRoutesOfOnePathShareByFilters) {
  Properties properties = any_port();
  properties.set("camel.knative.environment", R"({"resources":[{"type":"channel","name":"a","endpointKind":"source","path":"/shared","reply":"false","filters":{"source":"a.*"}},
    {"type":"channel","name":"b","endpointKind":"source","path":"/shared","reply":"false"}]})");
  Running routes(R"y(
- from: { uri: "knative:channel/a", steps: [ { to: "mock:a" } ] }
- from: { uri: "knative:channel/b?filter.type=t", steps: [ { to: "mock:b" } ] }
)y", 1, properties);
  EXPECT_EQ(post(routes, "/shared", "ce-id: 1\r\nce-source: abc\r\nce-type: t\r\nce-specversion: 1.0\r\n", "x").substr(0, 12), "HTTP/1.1 204");
  EXPECT_EQ(post(routes, "/shared", "ce-id: 1\r\nce-source: zzz\r\nce-type: t\r\nce-specversion: 1.0\r\n", "x").substr(0, 12), "HTTP/1.1 204");
  EXPECT_EQ(post(routes, "/shared", "ce-id: 1\r\nce-source: zzz\r\nce-type: u\r\nce-specversion: 1.0\r\n", "x").substr(0, 12), "HTTP/1.1 404");
  EXPECT_EQ(routes.mocks->count("mock:a"), 1U);
  EXPECT_EQ(routes.mocks->count("mock:b"), 1U);
}

TEST(Knative, NeedsABody) {
  Running routes("- from: { uri: 'direct:in', steps: [ { to: 'knative:channel/c' } ] }");
  EXPECT_EQ(routes.send("direct:in", Value()).error.message(), "body must not be null");
}

TEST(Knative, ReportsWhatTheEnvironmentDoesNotHave) {
  Properties properties;
  properties.set("camel.knative.environment", R"({"resources":[{"type":"channel","name":"out","endpointKind":"sink","url":"http://x"}]})");
  Running routes("- from: { uri: 'direct:in', steps: [ { to: 'knative:channel/other' } ] }", 1, properties);
  EXPECT_NE(routes.diagnostics.find("unable to find a resource definition for channel/other (sink)"), std::string::npos) << routes.diagnostics;
}

TEST(Knative, ReportsMistypedUris) {
  Running routes("- from: { uri: 'direct:in', steps: [ { to: 'knative:chanel/x' }, { to: 'knative:event/x?cloudEventType=y' } ] }");
  EXPECT_NE(routes.diagnostics.find("did you mean 'channel'?"), std::string::npos) << routes.diagnostics;
  EXPECT_NE(routes.diagnostics.find("did you mean 'cloudEventsType'?"), std::string::npos) << routes.diagnostics;
}

}  // namespace
}  // namespace kamel::testing
