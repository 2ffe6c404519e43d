// Whole routes from and to a mock Kafka.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <mutex>
#include <set>
#include <thread>

#include "engine/convert.h"
#include "tests/connectors/kafka_route.h"

namespace kamel {
namespace {

using testing::MockKafka;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;
using Written = MockKafka::Written;
using namespace std::chrono_literals;

using testing::KafkaRoute;
using testing::registry;
using testing::values;

constexpr const char* kIdle = "";  // nothing but what a test sends itself

// Producer

TEST_F(KafkaRoute, SendsABodyWithItsKeyAndHeaders) {
  start(kIdle);
  send(to("out"), "hello", {{"kafka.KEY", "k1"}, {"colour", "red"}, {"number", 1}, {"CamelInternal", "x"}, {"kafka.OFFSET", 7}});
  const auto records = kafka.read("out", 1);
  ASSERT_EQ(records.size(), 1u);
  EXPECT_EQ(records[0].value, "hello");
  EXPECT_EQ(records[0].key, "k1");
  EXPECT_THAT(records[0].headers, UnorderedElementsAre(std::pair<std::string, std::string>("colour", "red"), std::pair<std::string, std::string>("number", std::string("\0\0\0\1", 4))));
}

TEST_F(KafkaRoute, SendsATombstoneForANullBody) {
  start(kIdle);
  send(to("out"), Value(), {{"kafka.KEY", "gone"}});
  send(to("out"), "", {{"kafka.KEY", "gone"}});
  const auto records = kafka.read("out", 2);
  ASSERT_EQ(records.size(), 2u);
  EXPECT_EQ(records[0].value, std::nullopt);
  EXPECT_EQ(records[1].value, "");
}

TEST_F(KafkaRoute, LetsHeadersChooseTopicPartitionAndTimestamp) {
  start(kIdle);
  send(to("out"), "x", {{"kafka.OVERRIDE_TOPIC", "other"}, {"kafka.PARTITION_KEY", 3}, {"kafka.OVERRIDE_TIMESTAMP", std::int64_t{1234567}}}, [](Exchange& exchange) {
    EXPECT_FALSE(exchange.message.headers.has("kafka.OVERRIDE_TOPIC"));
    EXPECT_FALSE(exchange.message.headers.has("kafka.OVERRIDE_TIMESTAMP"));
    EXPECT_TRUE(exchange.message.headers.has("kafka.PARTITION_KEY"));
  });
  const auto records = kafka.read("other", 1);
  ASSERT_EQ(records.size(), 1u);
  EXPECT_EQ(records[0].partition, 3);
  EXPECT_EQ(records[0].timestamp, 1234567);
}

TEST_F(KafkaRoute, PrefersTheKeyOfTheEndpointToTheHeader) {
  start(kIdle);
  send(to("out?key=fixed&partitionKey=2"), "x", {{"kafka.KEY", "header"}, {"kafka.PARTITION_KEY", 1}});
  const auto records = kafka.read("out", 1);
  ASSERT_EQ(records.size(), 1u);
  EXPECT_EQ(records[0].key, "fixed");
  EXPECT_EQ(records[0].partition, 2);
}

TEST_F(KafkaRoute, SendsAListAsOneRecordPerItem) {
  start(kIdle);
  kafka.create("out", 1);
  send(to("out?recordMetadata=true"), List{"a", 2, "c"}, {{"h", "v"}}, [](Exchange& exchange) {
    const Value* meta = exchange.message.headers.find("kafka.RECORD_META");
    ASSERT_NE(meta, nullptr);
    ASSERT_TRUE(meta->is_list());
    ASSERT_EQ(meta->list().size(), 3u);
    EXPECT_EQ(to_text(meta->list()[2]).view(), "out-0@2");
  });
  const auto records = kafka.read("out", 3, 20s, 1);
  EXPECT_THAT(values(records), ElementsAre("a", "2", "c"));
  EXPECT_EQ(records[0].headers.size(), 1u);
}

TEST_F(KafkaRoute, SendsAListAsOneRecordWhenToldSo) {
  start(kIdle);
  send(to("out?useIterator=false"), List{"a", "b"});
  EXPECT_THAT(values(kafka.read("out", 1)), ElementsAre("[a, b]"));
}

TEST_F(KafkaRoute, GoesOnOnlyWhenTheBrokerHasTheRecord) {
  start(kIdle);
  send(to("out?recordMetadata=true"), "x", {}, [](Exchange& exchange) {
    EXPECT_THAT(std::string(to_text(exchange.message.headers.get("kafka.RECORD_META")).view()), HasSubstr("out-"));
  });
  EXPECT_EQ(kafka.read("out", 1).size(), 1u);
}

TEST_F(KafkaRoute, FailsWithKafkasOwnExceptions) {
  start(kIdle);
  send(to("out"), std::string(2'000'000, 'x'), {}, [](Exchange& exchange) { EXPECT_EQ(exchange.exception.type(), "org.apache.kafka.common.errors.RecordTooLargeException"); });
  rd_kafka_mock_topic_set_error(kafka.cluster(), "denied", RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED);
  send(to("denied?deliveryTimeoutMs=1500"), "x", {}, [](Exchange& exchange) { EXPECT_TRUE(exchange.exception.is_a("org.apache.kafka.common.KafkaException")) << exchange.exception.text(); });
}

TEST_F(KafkaRoute, TimesOutWhenNobodyAnswers) {
  start(kIdle);
  send("kafka:out?brokers=127.0.0.1:1&deliveryTimeoutMs=300&requestTimeoutMs=200", "x", {},
       [](Exchange& exchange) { EXPECT_EQ(exchange.exception.type(), "org.apache.kafka.common.errors.TimeoutException") << exchange.exception.text(); });
}

TEST_F(KafkaRoute, WaitsForRoomAmongTheUnsentInOrder) {
  start("- route: { id: many, from: { uri: 'direct:many', steps: [ { split: { tokenize: ',', steps: [ { to: '" + to("out?queueBufferingMaxMessages=3") + "' } ] } } ] } }\n");
  kafka.create("out", 1);
  std::string text = "0";
  std::vector<std::string> expected{"0"};
  for (int i = 1; i < 200; ++i) {
    text += "," + std::to_string(i);
    expected.push_back(std::to_string(i));
  }
  send("direct:many", text);
  EXPECT_EQ(values(kafka.read("out", 200, 20s, 1)), expected);
}

// Consumer

TEST_F(KafkaRoute, FillsTheMessageAsCamelDoes) {
  kafka.write("in", {{.key = "k", .value = "hello", .headers = {{"colour", "red"}, {"CamelX", "y"}, {"kafka.TOPIC", "z"}}, .partition = 2, .timestamp = 1234}});
  start("- route: { id: r, from: { uri: 'kafka:in?groupId=g&autoOffsetReset=earliest', steps: [ { setBody: { simple: "
        "'${body}|${header[kafka.TOPIC]}|${header[kafka.PARTITION]}|${header[kafka.OFFSET]}|${header[kafka.KEY]}|${header[kafka.TIMESTAMP]}|${header.CamelMessageTimestamp}|${header.colour}|${header.CamelX}|${header[kafka.HEADERS]}' } },"
        " { to: 'kafka:out' } ] } }\n");
  const auto records = kafka.read("out", 1);
  ASSERT_EQ(records.size(), 1u);
  EXPECT_THAT(*records[0].value, HasSubstr("hello|in|2|0|k|1234|1234|red||RecordHeaders(headers = [RecordHeader(key = colour, value = [114, 101, 100])"));
  EXPECT_EQ(records[0].key, "k");
  EXPECT_THAT(records[0].headers, ElementsAre(std::pair<std::string, std::string>("colour", "red")));
}

TEST_F(KafkaRoute, KeepsBytesAndHeadersWhateverTheirSize) {
  kafka.create("in", 1);
  kafka.create("out", 1);
  const std::string large(5000, 'x');
  const std::vector<std::pair<std::string, std::string>> headers{{"a", "1"}, {"b", std::string(300, 'y')}};
  std::vector<Written> input;
  for (const std::optional<std::string>& value : std::vector<std::optional<std::string>>{std::nullopt, "", "small", large}) {
    for (const std::optional<std::string>& key : std::vector<std::optional<std::string>>{std::nullopt, "", "key", large}) {
      input.push_back({.key = key, .value = value});
      input.push_back({.key = key, .value = value, .headers = headers});
    }
  }
  kafka.write("in", input);
  start("- route: { id: r, from: { uri: 'kafka:in?groupId=g&autoOffsetReset=earliest', steps: [ { to: 'kafka:out' } ] } }\n");
  const auto out = kafka.read("out", input.size(), 20s, 1);
  ASSERT_EQ(out.size(), input.size());
  for (std::size_t i = 0; i < out.size(); ++i) {
    EXPECT_EQ(out[i].key, input[i].key) << i;
    EXPECT_EQ(out[i].value, input[i].value) << i;
    EXPECT_THAT(out[i].headers, ::testing::UnorderedElementsAreArray(input[i].headers)) << i;
  }
}

TEST_F(KafkaRoute, PassesEverythingOnInOrderAndCommitsIt) {
  kafka.create("in", 2);
  kafka.create("out", 1);
  std::vector<Written> input;
  for (int i = 0; i < 5000; ++i) input.push_back({.key = "k", .value = std::to_string(i), .partition = 0});
  kafka.write("in", input);
  start("- route: { id: r, from: { uri: 'kafka:in?groupId=g&autoOffsetReset=earliest', steps: [ { to: 'kafka:out' } ] } }\n", 1, 100);
  const auto out = values(kafka.read("out", 5000, 30s, 1));
  ASSERT_EQ(out.size(), 5000u);
  for (int i = 0; i < 5000; ++i) ASSERT_EQ(out[static_cast<std::size_t>(i)], std::to_string(i));
  stop();
  EXPECT_EQ(kafka.committed("g", "in", 0), 5000);
}

TEST_F(KafkaRoute, SpreadsPartitionsOverWorkers) {
  kafka.create("in", 4);
  std::vector<Written> input;
  for (int i = 0; i < 4000; ++i) input.push_back({.value = std::to_string(i), .partition = i % 4});
  kafka.write("in", input);
  start("- route: { id: r, from: { uri: 'kafka:in?groupId=g&autoOffsetReset=earliest', steps: [ { to: 'kafka:out' } ] } }\n", 2);
  const auto out = kafka.read("out", 4000, 30s);
  EXPECT_EQ(out.size(), 4000u);
  stop();
  for (int i = 0; i < 4; ++i) EXPECT_EQ(kafka.committed("g", "in", i), 1000);
}

TEST_F(KafkaRoute, KeepsTheOrderOfAPartitionWhereStepsWait) {
  kafka.create("in", 1);
  kafka.create("out", 1);
  std::vector<Written> input;
  for (int i = 0; i < 40; ++i) input.push_back({.value = std::to_string(i)});
  kafka.write("in", input);
  // The first ones wait longest: without order they would come last.
  start("- route: { id: r, from: { uri: 'kafka:in?groupId=g&autoOffsetReset=earliest', steps: [ "
        "{ choice: { when: [ { simple: '${body} < 5', steps: [ { delay: { constant: 60 } } ] } ] } }, { to: 'kafka:out' } ] } }\n");
  const auto out = values(kafka.read("out", 40, 30s, 1));
  ASSERT_EQ(out.size(), 40u);
  for (int i = 0; i < 40; ++i) ASSERT_EQ(out[static_cast<std::size_t>(i)], std::to_string(i));
}

TEST_F(KafkaRoute, KeepsTheOrderOfSplitParts) {
  kafka.create("in", 1);
  kafka.create("out", 1);
  std::string many = "0";
  for (int i = 1; i < 600; ++i) many += "," + std::to_string(i);
  kafka.write("in", {{.value = many}, {.value = "a,b,c"}, {.value = "d"}});
  start("- route: { id: r, from: { uri: 'kafka:in?groupId=g&autoOffsetReset=earliest', steps: [ { split: { tokenize: ',', steps: [ { to: 'kafka:out' } ] } } ] } }\n");
  const auto out = values(kafka.read("out", 604, 30s, 1));
  ASSERT_EQ(out.size(), 604u);
  for (int i = 0; i < 600; ++i) ASSERT_EQ(out[static_cast<std::size_t>(i)], std::to_string(i));
  EXPECT_THAT(std::vector<std::string>(out.end() - 4, out.end()), ElementsAre("a", "b", "c", "d"));
}

TEST_F(KafkaRoute, PassesOverARecordThatFailedAsCamelDoes) {
  kafka.create("in", 1);
  kafka.create("out", 1);
  kafka.write("in", {{.value = "good"}, {.value = "bad"}, {.value = "better"}});
  start("- route: { id: r, from: { uri: 'kafka:in?groupId=g&autoOffsetReset=earliest', steps: [ { choice: { when: [ { simple: \"${body} == 'bad'\", steps: "
        "[ { throwException: { exceptionType: java.lang.IllegalStateException, message: no } } ] } ] } }, { to: 'kafka:out' } ] } }\n");
  EXPECT_THAT(values(kafka.read("out", 2, 20s, 1)), ElementsAre("good", "better"));
  EXPECT_TRUE(log->wait_for("Error during processing. Exchange["));
  stop();
  EXPECT_EQ(kafka.committed("g", "in", 0), 3);
}

TEST_F(KafkaRoute, TriesAFailedRecordAgainWithBreakOnFirstError) {
  kafka.create("in", 1);
  kafka.write("in", {{.value = "good"}, {.value = "bad"}, {.value = "better"}});
  start("- route: { id: r, from: { uri: 'kafka:in?groupId=g&autoOffsetReset=earliest&breakOnFirstError=true', steps: [ { choice: { when: [ { simple: \"${body} == 'bad'\", steps: "
        "[ { throwException: { exceptionType: java.lang.IllegalStateException, message: no } } ] } ] } }, { log: 'passed ${body}' } ] } }\n");
  EXPECT_TRUE(log->wait_for("in-0 at offset 1, which is tried again"));
  const auto deadline = std::chrono::steady_clock::now() + 20s;
  while (log->count("which is tried again") < 2 && std::chrono::steady_clock::now() < deadline) std::this_thread::sleep_for(20ms);
  EXPECT_GE(log->count("which is tried again"), 2u);
  EXPECT_EQ(log->count("passed better"), 0u);
  stop();
  EXPECT_EQ(kafka.committed("g", "in", 0), 1);
}

TEST_F(KafkaRoute, CommitsOnlyWhatTheRouteCommitsItself) {
  kafka.create("in", 1);
  kafka.write("in", {{.value = "a"}, {.value = "b"}, {.value = "c"}});
  start("- route: { id: r, from: { uri: 'kafka:in?groupId=g&autoOffsetReset=earliest&autoCommitEnable=false&allowManualCommit=true', steps: [ "
        "{ filter: { simple: \"${body} == 'b'\", steps: [ { setProperty: { name: x, simple: '${header.CamelKafkaManualCommit.commit}' } } ] } }, { log: 'saw ${body} ${header[kafka.LAST_RECORD_BEFORE_COMMIT]}' } ] } }\n");
  EXPECT_TRUE(log->wait_for("saw c"));
  stop();
  EXPECT_EQ(kafka.committed("g", "in", 0), 2);
}

TEST_F(KafkaRoute, GoesOnWhereTheGroupWas) {
  kafka.create("in", 1);
  kafka.create("out", 1);
  kafka.write("in", {{.value = "a"}, {.value = "b"}});
  const std::string yaml = "- route: { id: r, from: { uri: 'kafka:in?groupId=g&autoOffsetReset=earliest&sessionTimeoutMs=6000&heartbeatIntervalMs=500', steps: [ { to: 'kafka:out' } ] } }\n";
  start(yaml);
  EXPECT_EQ(kafka.read("out", 2, 30s, 1).size(), 2u);
  stop();
  kafka.write("in", {{.value = "c"}});
  start(yaml);
  EXPECT_THAT(values(kafka.read("out", 3, 40s, 1)), ElementsAre("a", "b", "c"));
}

TEST_F(KafkaRoute, KeepsItsConsumerWhenOnlyTheStepsChange) {
  kafka.create("in", 1);
  kafka.create("out", 1);
  const auto yaml = [](const std::string& text) {
    return "- route: { id: r, from: { uri: 'kafka:in?groupId=g&autoOffsetReset=earliest', steps: [ { setBody: { simple: '" + text + " ${body}' } }, { to: 'kafka:out' } ] } }\n";
  };
  start(yaml("old"));
  kafka.write("in", {{.value = "1"}});
  EXPECT_EQ(kafka.read("out", 1, 20s, 1).size(), 1u);
  start(yaml("new"));
  kafka.write("in", {{.value = "2"}});
  EXPECT_THAT(values(kafka.read("out", 2, 20s, 1)), ElementsAre("old 1", "new 2"));
  EXPECT_EQ(log->count("partitions assigned"), 1u);
}

TEST_F(KafkaRoute, ReadsTopicListsAndPatterns) {
  kafka.create("in-a", 1);
  kafka.create("in-b", 1);
  kafka.write("in-a", {{.value = "a"}});
  kafka.write("in-b", {{.value = "b"}});
  start("- route: { id: l, from: { uri: 'kafka:in-a,in-b?groupId=g1&autoOffsetReset=earliest', steps: [ { log: 'list ${body}' } ] } }\n"
        "- route: { id: p, from: { uri: 'kafka:in-[ab]?groupId=g2&autoOffsetReset=earliest&topicIsPattern=true', steps: [ { log: 'pattern ${body}' } ] } }\n");
  for (const char* line : {"list a", "list b", "pattern a", "pattern b"}) EXPECT_TRUE(log->wait_for(line)) << line;
}

TEST_F(KafkaRoute, BeginsWhereSeekToSays) {
  kafka.create("in", 1);
  kafka.write("in", {{.value = "a"}});
  start("- route: { id: r, from: { uri: 'kafka:in?groupId=g&autoOffsetReset=latest&seekTo=BEGINNING', steps: [ { log: 'saw ${body}' } ] } }\n");
  EXPECT_TRUE(log->wait_for("saw a"));
}

TEST_F(KafkaRoute, ReportsARecordThatCannotBeDeserialised) {
  kafka.create("in", 1);
  kafka.write("in", {{.value = "not 8 bytes"}, {.value = std::string("\0\0\0\0\0\0\0\7", 8)}});
  start("- route: { id: r, from: { uri: 'kafka:in?groupId=g&autoOffsetReset=earliest&valueDeserializer=org.apache.kafka.common.serialization.LongDeserializer', steps: [ { log: 'saw ${body}' } ] } }\n");
  EXPECT_TRUE(log->wait_for("saw 7"));
  EXPECT_TRUE(log->wait_for("SerializationException"));
  const auto deadline = std::chrono::steady_clock::now() + 5s;  // what has been logged is not settled yet
  while (runtime->in_flight() != 0 && std::chrono::steady_clock::now() < deadline) std::this_thread::sleep_for(1ms);
  EXPECT_EQ(runtime->in_flight(), 0u);
}

TEST_F(KafkaRoute, HandsPartitionsOverToAnotherMemberWithoutLoss) {
  for (const char* assignor : {"RangeAssignor", "CooperativeStickyAssignor"}) {
    const std::string in = std::string("in-") + assignor, out = std::string("out-") + assignor;
    kafka.create(in, 4);
    constexpr int kRecords = 3000;
    const std::string yaml = "- route: { id: r, from: { uri: 'kafka:" + in + "?groupId=g" + assignor + "&autoOffsetReset=earliest&sessionTimeoutMs=6000&heartbeatIntervalMs=500&partitionAssignor=" +
                             assignor + "', steps: [ { to: 'kafka:" + out + "' } ] } }\n";
    start(yaml);
    std::thread writer([&] {
      for (int i = 0; i < kRecords; i += 10) {
        std::vector<Written> some;
        for (int k = i; k < i + 10; ++k) some.push_back({.value = std::to_string(k), .partition = k % 4});
        kafka.write(in, some);
        std::this_thread::sleep_for(std::chrono::milliseconds(20));  // so that records flow while the group changes
      }
    });
    EXPECT_TRUE(log->wait_for("partitions assigned", 30s));
    Runtime other(registry(), RuntimeOptions{.workers = 2});
    Diagnostics diagnostics;
    Properties properties;
    properties.set("camel.component.kafka.brokers", kafka.brokers());
    ASSERT_TRUE(other.apply(load_routes({std::make_shared<Source>(Source{"test.yaml", yaml})}, properties, diagnostics), diagnostics).ok);
    EXPECT_TRUE(log->wait_for("partitions revoked", 30s));
    writer.join();
    EXPECT_TRUE(log->wait_for("partitions assigned", 30s));
    std::set<std::string> arrived;
    const auto deadline = std::chrono::steady_clock::now() + 30s;
    while (arrived.size() < kRecords && std::chrono::steady_clock::now() < deadline) {
      for (auto& value : values(kafka.read(out, 10 * kRecords, 2s))) arrived.insert(value);
    }
    // The mock refuses commits while a group rebalances: some records come again.
    EXPECT_EQ(arrived.size(), static_cast<std::size_t>(kRecords)) << assignor;
    EXPECT_TRUE(other.drain(30s));
    stop();
    std::lock_guard lock(log->mutex);
    log->lines.clear();
  }
}

// The embedded broker

TEST_F(KafkaRoute, NeedsBrokersWhereNoneIsEmbedded) {
  Runtime bare(registry(), {});
  Diagnostics diagnostics;
  bare.check(load_routes({std::make_shared<Source>(Source{"test.yaml", "- from: { uri: 'kafka:in', steps: [ { log: x } ] }\n"})}, {}, diagnostics), diagnostics);
  ASSERT_TRUE(diagnostics.has_errors());
  EXPECT_THAT(diagnostics.text(), HasSubstr("brokers are not configured"));
}

TEST_F(KafkaRoute, LosesNothingInTheEmbeddedBrokerThoughItKeepsLittle) {
  embedded = true;
  // 20 MB through a broker that keeps 5 MB per partition, and a reader that is slower than the writer.
  start("- route: { id: w, from: { uri: 'direct:write', steps: [ { split: { tokenize: ',', steps: [ { setBody: { simple: '${body}" + std::string(10'000, 'x') +
        "' } }, { to: 'kafka:big?key=one' } ] } } ] } }\n"
        "- route: { id: r, from: { uri: 'kafka:big?groupId=g&autoOffsetReset=earliest', steps: [ { delay: { constant: 1 } }, { log: 'end ${exchangeProperty.x}' } ] } }\n");
  EXPECT_TRUE(log->wait_for("embedded Kafka runs inside this process at 127.0.0.1:"));
  EXPECT_TRUE(log->wait_for("partitions assigned", 30s));
  std::string text = "0";
  for (int i = 1; i < 2000; ++i) text += "," + std::to_string(i);
  send("direct:write", text);
  const auto deadline = std::chrono::steady_clock::now() + 40s;
  while (log->count("end ") < 2000 && std::chrono::steady_clock::now() < deadline) std::this_thread::sleep_for(50ms);
  EXPECT_EQ(log->count("end "), 2000u);
}

// What is wrong is told where it stands

std::string diagnose(const std::string& uri) {
  Runtime bare(registry(), {});
  Diagnostics diagnostics;
  bare.check(load_routes({std::make_shared<Source>(Source{"test.yaml", "- from: { uri: '" + uri + "', steps: [ { log: x } ] }\n"})}, {}, diagnostics), diagnostics);
  return diagnostics.text();
}

TEST(KafkaOptions, ReportsWhatItDoesNotKnowOrCannotDo) {
  EXPECT_THAT(diagnose("kafka:in?brokers=b&groupIdd=x"), HasSubstr("did you mean 'groupId'"));
  EXPECT_THAT(diagnose("kafka:in?brokers=b&batching=true&transacted=true"), HasSubstr("aggregate"));
  EXPECT_THAT(diagnose("kafka:in?brokers=b&partitionAssignor=org.example.Mine"), HasSubstr("unknown partition assignor 'Mine'"));
  EXPECT_THAT(diagnose("kafka:in?brokers=b&additionalProperties.no.such.thing=1"), HasSubstr("No such configuration property"));
  EXPECT_THAT(diagnose("kafka:in?brokers=b&valueDeserializer=io.confluent.Avro"), HasSubstr("valueDeserializer 'io.confluent.Avro' is not there"));
  EXPECT_THAT(diagnose("kafka:in?brokers=b&securityProtocol=SASL_SSL&saslMechanism=PLAIN"), HasSubstr("needs saslJaasConfig"));
  EXPECT_THAT(diagnose("kafka:in?brokers=b&securityProtocol=SSL&sslTruststoreLocation=/x/trust.jks"), HasSubstr("must be a PEM file"));
}

TEST(KafkaOptions, TakesWhatItKnows) {
  EXPECT_EQ(diagnose("kafka:in?brokers=b&groupId=g&autoOffsetReset=earliest&maxPollIntervalMs=10m&additionalProperties.fetch.error.backoff.ms=10&clientId=c"), "");
  EXPECT_EQ(diagnose("kafka:in?brokers=b&securityProtocol=SASL_PLAINTEXT&saslMechanism=SCRAM-SHA-256&"
                     "saslJaasConfig=RAW(org.apache.kafka.common.security.scram.ScramLoginModule required username=\"me\" password=\"secret\";)"),
            "");
}

}  // namespace
}  // namespace kamel
