// soap: SOAP; refused.
#include "engine/formats/shared/refused.h"

namespace kamel::formats {
namespace {

constexpr Refusal kRefusal{
    "annotated Java classes",
    "build the envelope with setBody, read it with xpath",
};

constexpr Field kFields[] = {
    {.name = "contextPath"},
    {.name = "elementNameStrategyRef"},
    {.name = "encoding"},
    {.name = "namespacePrefixRef"},
    {.name = "schema"},
    {.name = "version"},
};

}  // namespace

FormatSpec soap() {
  return {.name = "soap",
          .summary = "SOAP. Not supported: it needs annotated Java classes.",
          .fields = kFields,
          .example = "soap: {contextPath: com.acme}",
          .compile = refuse<kRefusal>,
          .refused = true};
}

}  // namespace kamel::formats
