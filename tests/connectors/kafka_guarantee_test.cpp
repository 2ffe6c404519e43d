// What a consumer promises: at least once, at most once, exactly once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "connectors/kafka/transaction_board.h"
#include "tests/connectors/kafka_route.h"

namespace kamel {
namespace {

using testing::KafkaRoute;
using testing::MockKafka;
using testing::registry;
using testing::values;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Written = MockKafka::Written;
using namespace std::chrono_literals;

std::vector<Written> numbers(int count, int partitions = 1) {
  std::vector<Written> out;
  for (int i = 0; i < count; ++i) out.push_back({.value = std::to_string(i), .partition = i % partitions});
  return out;
}

// The mock answers transactions, but keeps no offsets of them and shows what was taken back: what is lost or doubled is seen by tests/integration only.
class KafkaGuarantee : public KafkaRoute {
 protected:
  /// Waits until the group has committed this offset.
  bool commits(const std::string& group, const std::string& topic, std::int64_t offset, std::int32_t partition = 0) const {
    const auto end = std::chrono::steady_clock::now() + 30s;
    while (kafka.committed(group, topic, partition) != offset) {
      if (std::chrono::steady_clock::now() > end) return false;
      std::this_thread::sleep_for(50ms);
    }
    return true;
  }
};

TEST_F(KafkaGuarantee, SendsEachRecordOnceInTransactions) {
  kafka.create("in", 2);
  kafka.create("out", 1);
  kafka.write("in", numbers(2000, 2));
  start("- route: { id: r, from: { uri: 'kafka:in?groupId=g&autoOffsetReset=earliest&transacted=true', steps: [ { to: 'kafka:out' } ] } }\n", 2);
  const auto out = values(kafka.read("out", 2000, 30s, 1));
  EXPECT_EQ(std::set<std::string>(out.begin(), out.end()).size(), 2000u);
  EXPECT_EQ(log->count("Kafka transaction"), 0u);
}

TEST_F(KafkaGuarantee, CommitsWhatIsUnderWayWhenItStops) {
  kafka.create("in", 1);
  kafka.create("out", 1);
  kafka.write("in", numbers(50));
  start("- route: { id: r, from: { uri: 'kafka:in?groupId=g&autoOffsetReset=earliest&transactionalId=mine&autoCommitIntervalMs=60000', steps: [ { to: 'kafka:out' }, { log: 'sent ${body}' } ] } }\n");
  EXPECT_TRUE(log->wait_for("sent 49"));
  stop();
  EXPECT_EQ(log->count("taken back"), 0u);
  EXPECT_EQ(kafka.read("out", 50, 20s, 1).size(), 50u);
}

// librdkafka would give their sequence numbers to what is sent next, which the broker then takes for the same.
TEST_F(KafkaGuarantee, ReplacesAProducerWhoseSendsHaveUnknownOutcome) {
  kafka.create("in", 1);
  kafka.create("out", 1);
  start("- route: { id: r, from: { uri: 'kafka:in?groupId=g&autoOffsetReset=earliest&transacted=true&autoCommitIntervalMs=20000&additionalProperties.transaction.timeout.ms=2000', "
        "steps: [ { to: 'kafka:out' }, { log: 'sent ${body}' } ] } }\n");
  kafka.write("in", {{.value = "first", .partition = 0}});
  ASSERT_TRUE(log->wait_for("sent first", 60s));  // the topic is part of the transaction by now
  rd_kafka_mock_broker_set_rtt(kafka.cluster(), 1, 3000);
  kafka.write("in", {{.value = "second", .partition = 0}});
  EXPECT_TRUE(log->wait_for("2000 ms has passed since batch creation", 60s));  // the broker has it, and nobody knows
  rd_kafka_mock_broker_set_rtt(kafka.cluster(), 1, 0);
  EXPECT_TRUE(log->wait_for("it held sends of unknown outcome", 60s));
  EXPECT_TRUE(log->wait_for("sent second", 60s));
  EXPECT_EQ(log->count("sent first"), 2u);
}

TEST_F(KafkaGuarantee, RunsABatchAgainWithoutTheRecordThatFailed) {
  kafka.create("in", 1);
  kafka.create("out", 1);
  kafka.write("in", numbers(20));
  start("- route: { id: r, from: { uri: 'kafka:in?groupId=g&autoOffsetReset=earliest&transacted=true', steps: [ { to: 'kafka:out' }, { choice: { when: [ { simple: \"${body} == '7'\", "
        "steps: [ { throwException: { exceptionType: java.lang.IllegalStateException, message: no } } ] } ] } }, { log: 'done ${body}' } ] } }\n");
  EXPECT_TRUE(log->wait_for("Caused by: [java.lang.IllegalStateException - no]"));
  EXPECT_EQ(log->count("Error during processing"), 1u);
  EXPECT_TRUE(log->wait_for("done 19"));
  EXPECT_EQ(log->count("done 7"), 0u);
}

TEST_F(KafkaGuarantee, HoldsOnToAFailedRecordWithBreakOnFirstError) {
  kafka.create("in", 1);
  kafka.write("in", numbers(3));
  start("- route: { id: r, from: { uri: 'kafka:in?groupId=g&autoOffsetReset=earliest&transacted=true&breakOnFirstError=true', steps: [ { choice: { when: [ { simple: \"${body} == '1'\", "
        "steps: [ { throwException: { exceptionType: java.lang.IllegalStateException, message: no } } ] } ] } }, { log: 'done ${body}' } ] } }\n");
  EXPECT_TRUE(log->wait_for("which is tried again"));
  EXPECT_EQ(log->count("done 2"), 0u);
}

TEST_F(KafkaGuarantee, TakesSplitPartsAndOtherRoutesIntoTheTransaction) {
  kafka.create("in", 1);
  kafka.create("out", 1);
  kafka.write("in", {{.value = "a,b,c"}, {.value = "d,e,f"}});
  start("- route: { id: other, from: { uri: 'direct:other', steps: [ { to: 'kafka:out' } ] } }\n"
        "- route: { id: r, from: { uri: 'kafka:in?groupId=g&autoOffsetReset=earliest&transacted=true', steps: [ { split: { tokenize: ',', steps: [ { to: 'direct:other' } ] } } ] } }\n");
  EXPECT_THAT(values(kafka.read("out", 6, 20s, 1)), ElementsAre("a", "b", "c", "d", "e", "f"));
}

TEST_F(KafkaGuarantee, LetsAWireTapSendInATransactionOfItsOwn) {
  kafka.create("in", 1);
  kafka.create("taps", 1);
  kafka.write("in", numbers(30));
  start("- route: { id: tap, from: { uri: 'direct:tap', steps: [ { delay: { constant: 20 } }, { to: 'kafka:taps' } ] } }\n"
        "- route: { id: r, from: { uri: 'kafka:in?groupId=g&autoOffsetReset=earliest&transacted=true&autoCommitIntervalMs=10', steps: [ { wireTap: { uri: 'direct:tap' } } ] } }\n");
  EXPECT_EQ(kafka.read("taps", 30, 20s, 1).size(), 30u);
}

TEST_F(KafkaGuarantee, FailsATransactedSendOutsideOfATransaction) {
  start("");
  send(to("out?transacted=true"), "x", {}, [](Exchange& exchange) {
    EXPECT_EQ(exchange.exception.type(), "java.lang.IllegalStateException");
    EXPECT_THAT(std::string(exchange.exception.message()), HasSubstr("leave transacted out here"));
  });
}

TEST_F(KafkaGuarantee, CommitsBeforeItRunsAtMostOnce) {
  kafka.create("in", 1);
  kafka.write("in", numbers(5));
  start("- route: { id: r, from: { uri: 'kafka:in?groupId=g&autoOffsetReset=earliest&deliveryGuarantee=at-most-once', steps: [ { delay: { constant: 1000 } }, { log: 'ran ${body}' } ] } }\n");
  EXPECT_TRUE(commits("g", "in", 5));
  EXPECT_LT(log->count("ran "), 5u);  // one after the other
  EXPECT_TRUE(log->wait_for("ran 4"));
}

TEST_F(KafkaGuarantee, RunsWhatItHasCommittedBeforeItStops) {
  kafka.create("in", 1);
  kafka.create("out", 1);
  kafka.write("in", numbers(40));
  start("- route: { id: r, from: { uri: 'kafka:in?groupId=g&autoOffsetReset=earliest&deliveryGuarantee=at-most-once', steps: [ { delay: { constant: 5 } }, { to: 'kafka:out' } ] } }\n");
  EXPECT_TRUE(log->wait_for("partitions assigned"));
  EXPECT_TRUE(commits("g", "in", 40));
  stop();
  EXPECT_EQ(kafka.read("out", 40, 20s, 1).size(), 40u);
}

TEST_F(KafkaGuarantee, CommitsWhereItBegins) {
  kafka.create("in", 2);
  kafka.write("in", numbers(10, 2));
  start("- route: { id: late, from: { uri: 'kafka:in?groupId=late', steps: [ { log: 'late ${body}' } ] } }\n"
        "- route: { id: early, from: { uri: 'kafka:in?groupId=early&autoOffsetReset=earliest&autoCommitIntervalMs=600000', steps: [ { delay: { constant: 2000 } }, { log: x } ] } }\n");
  EXPECT_TRUE(commits("late", "in", 5, 0));
  EXPECT_TRUE(commits("late", "in", 5, 1));
  EXPECT_TRUE(commits("early", "in", 0, 1));
  EXPECT_EQ(log->count("late "), 0u);
}

std::string diagnose(const std::string& uri) {
  Runtime bare(registry(), {});
  Diagnostics diagnostics;
  bare.check(load_routes({std::make_shared<Source>(Source{"test.yaml", "- from: { uri: '" + uri + "', steps: [ { log: x } ] }\n"})}, {}, diagnostics), diagnostics);
  return diagnostics.text();
}

TEST(KafkaGuaranteeOptions, AreCheckedAgainstEachOther) {
  EXPECT_EQ(diagnose("kafka:in?brokers=b&transacted=true&additionalProperties.transaction.timeout.ms=20000"), "");
  EXPECT_EQ(diagnose("kafka:in?brokers=b&additionalProperties.transactional.id=x"), "");
  EXPECT_THAT(diagnose("kafka:in?brokers=b&transacted=true&allowManualCommit=true"), HasSubstr("commits by its transactions"));
  EXPECT_THAT(diagnose("kafka:in?brokers=b&transacted=true&isolationLevel=read_uncommitted"), HasSubstr("read_committed"));
  EXPECT_THAT(diagnose("kafka:in?brokers=b&transacted=true&deliveryGuarantee=at-most-once"), HasSubstr("a transacted consumer delivers exactly once"));
  EXPECT_THAT(diagnose("kafka:in?brokers=b&deliveryGuarantee=sometimes"), HasSubstr("deliveryGuarantee"));
}

TEST(KafkaInstanceName, StaysTheSameInOneProcess) {
  const std::string name = kafka::instance_name("a test's own purpose");
  EXPECT_EQ(kafka::instance_name("a test's own purpose"), name);
  EXPECT_EQ(name.substr(name.size() - 2), "-0");
}

TEST(KafkaTransactionBoard, GivesEachOfOneProcessANameOfItsOwn) {
  kafka::TransactionBoard board(1);
  EXPECT_EQ(board.claim("orders"), "orders");
  EXPECT_EQ(board.claim("orders"), "orders-2");
  board.give_back("orders");
  EXPECT_EQ(board.claim("orders"), "orders");
}

}  // namespace
}  // namespace kamel
