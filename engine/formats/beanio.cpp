// beanio: BeanIO; refused.
#include "engine/formats/shared/refused.h"

namespace kamel::formats {
namespace {

constexpr Refusal kRefusal{
    "Java classes and a BeanIO mapping",
    "use csv or univocityFixed, which give maps",
};

constexpr Field kFields[] = {
    {.name = "beanReaderErrorHandlerType"},
    {.name = "encoding"},
    {.name = "ignoreInvalidRecords", .type = FieldType::Bool},
    {.name = "ignoreUnexpectedRecords", .type = FieldType::Bool},
    {.name = "ignoreUnidentifiedRecords", .type = FieldType::Bool},
    {.name = "mapping"},
    {.name = "streamName"},
    {.name = "unmarshalSingleObject", .type = FieldType::Bool},
};

}  // namespace

FormatSpec beanio() {
  return {.name = "beanio",
          .summary = "BeanIO. Not supported: it needs Java classes and a BeanIO mapping.",
          .fields = kFields,
          .example = "beanio: {mapping: m.xml, streamName: s}",
          .compile = refuse<kRefusal>,
          .refused = true};
}

}  // namespace kamel::formats
