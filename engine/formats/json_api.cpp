// jsonApi: JSON:API; refused.
#include "engine/formats/shared/refused.h"

namespace kamel::formats {
namespace {

constexpr Refusal kRefusal{
    "annotated Java classes",
    "use json: a JSON:API document is a map then",
};

constexpr Field kFields[] = {
    {.name = "dataFormatTypes"},
    {.name = "mainFormatType"},
};

}  // namespace

FormatSpec json_api() {
  return {.name = "jsonApi",
          .summary = "JSON:API. Not supported: it needs annotated Java classes.",
          .fields = kFields,
          .example = "jsonApi: {}",
          .compile = refuse<kRefusal>,
          .refused = true};
}

}  // namespace kamel::formats
