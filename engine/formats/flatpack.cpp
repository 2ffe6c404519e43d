// flatpack: Flatpack; refused.
#include "engine/formats/shared/refused.h"

namespace kamel::formats {
namespace {

constexpr Refusal kRefusal{
    "the Flatpack library, which runs in a JVM",
    "use csv or univocityFixed",
};

constexpr Field kFields[] = {
    {.name = "allowShortLines", .type = FieldType::Bool},
    {.name = "definition"},
    {.name = "delimiter"},
    {.name = "fixed", .type = FieldType::Bool},
    {.name = "ignoreExtraColumns", .type = FieldType::Bool},
    {.name = "ignoreFirstRecord", .type = FieldType::Bool},
    {.name = "parserFactoryRef"},
    {.name = "textQualifier"},
};

}  // namespace

FormatSpec flatpack() {
  return {.name = "flatpack",
          .summary = "Flatpack. Not supported: it needs the Flatpack library, which runs in a JVM.",
          .fields = kFields,
          .example = "flatpack: {}",
          .compile = refuse<kRefusal>,
          .refused = true};
}

}  // namespace kamel::formats
