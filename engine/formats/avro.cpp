// avro: Avro; refused.
#include "engine/formats/shared/refused.h"

namespace kamel::formats {
namespace {

constexpr Refusal kRefusal{
    "an Avro schema and its Java library",
    "send JSON, or let a Kafka Connect converter do it",
};

constexpr Field kFields[] = {
    {.name = "allowJmsType", .type = FieldType::Bool},
    {.name = "allowUnmarshallType", .type = FieldType::Bool},
    {.name = "autoDiscoverObjectMapper", .type = FieldType::Bool},
    {.name = "autoDiscoverSchemaResolver", .type = FieldType::Bool},
    {.name = "collectionType"},
    {.name = "contentTypeHeader", .type = FieldType::Bool},
    {.name = "disableFeatures"},
    {.name = "enableFeatures"},
    {.name = "include"},
    {.name = "instanceClassName"},
    {.name = "jsonView"},
    {.name = "library"},
    {.name = "moduleClassNames"},
    {.name = "moduleRefs"},
    {.name = "objectMapper"},
    {.name = "schemaResolver"},
    {.name = "timezone"},
    {.name = "unmarshalType"},
    {.name = "useDefaultObjectMapper", .type = FieldType::Bool},
    {.name = "useList", .type = FieldType::Bool},
};

}  // namespace

FormatSpec avro() {
  return {.name = "avro",
          .summary = "Avro. Not supported: it needs an Avro schema and its Java library.",
          .fields = kFields,
          .example = "avro: {}",
          .compile = refuse<kRefusal>,
          .refused = true};
}

}  // namespace kamel::formats
