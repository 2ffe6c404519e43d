// jaxb: JAXB; refused.
#include "engine/formats/shared/refused.h"

namespace kamel::formats {
namespace {

constexpr Refusal kRefusal{
    "annotated Java classes",
    "use jacksonXml, or xpath on the XML itself",
};

constexpr Field kFields[] = {
    {.name = "accessExternalSchemaProtocols"},
    {.name = "contentTypeHeader", .type = FieldType::Bool},
    {.name = "contextPath"},
    {.name = "contextPathIsClassName", .type = FieldType::Bool},
    {.name = "encoding"},
    {.name = "filterNonXmlChars", .type = FieldType::Bool},
    {.name = "fragment", .type = FieldType::Bool},
    {.name = "ignoreJAXBElement", .type = FieldType::Bool},
    {.name = "jaxbProviderProperties"},
    {.name = "mustBeJAXBElement", .type = FieldType::Bool},
    {.name = "namespacePrefixRef"},
    {.name = "noNamespaceSchemaLocation"},
    {.name = "objectFactory", .type = FieldType::Bool},
    {.name = "partClass"},
    {.name = "partNamespace"},
    {.name = "prettyPrint", .type = FieldType::Bool},
    {.name = "schema"},
    {.name = "schemaLocation"},
    {.name = "schemaSeverityLevel"},
    {.name = "xmlStreamWriterWrapper"},
};

}  // namespace

FormatSpec jaxb() {
  return {.name = "jaxb",
          .summary = "JAXB. Not supported: it needs annotated Java classes.",
          .fields = kFields,
          .example = "jaxb: {contextPath: com.acme}",
          .compile = refuse<kRefusal>,
          .refused = true};
}

}  // namespace kamel::formats
