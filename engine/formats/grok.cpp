// grok: Grok patterns; refused.
#include "engine/formats/shared/refused.h"

namespace kamel::formats {
namespace {

constexpr Refusal kRefusal{
    "a Grok pattern library, which is not built in",
    "use simple's regex functions or tokenize",
};

constexpr Field kFields[] = {
    {.name = "allowMultipleMatchesPerLine", .type = FieldType::Bool},
    {.name = "flattened", .type = FieldType::Bool},
    {.name = "namedOnly", .type = FieldType::Bool},
    {.name = "pattern"},
};

}  // namespace

FormatSpec grok() {
  return {.name = "grok",
          .summary = "Grok patterns. Not supported: it needs a Grok pattern library, which is not built in.",
          .fields = kFields,
          .example = "grok: {pattern: \"%{WORD:w}\"}",
          .compile = refuse<kRefusal>,
          .refused = true};
}

}  // namespace kamel::formats
