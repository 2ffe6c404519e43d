// fhirXml: FHIR as XML; refused.
#include "engine/formats/shared/fhir.h"

namespace kamel::formats {
namespace {

constexpr Refusal kRefusal{
    kNeedsHapi,
    "use jacksonXml or xpath",
};

}  // namespace

FormatSpec fhir_xml() {
  return {.name = "fhirXml",
          .summary = "FHIR as XML. Not supported: it needs HAPI's FHIR model, which runs in a JVM.",
          .fields = kFhirFields,
          .example = "fhirXml: {}",
          .compile = refuse<kRefusal>,
          .refused = true};
}

}  // namespace kamel::formats
