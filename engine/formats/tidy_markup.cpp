// tidyMarkup: tidied HTML; refused.
#include "engine/formats/shared/refused.h"

namespace kamel::formats {
namespace {

constexpr Refusal kRefusal{
    "TagSoup, which runs in a JVM",
    "call a service that speaks it, over HTTP or Kafka",
};

constexpr Field kFields[] = {
    {.name = "dataObjectType"},
    {.name = "omitXmlDeclaration", .type = FieldType::Bool},
};

}  // namespace

FormatSpec tidy_markup() {
  return {.name = "tidyMarkup",
          .summary = "Tidied HTML. Not supported: it needs TagSoup, which runs in a JVM.",
          .fields = kFields,
          .example = "tidyMarkup: {}",
          .compile = refuse<kRefusal>,
          .refused = true};
}

}  // namespace kamel::formats
