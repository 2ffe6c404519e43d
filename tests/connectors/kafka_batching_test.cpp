// Lists of records (batching), and what becomes of records that cannot be read (pollOnError).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/convert.h"
#include "tests/connectors/kafka_route.h"

namespace kamel {
namespace {

using testing::KafkaRoute;
using testing::MockKafka;
using testing::values;
using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;
using namespace std::chrono_literals;

std::vector<MockKafka::Written> numbered(int from, int to) {
  std::vector<MockKafka::Written> records;
  for (int i = from; i <= to; ++i) records.push_back({.key = "k" + std::to_string(i), .value = std::to_string(i), .partition = 0});
  return records;
}

class KafkaBatching : public KafkaRoute {
 protected:
  /// `records` in topic `in`, an empty topic `out`, and a route that takes lists from the one, does `steps` with them, and sends to the other.
  void run(const std::vector<MockKafka::Written>& records, const std::string& options, const std::string& steps, const std::string& sends = "out") {
    kafka.create("in", 1);
    kafka.create("out", 1);
    kafka.write("in", records);
    start("- from: { uri: '" + to("in?groupId=g&autoOffsetReset=earliest&batching=true" + options) + "', steps: [ " + steps + " { to: '" + to(sends) + "' } ] }\n");
  }
};

constexpr const char* kFirstBody = R"({ setBody: { simple: "${body[0].getMessage().getBody()}" } },)";

TEST_F(KafkaBatching, MakesFullLists) {
  run(numbered(1, 6), "&maxPollRecords=3",
      R"({ setBody: { simple: "${body.size}:${body[0].getMessage().getBody()},${body[2].getMessage().getBody()} of ${body[1].getMessage().headers[kafka.KEY]}" } },)");
  EXPECT_THAT(values(kafka.read("out", 2, 20s, 1)), ElementsAre("3:1,3 of k2", "3:4,6 of k5"));
  stop();
  EXPECT_EQ(kafka.committed("g", "in", 0), 6);
}

TEST_F(KafkaBatching, DoesNotWaitForEverForAFullList) {
  run(numbered(1, 2), "&batchingIntervalMs=200", "{ setBody: { simple: '${body.size}' } },");
  EXPECT_THAT(values(kafka.read("out", 1, 20s, 1)), ElementsAre("2"));
}

TEST_F(KafkaBatching, SplitsIntoWhatTheRecordsWere) {
  kafka.create("parts", 1);
  run(numbered(1, 4), "&maxPollRecords=4",
      R"({ split: { simple: "${body}", steps: [ { setBody: { simple: "${header[kafka.OFFSET]}=${body}" } }, { to: ')" + to("parts") + "' } ] } },");
  EXPECT_THAT(values(kafka.read("parts", 4, 20s, 1)), ElementsAre("0=1", "1=2", "2=3", "3=4"));
}

TEST_F(KafkaBatching, SendsAListOnAsItsRecords) {
  auto records = numbered(1, 2);
  records[1].headers = {{"colour", "red"}};
  run(records, "&maxPollRecords=2", "", "out?batchWithIndividualHeaders=true");
  const auto sent = kafka.read("out", 2, 20s, 1);
  ASSERT_EQ(sent.size(), 2u);
  EXPECT_EQ(sent[0].key, "k1");
  EXPECT_EQ(sent[1].value, "2");
  EXPECT_TRUE(sent[0].headers.empty());
  EXPECT_EQ(sent[1].headers.size(), 1u);
}

TEST_F(KafkaBatching, PassesOverAListThatFails) {
  run(numbered(1, 4), "&maxPollRecords=2",
      std::string(R"({ filter: { simple: "${body[0].getMessage().getBody()} == '1'", steps: [ { throwException: { exceptionType: java.lang.IllegalStateException, message: no } } ] } }, )") + kFirstBody);
  EXPECT_THAT(values(kafka.read("out", 1, 20s, 1)), ElementsAre("3"));
  EXPECT_TRUE(log->wait_for("Error during processing"));
  stop();
  EXPECT_EQ(kafka.committed("g", "in", 0), 4);
}

TEST_F(KafkaBatching, TriesAListAgainWhenToldToBreakOnErrors) {
  run(numbered(1, 4), "&maxPollRecords=2&breakOnFirstError=true",
      std::string(R"({ setHeader: { name: again, simple: "${variable.global:tried}" } }, { setVariable: { name: "global:tried", constant: "yes" } },
            { filter: { simple: "${header.again} != 'yes'", steps: [ { throwException: { exceptionType: java.lang.IllegalStateException, message: no } } ] } }, )") + kFirstBody);
  EXPECT_THAT(values(kafka.read("out", 2, 20s, 1)), ElementsAre("1", "3"));
  EXPECT_EQ(log->count("these records are tried again"), 1u);
  stop();
  EXPECT_EQ(kafka.committed("g", "in", 0), 4);
}

TEST_F(KafkaBatching, CommitsByTheLastOneWhenToldTo) {
  run(numbered(1, 3), "&maxPollRecords=3&allowManualCommit=true", "{ setHeader: { name: done, simple: '${header.CamelKafkaManualCommit.commit}' } }, { setBody: { constant: x } },");
  EXPECT_EQ(kafka.read("out", 1, 20s, 1).size(), 1u);
  stop();
  EXPECT_EQ(kafka.committed("g", "in", 0), 3);
}

TEST_F(KafkaBatching, LeavesWhatItHasNotRunToOthers) {
  run(numbered(1, 3), "&maxPollRecords=100&batchingIntervalMs=3600000", "");
  EXPECT_TRUE(log->wait_for("partitions assigned"));
  stop();
  EXPECT_LE(kafka.committed("g", "in", 0), 0);
}

// Records that cannot be read

class KafkaPollOnError : public KafkaRoute {
 protected:
  void run(const std::string& mode) {
    kafka.create("in", 1);
    kafka.create("out", 1);
    kafka.write("in", {{.value = std::string("\0\0\0\1", 4), .partition = 0}, {.value = "bad", .partition = 0}, {.value = std::string("\0\0\0\3", 4), .partition = 0}});
    start("- from: { uri: '" + to("in?groupId=g&autoOffsetReset=earliest&valueDeserializer=org.apache.kafka.common.serialization.IntegerDeserializer" + mode) + "', steps: [ { setBody: { simple: 'got ${body}' } }, { to: '" +
          to("out") + "' } ] }\n");
  }
};

TEST_F(KafkaPollOnError, PassesOverByDefault) {
  run("");
  EXPECT_THAT(values(kafka.read("out", 2, 20s, 1)), ElementsAre("got 1", "got 3"));
  EXPECT_TRUE(log->wait_for("in-0 at offset 1 cannot be deserialised, and is passed over"));
}

TEST_F(KafkaPollOnError, TriesAgain) {
  run("&pollOnError=RETRY");
  EXPECT_THAT(values(kafka.read("out", 1, 20s, 1)), ElementsAre("got 1"));
  EXPECT_TRUE(log->wait_for("is tried again"));
  while (log->count("is tried again") < 2) std::this_thread::sleep_for(50ms);
  stop();
  EXPECT_EQ(kafka.committed("g", "in", 0), 1);
}

TEST_F(KafkaPollOnError, Stops) {
  run("&pollOnError=STOP");
  EXPECT_TRUE(log->wait_for("the consumer stops (pollOnError=STOP)"));
  EXPECT_TRUE(log->wait_for("partitions revoked"));
  stop();
  EXPECT_EQ(kafka.committed("g", "in", 0), 1);
}

TEST_F(KafkaPollOnError, ConnectsAgain) {
  run("&pollOnError=RECONNECT&sessionTimeoutMs=6000&heartbeatIntervalMs=500");  // the mock lets a member back in when its session has ended
  EXPECT_TRUE(log->wait_for("makes the consumer connect again"));
  EXPECT_TRUE(log->wait_for("partitions revoked"));
  for (int i = 0; i < 400 && log->count("makes the consumer connect again") < 2; ++i) std::this_thread::sleep_for(50ms);
  EXPECT_GE(log->count("makes the consumer connect again"), 2u);
  stop();
  EXPECT_EQ(kafka.committed("g", "in", 0), 1);
}

TEST(KafkaSettings, RefuseListsThatWouldNotKeepTheirPromise) {
  const auto diagnose = [](const std::string& options) {
    Runtime bare(testing::registry(), {});
    Diagnostics said;
    bare.check(load_routes({std::make_shared<Source>(Source{"test.yaml", "- from: { uri: 'kafka:in?brokers=b&" + options + "', steps: [ { log: x } ] }\n"})}, {}, said), said);
    return said.text();
  };
  EXPECT_EQ(diagnose("batching=true&batchingIntervalMs=100"), "");
  EXPECT_THAT(diagnose("batching=true&transacted=true"), ::testing::HasSubstr("lists of records are delivered at least once"));
  EXPECT_THAT(diagnose("transacted=true&pollOnError=STOP"), ::testing::HasSubstr("passes over what it cannot read"));
  EXPECT_THAT(diagnose("securityProtocol=SASL_SSL&saslMechanism=OAUTHBEARER&saslJaasConfig=RAW(x required clientId=a clientSecret=b;)"), ::testing::HasSubstr("needs an endpoint to get tokens from"));
}

}  // namespace
}  // namespace kamel
