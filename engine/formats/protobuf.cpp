// protobuf: Protocol Buffers; refused.
#include "engine/formats/shared/refused.h"

namespace kamel::formats {
namespace {

constexpr Refusal kRefusal{
    "Java classes generated from the .proto file",
    "send JSON, or let a Kafka Connect converter do it",
};

constexpr Field kFields[] = {
    {.name = "allowJmsType", .type = FieldType::Bool},
    {.name = "allowUnmarshallType", .type = FieldType::Bool},
    {.name = "autoDiscoverObjectMapper", .type = FieldType::Bool},
    {.name = "autoDiscoverSchemaResolver", .type = FieldType::Bool},
    {.name = "collectionType"},
    {.name = "contentTypeFormat"},
    {.name = "contentTypeHeader", .type = FieldType::Bool},
    {.name = "disableFeatures"},
    {.name = "enableFeatures"},
    {.name = "include"},
    {.name = "instanceClass"},
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

FormatSpec protobuf() {
  return {.name = "protobuf",
          .summary = "Protocol Buffers. Not supported: it needs Java classes generated from the .proto file.",
          .fields = kFields,
          .example = "protobuf: {}",
          .compile = refuse<kRefusal>,
          .refused = true};
}

}  // namespace kamel::formats
