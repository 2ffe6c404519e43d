// xmlSecurity: XML security; refused.
#include "engine/formats/shared/refused.h"

namespace kamel::formats {
namespace {

constexpr Refusal kRefusal{
    "Apache Santuario, which runs in a JVM",
    "use crypto on the whole body",
};

constexpr Field kFields[] = {
    {.name = "addKeyValueForEncryptedKey", .type = FieldType::Bool},
    {.name = "digestAlgorithm"},
    {.name = "keyCipherAlgorithm"},
    {.name = "keyOrTrustStoreParametersRef"},
    {.name = "keyPassword"},
    {.name = "mgfAlgorithm"},
    {.name = "passPhrase"},
    {.name = "passPhraseByte"},
    {.name = "recipientKeyAlias"},
    {.name = "secureTag"},
    {.name = "secureTagContents", .type = FieldType::Bool},
    {.name = "xmlCipherAlgorithm"},
};

}  // namespace

FormatSpec xml_security() {
  return {.name = "xmlSecurity",
          .summary = "XML security. Not supported: it needs Apache Santuario, which runs in a JVM.",
          .fields = kFields,
          .example = "xmlSecurity: {}",
          .compile = refuse<kRefusal>,
          .refused = true};
}

}  // namespace kamel::formats
