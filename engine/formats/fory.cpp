// fory: Apache Fory; refused.
#include "engine/formats/shared/refused.h"

namespace kamel::formats {
namespace {

constexpr Refusal kRefusal{
    "Java objects",
    "use json",
};

constexpr Field kFields[] = {
    {.name = "allowAutoWiredFory", .type = FieldType::Bool},
    {.name = "requireClassRegistration", .type = FieldType::Bool},
    {.name = "threadSafe", .type = FieldType::Bool},
    {.name = "unmarshalType"},
};

}  // namespace

FormatSpec fory() {
  return {.name = "fory",
          .summary = "Apache Fory. Not supported: it needs Java objects.",
          .fields = kFields,
          .example = "fory: {}",
          .compile = refuse<kRefusal>,
          .refused = true};
}

}  // namespace kamel::formats
