// An element of header kafka.RECORD_META: where a record was written.
#pragma once

#include <librdkafka/rdkafka.h>

#include "dsl/value.h"

namespace kamel::kafka {

Value make_record_metadata(const rd_kafka_message_t& report);

}  // namespace kamel::kafka
