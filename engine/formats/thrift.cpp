// thrift: Thrift; refused.
#include "engine/formats/shared/refused.h"

namespace kamel::formats {
namespace {

constexpr Refusal kRefusal{
    "Java classes generated from the .thrift file",
    "send JSON",
};

constexpr Field kFields[] = {
    {.name = "contentTypeFormat"},
    {.name = "contentTypeHeader", .type = FieldType::Bool},
    {.name = "instanceClass"},
};

}  // namespace

FormatSpec thrift() {
  return {.name = "thrift",
          .summary = "Thrift. Not supported: it needs Java classes generated from the .thrift file.",
          .fields = kFields,
          .example = "thrift: {}",
          .compile = refuse<kRefusal>,
          .refused = true};
}

}  // namespace kamel::formats
