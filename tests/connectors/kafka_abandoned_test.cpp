// What is left of Kafka clients when a runtime goes without a drain.
#include <gtest/gtest.h>

#include "connectors/kafka/handles.h"
#include "tests/connectors/kafka_route.h"

namespace kamel {
namespace {

using testing::KafkaRoute;
using testing::registry;
using namespace std::chrono_literals;

class KafkaAbandoned : public KafkaRoute {};

constexpr const char* kReads = "- from: { uri: 'kafka:in?groupId=g&autoOffsetReset=earliest&sessionTimeoutMs=6000&heartbeatIntervalMs=500', steps: [ { log: 'came ${body}' } ] }\n";

// A session that stays is a leak, which the address sanitizer sees; the mock, unlike a real broker, gives the partitions of a member that serves nobody away.
TEST_F(KafkaAbandoned, ConsumersLeaveWithTheirRuntime) {
  kafka.create("in", 1);
  start(kReads);
  ASSERT_TRUE(log->wait_for("partitions assigned: in-0"));
  runtime.reset();
  log = std::make_shared<testing::KeptLog::Kept>();
  start(kReads);
  EXPECT_TRUE(log->wait_for("partitions assigned: in-0", 60s));
  kafka.write("in", {{.value = "1", .partition = 0}});
  EXPECT_TRUE(log->wait_for("came 1"));
}

// The address sanitizer sees a line that is logged to what is gone.
TEST_F(KafkaAbandoned, ClientsThatOutliveTheirContextFallSilent) {
  start("");
  auto client = kafka::make_client(RD_KAFKA_PRODUCER, {{"bootstrap.servers", kafka.brokers()}, {"debug", "broker"}}, RD_KAFKA_EVENT_ERROR, runtime->context());
  ASSERT_TRUE(client) << client.error().text();
  ASSERT_TRUE(log->wait_for("kafka: "));
  runtime.reset();
  const auto said = log->count("kafka: ");
  rd_kafka_mock_broker_set_down(kafka.cluster(), 1);
  const kafka::Queue queue(rd_kafka_queue_get_main(client->get()));
  kafka::Event event;
  for (int i = 0; i < 200 && (!event || rd_kafka_event_type(event.get()) != RD_KAFKA_EVENT_ERROR); ++i) event.reset(rd_kafka_queue_poll(queue.get(), 100));
  ASSERT_TRUE(event) << "the client has not noticed that its broker is gone, and so has logged nothing";
  EXPECT_EQ(log->count("kafka: "), said);
}

}  // namespace
}  // namespace kamel
