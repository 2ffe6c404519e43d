// fhirJson: FHIR as JSON; refused.
#include "engine/formats/shared/fhir.h"

namespace kamel::formats {
namespace {

constexpr Refusal kRefusal{
    kNeedsHapi,
    "use json: a FHIR resource is a map then",
};

}  // namespace

FormatSpec fhir_json() {
  return {.name = "fhirJson",
          .summary = "FHIR as JSON. Not supported: it needs HAPI's FHIR model, which runs in a JVM.",
          .fields = kFhirFields,
          .example = "fhirJson: {}",
          .compile = refuse<kRefusal>,
          .refused = true};
}

}  // namespace kamel::formats
