// cbor: CBOR; refused.
#include "engine/formats/shared/refused.h"

namespace kamel::formats {
namespace {

constexpr Refusal kRefusal{
    "a CBOR reader, which is not built in",
    "send JSON",
};

constexpr Field kFields[] = {
    {.name = "allowJmsType", .type = FieldType::Bool},
    {.name = "allowUnmarshallType", .type = FieldType::Bool},
    {.name = "collectionType"},
    {.name = "disableFeatures"},
    {.name = "enableFeatures"},
    {.name = "objectMapper"},
    {.name = "prettyPrint", .type = FieldType::Bool},
    {.name = "unmarshalType"},
    {.name = "useDefaultObjectMapper", .type = FieldType::Bool},
    {.name = "useList", .type = FieldType::Bool},
};

}  // namespace

FormatSpec cbor() {
  return {.name = "cbor",
          .summary = "CBOR. Not supported: it needs a CBOR reader, which is not built in.",
          .fields = kFields,
          .example = "cbor: {}",
          .compile = refuse<kRefusal>,
          .refused = true};
}

}  // namespace kamel::formats
