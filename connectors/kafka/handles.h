// Owners of librdkafka's objects, one per C type, and how a client is made.
#pragma once

#include <librdkafka/rdkafka.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "dsl/error.h"

namespace kamel {
class Context;
}

namespace kamel::kafka {

struct Destroy {
  /// Waits for its threads, and then frees what `make_client` has given it.
  void operator()(rd_kafka_t* client) const noexcept;
  void operator()(rd_kafka_conf_t* conf) const noexcept { rd_kafka_conf_destroy(conf); }
  void operator()(rd_kafka_queue_t* queue) const noexcept { rd_kafka_queue_destroy(queue); }
  void operator()(rd_kafka_topic_t* topic) const noexcept { rd_kafka_topic_destroy(topic); }
  void operator()(rd_kafka_event_t* event) const noexcept { rd_kafka_event_destroy(event); }
  void operator()(rd_kafka_error_t* error) const noexcept { rd_kafka_error_destroy(error); }
  void operator()(rd_kafka_headers_t* headers) const noexcept { rd_kafka_headers_destroy(headers); }
  void operator()(rd_kafka_topic_partition_list_t* list) const noexcept { rd_kafka_topic_partition_list_destroy(list); }
};
using ClientHandle = std::unique_ptr<rd_kafka_t, Destroy>;
using Conf = std::unique_ptr<rd_kafka_conf_t, Destroy>;
using Queue = std::unique_ptr<rd_kafka_queue_t, Destroy>;
using Topic = std::unique_ptr<rd_kafka_topic_t, Destroy>;
using Event = std::unique_ptr<rd_kafka_event_t, Destroy>;
using KafkaError = std::unique_ptr<rd_kafka_error_t, Destroy>;
using RecordHeaders = std::unique_ptr<rd_kafka_headers_t, Destroy>;
using PartitionList = std::unique_ptr<rd_kafka_topic_partition_list_t, Destroy>;

inline PartitionList make_partition_list(std::size_t expected = 0) {
  return PartitionList(rd_kafka_topic_partition_list_new(static_cast<int>(expected)));
}

/// librdkafka's own names and values, in the order in which they are to be set.
using Properties = std::vector<std::pair<std::string, std::string>>;

/// A client whose log lines go to the context's log. `events` are the RD_KAFKA_EVENT_… that it queues instead of calling back. It may outlive the context, and falls
/// silent then. Properties about tokens (token.h) are for us. Fails with ConfigException or KafkaException.
Result<ClientHandle> make_client(rd_kafka_type_t type, Properties properties, int events, Context& context);

/// Why librdkafka would not accept a property; "" when it does.
std::string rejected(const std::string& name, const std::string& value);

/// The text once and for the life of the process: topic names, which messages refer to without counting references. Any thread; takes a lock.
std::string_view interned(std::string_view text);

}  // namespace kamel::kafka
