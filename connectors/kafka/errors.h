// librdkafka's error codes as the exceptions of the Java client, which existing routes catch.
#pragma once

#include <librdkafka/rdkafka.h>

#include <string_view>

#include "dsl/error.h"

namespace kamel::kafka {

/// The Java class for a code; org.apache.kafka.common.KafkaException for one that has none of its own.
std::string_view java_exception(rd_kafka_resp_err_t code) noexcept;

Error make_error(rd_kafka_resp_err_t code);
/// With words of our own.
Error make_error(rd_kafka_resp_err_t code, std::string message);
/// For a record that was not delivered to `topic`, in the Java client's words where users know them.
Error delivery_error(rd_kafka_resp_err_t code, std::string_view topic, std::int64_t timeout_ms);

}  // namespace kamel::kafka
