#include "connectors/kafka/start_position.h"

namespace kamel::kafka {

PartitionList settle_start(rd_kafka_t* client, rd_kafka_topic_partition_list_t& list, std::optional<bool> from_end, int patience_ms) {
  PartitionList fresh = make_partition_list(static_cast<std::size_t>(list.cnt));
  const PartitionList committed(rd_kafka_topic_partition_list_copy(&list));
  if (rd_kafka_committed(client, committed.get(), patience_ms) != RD_KAFKA_RESP_ERR_NO_ERROR) return fresh;
  for (int i = 0; i < list.cnt; ++i) {
    auto& partition = list.elems[i];
    const auto& known = committed->elems[i];
    const bool sought = partition.offset == RD_KAFKA_OFFSET_BEGINNING || partition.offset == RD_KAFKA_OFFSET_END;
    if (known.err != RD_KAFKA_RESP_ERR_NO_ERROR || (known.offset >= 0 && !sought)) continue;
    if (!sought && !from_end) continue;  // autoOffsetReset=none: the client says that there is none
    const bool at_end = sought ? partition.offset == RD_KAFKA_OFFSET_END : *from_end;
    std::int64_t first = -1, last = -1;
    if (rd_kafka_query_watermark_offsets(client, partition.topic, partition.partition, &first, &last, patience_ms) != RD_KAFKA_RESP_ERR_NO_ERROR) continue;
    partition.offset = at_end ? last : first;
    rd_kafka_topic_partition_list_add(fresh.get(), partition.topic, partition.partition)->offset = partition.offset;
  }
  return fresh;
}

}  // namespace kamel::kafka
