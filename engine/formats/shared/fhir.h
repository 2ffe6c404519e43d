// What fhirJson and fhirXml have in common: the options of HAPI's parsers, and why they are refused.
#pragma once

#include "engine/formats/shared/refused.h"

namespace kamel::formats {

inline constexpr std::string_view kNeedsHapi = "HAPI's FHIR model, which runs in a JVM";

inline constexpr Field kFhirFields[] = {
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

}  // namespace kamel::formats
