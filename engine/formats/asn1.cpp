// asn1: ASN.1; refused.
#include "engine/formats/shared/refused.h"

namespace kamel::formats {
namespace {

constexpr Refusal kRefusal{
    "Java classes generated from the ASN.1 module",
    "call a service that speaks it, over HTTP or Kafka",
};

constexpr Field kFields[] = {
    {.name = "unmarshalType"},
    {.name = "usingIterator", .type = FieldType::Bool},
};

}  // namespace

FormatSpec asn1() {
  return {.name = "asn1",
          .summary = "ASN.1. Not supported: it needs Java classes generated from the ASN.1 module.",
          .fields = kFields,
          .example = "asn1: {}",
          .compile = refuse<kRefusal>,
          .refused = true};
}

}  // namespace kamel::formats
