// bindy: Bindy; refused.
#include "engine/formats/shared/refused.h"

namespace kamel::formats {
namespace {

constexpr Refusal kRefusal{
    "annotated Java classes",
    "use csv (useMaps) or univocityFixed, which give maps",
};

constexpr Field kFields[] = {
    {.name = "allowEmptyStream", .type = FieldType::Bool},
    {.name = "classType"},
    {.name = "locale"},
    {.name = "type"},
    {.name = "unwrapSingleInstance", .type = FieldType::Bool},
};

}  // namespace

FormatSpec bindy() {
  return {.name = "bindy",
          .summary = "Bindy. Not supported: it needs annotated Java classes.",
          .fields = kFields,
          .example = "bindy: {}",
          .compile = refuse<kRefusal>,
          .refused = true};
}

}  // namespace kamel::formats
