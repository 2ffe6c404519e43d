// parquetAvro: Parquet; refused.
#include "engine/formats/shared/refused.h"

namespace kamel::formats {
namespace {

constexpr Refusal kRefusal{
    "Parquet's and Avro's Java libraries",
    "call a service that speaks it, over HTTP or Kafka",
};

constexpr Field kFields[] = {
    {.name = "compressionCodecName"},
    {.name = "lazyLoad", .type = FieldType::Bool},
    {.name = "unmarshalType"},
};

}  // namespace

FormatSpec parquet_avro() {
  return {.name = "parquetAvro",
          .summary = "Parquet. Not supported: it needs Parquet's and Avro's Java libraries.",
          .fields = kFields,
          .example = "parquetAvro: {}",
          .compile = refuse<kRefusal>,
          .refused = true};
}

}  // namespace kamel::formats
