#include "connectors/kafka/errors.h"

#include <array>
#include <string>

namespace kamel::kafka {
namespace {

struct Name {
  rd_kafka_resp_err_t code;
  std::string_view java;
};

constexpr std::array kNames = {
    Name{RD_KAFKA_RESP_ERR__MSG_TIMED_OUT, "org.apache.kafka.common.errors.TimeoutException"},
    Name{RD_KAFKA_RESP_ERR__TIMED_OUT, "org.apache.kafka.common.errors.TimeoutException"},
    Name{RD_KAFKA_RESP_ERR__TIMED_OUT_QUEUE, "org.apache.kafka.common.errors.TimeoutException"},
    Name{RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC, "org.apache.kafka.common.errors.TimeoutException"},
    Name{RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION, "org.apache.kafka.common.errors.TimeoutException"},
    Name{RD_KAFKA_RESP_ERR__QUEUE_FULL, "org.apache.kafka.common.errors.TimeoutException"},
    Name{RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT, "org.apache.kafka.common.errors.TimeoutException"},
    Name{RD_KAFKA_RESP_ERR__TRANSPORT, "org.apache.kafka.common.errors.DisconnectException"},
    Name{RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN, "org.apache.kafka.common.errors.TimeoutException"},
    Name{RD_KAFKA_RESP_ERR__RESOLVE, "org.apache.kafka.common.config.ConfigException"},
    Name{RD_KAFKA_RESP_ERR__INVALID_ARG, "org.apache.kafka.common.errors.InvalidConfigurationException"},
    Name{RD_KAFKA_RESP_ERR__AUTHENTICATION, "org.apache.kafka.common.errors.SaslAuthenticationException"},
    Name{RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED, "org.apache.kafka.common.errors.SaslAuthenticationException"},
    Name{RD_KAFKA_RESP_ERR__SSL, "org.apache.kafka.common.errors.SslAuthenticationException"},
    Name{RD_KAFKA_RESP_ERR__FENCED, "org.apache.kafka.common.errors.ProducerFencedException"},
    Name{RD_KAFKA_RESP_ERR_PRODUCER_FENCED, "org.apache.kafka.common.errors.ProducerFencedException"},
    Name{RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID, "org.apache.kafka.common.errors.FencedInstanceIdException"},
    Name{RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH, "org.apache.kafka.common.errors.InvalidProducerEpochException"},
    Name{RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER, "org.apache.kafka.common.errors.OutOfOrderSequenceException"},
    Name{RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE, "org.apache.kafka.common.errors.RecordTooLargeException"},
    Name{RD_KAFKA_RESP_ERR_RECORD_LIST_TOO_LARGE, "org.apache.kafka.common.errors.RecordBatchTooLargeException"},
    Name{RD_KAFKA_RESP_ERR_INVALID_MSG, "org.apache.kafka.common.errors.CorruptRecordException"},
    Name{RD_KAFKA_RESP_ERR_INVALID_RECORD, "org.apache.kafka.common.InvalidRecordException"},
    Name{RD_KAFKA_RESP_ERR_INVALID_TIMESTAMP, "org.apache.kafka.common.errors.InvalidTimestampException"},
    Name{RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, "org.apache.kafka.common.errors.UnknownTopicOrPartitionException"},
    Name{RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION, "org.apache.kafka.common.errors.InvalidTopicException"},
    Name{RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE, "org.apache.kafka.common.errors.LeaderNotAvailableException"},
    Name{RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION, "org.apache.kafka.common.errors.NotLeaderOrFollowerException"},
    Name{RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS, "org.apache.kafka.common.errors.NotEnoughReplicasException"},
    Name{RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS_AFTER_APPEND, "org.apache.kafka.common.errors.NotEnoughReplicasAfterAppendException"},
    Name{RD_KAFKA_RESP_ERR_INVALID_REQUIRED_ACKS, "org.apache.kafka.common.errors.InvalidRequiredAcksException"},
    Name{RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, "org.apache.kafka.common.errors.TopicAuthorizationException"},
    Name{RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED, "org.apache.kafka.common.errors.GroupAuthorizationException"},
    Name{RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED, "org.apache.kafka.common.errors.ClusterAuthorizationException"},
    Name{RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED, "org.apache.kafka.common.errors.TransactionalIdAuthorizationException"},
    Name{RD_KAFKA_RESP_ERR_UNSUPPORTED_VERSION, "org.apache.kafka.common.errors.UnsupportedVersionException"},
    Name{RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE, "org.apache.kafka.clients.consumer.OffsetOutOfRangeException"},
    Name{RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET, "org.apache.kafka.clients.consumer.NoOffsetForPartitionException"},
    Name{RD_KAFKA_RESP_ERR__MAX_POLL_EXCEEDED, "org.apache.kafka.clients.consumer.CommitFailedException"},
    Name{RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID, "org.apache.kafka.clients.consumer.CommitFailedException"},
    Name{RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION, "org.apache.kafka.clients.consumer.CommitFailedException"},
    Name{RD_KAFKA_RESP_ERR_REBALANCE_IN_PROGRESS, "org.apache.kafka.common.errors.RebalanceInProgressException"},
    Name{RD_KAFKA_RESP_ERR_INCONSISTENT_GROUP_PROTOCOL, "org.apache.kafka.common.errors.InconsistentGroupProtocolException"},
    Name{RD_KAFKA_RESP_ERR_UNKNOWN, "org.apache.kafka.common.errors.UnknownServerException"},
};

}  // namespace

std::string_view java_exception(rd_kafka_resp_err_t code) noexcept {
  for (const Name& name : kNames) {
    if (name.code == code) return name.java;
  }
  return "org.apache.kafka.common.KafkaException";
}

Error make_error(rd_kafka_resp_err_t code) { return make_error(code, rd_kafka_err2str(code)); }

Error make_error(rd_kafka_resp_err_t code, std::string message) { return Error(java_exception(code), std::move(message)); }

Error delivery_error(rd_kafka_resp_err_t code, std::string_view topic, std::int64_t timeout_ms) {
  switch (code) {
    case RD_KAFKA_RESP_ERR__MSG_TIMED_OUT:
      return make_error(code, "Expiring 1 record(s) for " + std::string(topic) + ":" + std::to_string(timeout_ms) + " ms has passed since batch creation");
    case RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC:
    case RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION:
      return make_error(code, "Topic " + std::string(topic) + " not present in metadata");
    default:
      return make_error(code, std::string(rd_kafka_err2str(code)) + " (topic " + std::string(topic) + ")");
  }
}

}  // namespace kamel::kafka
