// What the CloudEvents specification asks of who receives and who sends over HTTP: both modes, and events that are valid JSON events.
#include <boost/json.hpp>

#define VALIJSON_USE_EXCEPTIONS 1
#include <valijson/adapters/boost_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "connectors/http/server.h"
#include "connectors/knative/event.h"
#include "dsl/json.h"
#include "tests/connectors/cloudevents_schema.h"
#include "tests/connectors/mock_kafka.h"
#include "tests/connectors/raw_client.h"
#include "tests/connectors/running.h"
#include "tests/connectors/scripted_server.h"

namespace kamel::testing {
namespace {

using namespace kamel::knative;

/// What the schema does not say and the specification does: attribute names, times as RFC 3339, base64, and that there is one kind of data only.
constexpr std::string_view kRules = R"({
  "type": "object", "required": ["id", "source", "specversion", "type"],
  "properties": {
    "id": {"type": "string", "minLength": 1}, "source": {"type": "string", "minLength": 1}, "specversion": {"type": "string", "minLength": 1}, "type": {"type": "string", "minLength": 1},
    "datacontenttype": {"type": ["string", "null"], "minLength": 1}, "dataschema": {"type": ["string", "null"], "minLength": 1}, "subject": {"type": ["string", "null"], "minLength": 1},
    "time": {"type": ["string", "null"], "minLength": 1, "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+-][0-9]{2}:[0-9]{2})$"},
    "data": {"type": ["object", "string", "number", "array", "boolean", "null"]}, "data_base64": {"type": ["string", "null"], "pattern": "^[A-Za-z0-9+/]*=*$"}
  },
  "patternProperties": {"^(?!data_base64$)[a-z0-9]+$": {}}, "additionalProperties": false, "not": {"required": ["data", "data_base64"]}
})";

std::string violations(const boost::json::value& rules, const boost::json::value& document) {
  valijson::Schema schema;
  valijson::SchemaParser(valijson::SchemaParser::kDraft7).populateSchema(valijson::adapters::BoostJsonAdapter(rules), schema);
  valijson::ValidationResults results;
  if (valijson::Validator().validate(schema, valijson::adapters::BoostJsonAdapter(document), &results)) return "";
  valijson::ValidationResults::Error error;
  std::string all;
  while (results.popError(error)) all += error.description + "; ";
  return all;
}

/// "" for an event that is valid by the official schema and by the rest of the specification.
std::string problem_of(const std::string& event) {
  boost::system::error_code failed;
  const auto document = boost::json::parse(event, failed);
  if (failed) return "no JSON: " + event;
  static const auto official = boost::json::parse(kCloudEventsSchema), rules = boost::json::parse(kRules);
  const std::string all = violations(official, document) + violations(rules, document);
  return all.empty() ? "" : all + event;
}

Properties any_port() {
  Properties properties;
  properties.set("camel.server.port", "0");
  properties.set("camel.server.host", "127.0.0.1");
  return properties;
}

std::string post(Running& routes, const std::string& path, const std::string& headers, const std::string& body) {
  tests::RawClient client(http::HttpServer::of(routes.runtime().context())->port());
  return client.ask("POST " + path + " HTTP/1.1\r\nHost: x\r\n" + headers + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body).substr(9, 3);
}

void expect_event(const Message& message, const std::string& type) {
  EXPECT_EQ(message.headers.get("CamelCloudEventID"), Value("1234-1234-1234"));
  EXPECT_EQ(message.headers.get("CamelCloudEventVersion"), Value("1.0"));
  EXPECT_EQ(message.headers.get("CamelCloudEventType"), Value("com.example.someevent"));
  EXPECT_EQ(message.headers.get("CamelCloudEventSource"), Value("/mycontext/subcontext"));
  EXPECT_EQ(message.headers.get("CamelCloudEventTime"), Value("2018-04-05T03:56:24Z"));
  EXPECT_EQ(message.headers.get("Content-Type"), Value(type));
}

TEST(CloudEventsSink, TakesTheBinaryMode) {
  Running routes("- from: { uri: 'knative:channel/in', steps: [ { to: 'mock:in' } ] }", 1, any_port());
  std::uint64_t count = 0;
  for (const std::string type : {"application/json", "application/json; charset=utf-8"}) {
    EXPECT_EQ(post(routes, "/channels/in", "ce-specversion: 1.0\r\nce-type: com.example.someevent\r\nce-time: 2018-04-05T03:56:24Z\r\nce-id: 1234-1234-1234\r\nce-source: /mycontext/subcontext\r\nContent-Type: " + type + "\r\n",
                   R"({"message": "Hello World!"})"), "204");
    const auto message = routes.arrived("mock:in", ++count).back().message;
    expect_event(message, type);
    EXPECT_EQ(to_text(message.body), R"({"message": "Hello World!"})") << "the very bytes";
  }
}

TEST(CloudEventsSink, TakesTheStructuredMode) {
  Running routes("- from: { uri: 'knative:channel/in', steps: [ { to: 'mock:in' } ] }", 1, any_port());
  std::uint64_t count = 0;
  for (const std::string type : {"application/cloudevents+json", "application/cloudevents+json; charset=utf-8"}) {
    EXPECT_EQ(post(routes, "/channels/in", "Content-Type: " + type + "\r\n",
                   R"({"specversion":"1.0","type":"com.example.someevent","time":"2018-04-05T03:56:24Z","id":"1234-1234-1234","source":"/mycontext/subcontext","datacontenttype":"application/json","data":{"message":"Hello World!"}})"), "204");
    const auto message = routes.arrived("mock:in", ++count).back().message;
    expect_event(message, "application/json");
    EXPECT_EQ(json::write(message.body), R"({"message":"Hello World!"})");
  }
}

TEST(CloudEventsSink, RefusesWhatSaysItIsAnEventAndIsNone) {
  Running routes("- from: { uri: 'knative:channel/in', steps: [ { to: 'mock:in' } ] }", 1, any_port());
  EXPECT_EQ(post(routes, "/channels/in", "ce-specversion: 1.0\r\nce-id: 1\r\nce-source: s\r\n", "x"), "400");
  EXPECT_EQ(post(routes, "/channels/in", "ce-specversion: 1.0\r\nce-id: 1\r\nce-type: t\r\n", "x"), "400");
  EXPECT_EQ(post(routes, "/channels/in", "ce-specversion: 1.0\r\nce-source: s\r\nce-type: t\r\n", "x"), "400");
  EXPECT_EQ(post(routes, "/channels/in", "Content-Type: application/cloudevents+json\r\n", ";la}{k"), "400");
  EXPECT_EQ(post(routes, "/channels/in", "ce-specversion: 0.3\r\nce-id: 1\r\nce-source: s\r\nce-type: t\r\n", "x"), "204") << "Knative's own tests send 0.3";
}

struct Sent {
  const char* content_type;
  Value body;
};

TEST(CloudEventsSource, SendsValidEventsInBothModes) {
  tests::ScriptedServer server;
  const std::string url = "http://127.0.0.1:" + std::to_string(server.port());
  Properties properties;
  properties.set("camel.knative.environment", R"({"resources":[{"type":"channel","name":"text","endpointKind":"sink","url":")" + url + R"(","contentType":"application/cloudevents+json"},
    {"type":"channel","name":"binary","endpointKind":"sink","url":")" + url + R"("}]})");
  Running routes(R"y(
- route: { id: sender, from: { uri: "direct:text", steps: [ { to: "knative:channel/text" } ] } }
- route: { id: binary, from: { uri: "direct:binary", steps: [ { to: "knative:channel/binary" } ] } }
)y", 1, properties);
  ASSERT_EQ(routes.diagnostics, "");
  const Sent sent[] = {{"application/json", "{\"msg\":\"Hello, \xF0\x9F\x8C\x8E!\"}"}, {"application/json; charset=utf-8", "[\"Hello\"]"}, {"application/json", "\"Hello\""}, {"application/json", "no json"},
                       {"text/plain; charset=utf-8", "Hello, \xF0\x9F\x8C\x8E!"}, {"application/xml; charset=utf-8", "<msg>Hello</msg>"}, {"application/octet-stream", Value::bytes(Slice(std::string_view("\0\xFF", 2)))}, {nullptr, "x"}};
  std::size_t requests = 0;
  for (const Sent& one : sent) {
    std::vector<std::pair<std::string, Value>> headers = {{"CamelCloudEventSubject", ""}, {"ce-MyExt", "v \xC3\xBC"}};
    if (one.content_type != nullptr) headers.emplace_back("Content-Type", one.content_type);
    EXPECT_FALSE(routes.send("direct:text", one.body, Pattern::InOut, headers).error);
    EXPECT_EQ(server.request(requests).header("Content-Type").substr(0, 28), "application/cloudevents+json");
    EXPECT_EQ(problem_of(server.request(requests++).body), "");
    EXPECT_FALSE(routes.send("direct:binary", one.body, Pattern::InOut, headers).error);
    const auto& binary = server.request(requests++);
    for (const char* name : {"ce-id", "ce-source", "ce-type", "ce-specversion", "ce-time"}) EXPECT_NE(binary.header(name), "-") << name;
    EXPECT_EQ(binary.body, std::string(to_text(one.body).view())) << "untouched";
  }
  EXPECT_NE(server.request(0).body.find("\"myext\":\"v \xC3\xBC\""), std::string::npos);
}

/// An event in Kafka's binary mode, as the JSON format has it.
std::string json_of(const MockKafka::Written& record) {
  CloudEvent event;
  for (const auto& [name, value] : record.headers) {
    if (name == "content-type") event.content_type = value;
    if (name.starts_with("ce_")) event.set(name.substr(3), value);
  }
  event.data = Value::bytes(Slice(record.value.value_or("")));
  return write_structured(event).str();
}

std::string header_of(const MockKafka::Written& record, std::string_view wanted) {
  for (const auto& [name, value] : record.headers) {
    if (name == wanted) return value;
  }
  return "-";
}

TEST(CloudEventsBridge, OnlyRenamesBetweenHttpAndKafka) {
  MockKafka kafka;
  kafka.create("events", 1);
  tests::ScriptedServer server;
  Running routes("- from: { uri: 'platform-http:/in', steps: [ { to: 'kafka:events?cloudEvents=binary&brokers=" + kafka.brokers() + "' } ] }\n" +
                     "- from: { uri: 'kafka:events?cloudEvents=binary&autoOffsetReset=earliest&groupId=g&brokers=" + kafka.brokers() +
                     "', steps: [ { to: 'http://127.0.0.1:" + std::to_string(server.port()) + "/out' }, { to: 'mock:sent' } ] }\n",
                 1, any_port());
  ASSERT_EQ(routes.diagnostics, "");
  const std::string body = "{ \"not\" : \"touched\" }";
  EXPECT_EQ(post(routes, "/in", "ce-specversion: 1.0\r\nce-id: 1\r\nce-source: /s\r\nce-type: t\r\nce-subject: a%20b%C3%BC\r\nce-partitionkey: p\r\nCE-MyExt: v\r\nX-Other: o\r\nContent-Type: application/json\r\n", body), "200");
  const auto records = kafka.read("events", 1, std::chrono::seconds(20), 1);
  ASSERT_EQ(records.size(), 1u);
  EXPECT_EQ(records[0].value, body);
  EXPECT_EQ(records[0].key, "p");
  EXPECT_EQ(problem_of(json_of(records[0])), "");
  EXPECT_EQ(header_of(records[0], "ce_subject"), "a b\xC3\xBC");
  EXPECT_EQ(header_of(records[0], "ce_myext"), "v");
  EXPECT_EQ(header_of(records[0], "content-type"), "application/json");
  EXPECT_EQ(header_of(records[0], "ce-id"), "-");
  EXPECT_EQ(header_of(records[0], "X-Other"), "o");
  ASSERT_EQ(routes.arrived("mock:sent", 1).size(), 1u);
  const auto& request = server.request(0);
  EXPECT_EQ(request.body, body);
  EXPECT_EQ(request.header("ce-id"), "1");
  EXPECT_EQ(request.header("ce-type"), "t");
  EXPECT_EQ(request.header("ce-myext"), "v");
  EXPECT_EQ(decode_header(request.header("ce-subject")), "a b\xC3\xBC");
  EXPECT_EQ(request.header("Content-Type"), "application/json");
  EXPECT_TRUE(routes.runtime().drain(std::chrono::seconds(30)));
}

TEST(CloudEventsBridge, WritesValidEventsWhateverTheMessageHas) {
  MockKafka kafka;
  kafka.create("events", 1);
  Running routes("- route: { id: made, from: { uri: 'direct:in', steps: [ { to: 'kafka:events?cloudEvents=binary&brokers=" + kafka.brokers() + "' } ] } }\n");
  ASSERT_EQ(routes.diagnostics, "");
  EXPECT_FALSE(routes.send("direct:in", "text").error);
  EXPECT_FALSE(routes.send("direct:in", "text", Pattern::InOut, {{"CamelCloudEventType", "mine"}, {"CamelCloudEventSubject", ""}, {"ce-id", ""}, {"ce-no attribute", "x"}, {"Content-Type", "text/plain"}}).error);
  EXPECT_FALSE(routes.send("direct:in", Value(List{"a", "b"}), Pattern::InOut, {{"ce-id", "list"}}).error);
  EXPECT_FALSE(routes.send("direct:in", R"({"specversion":"1.0","id":"1","source":"s","type":"t"})", Pattern::InOut, {{"Content-Type", "application/cloudevents+json"}}).error);
  const auto records = kafka.read("events", 5, std::chrono::seconds(20), 1);
  ASSERT_EQ(records.size(), 5u);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(problem_of(json_of(records[i])), "") << i;
  EXPECT_EQ(header_of(records[0], "ce_source"), "made");
  EXPECT_EQ(header_of(records[1], "ce_type"), "mine");
  EXPECT_EQ(header_of(records[1], "content-type"), "text/plain");
  EXPECT_EQ(header_of(records[2], "ce_id"), "list-1");
  EXPECT_EQ(header_of(records[3], "ce_id"), "list-2");
  EXPECT_EQ(header_of(records[4], "ce_id"), "-") << "a whole event in JSON needs no attributes beside it";
  EXPECT_EQ(problem_of(*records[4].value), "");
  EXPECT_TRUE(routes.runtime().drain(std::chrono::seconds(30)));
}

TEST(CloudEventsSource, IsHeldToRulesThatCanBeBroken) {
  EXPECT_EQ(problem_of(R"({"specversion":"1.0","id":"1","source":"s","type":"t","data":1})"), "");
  EXPECT_NE(problem_of(R"({"specversion":"1.0","id":"","source":"s","type":"t"})"), "");
  EXPECT_NE(problem_of(R"({"specversion":"1.0","id":"1","source":"s"})"), "");
  EXPECT_NE(problem_of(R"({"specversion":"1.0","id":"1","source":"s","type":"t","subject":""})"), "");
  EXPECT_NE(problem_of(R"({"specversion":"1.0","id":"1","source":"s","type":"t","MyExt":"x"})"), "");
  EXPECT_NE(problem_of(R"({"specversion":"1.0","id":"1","source":"s","type":"t","data":1,"data_base64":"YQ=="})"), "");
}

}  // namespace
}  // namespace kamel::testing
