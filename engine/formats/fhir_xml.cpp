// fhirXml: FHIR as XML; refused.
#include "engine/formats/shared/refused.h"

namespace kamel::formats {
namespace {

constexpr Refusal kRefusal{
    "HAPI's FHIR model, which runs in a JVM",
    "use jacksonXml or xpath",
};

constexpr Field kFields[] = {
    {.name = "contentTypeHeader", .type = FieldType::Bool},
    {.name = "dontEncodeElements"},
    {.name = "dontStripVersionsFromReferencesAtPaths"},
    {.name = "encodeElements"},
    {.name = "encodeElementsAppliesToChildResourcesOnly", .type = FieldType::Bool},
    {.name = "fhirContext"},
    {.name = "fhirVersion"},
    {.name = "forceResourceId"},
    {.name = "omitResourceId", .type = FieldType::Bool},
    {.name = "overrideResourceIdWithBundleEntryFullUrl", .type = FieldType::Bool},
    {.name = "parserErrorHandler"},
    {.name = "parserOptions"},
    {.name = "preferTypes"},
    {.name = "prettyPrint", .type = FieldType::Bool},
    {.name = "serverBaseUrl"},
    {.name = "stripVersionsFromReferences", .type = FieldType::Bool},
    {.name = "summaryMode", .type = FieldType::Bool},
    {.name = "suppressNarratives", .type = FieldType::Bool},
};

}  // namespace

FormatSpec fhir_xml() {
  return {.name = "fhirXml",
          .summary = "FHIR as XML. Not supported: it needs HAPI's FHIR model, which runs in a JVM.",
          .fields = kFields,
          .example = "fhirXml: {}",
          .compile = refuse<kRefusal>,
          .refused = true};
}

}  // namespace kamel::formats
