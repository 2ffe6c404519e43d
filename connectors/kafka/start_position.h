// Where a consumer begins in partitions of which its group has committed nothing.
#pragma once

#include <librdkafka/rdkafka.h>

#include <optional>

#include "connectors/kafka/handles.h"

namespace kamel::kafka {

/// Gives each partition in `list` without a committed offset, and each that has been sought, an offset of its own instead of "the end" or "the beginning", and returns
/// those. Committed, they show how far the group is behind (by which it is scaled) from the first moment on; and a record that comes between the assignment and the
/// first fetch is not missed. Asks the brokers, and blocks for `patience_ms` at most for each question; a partition that could not be asked for stays as it was.
PartitionList settle_start(rd_kafka_t* client, rd_kafka_topic_partition_list_t& list, std::optional<bool> from_end, int patience_ms);

}  // namespace kamel::kafka
