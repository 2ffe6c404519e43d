// crypto: symmetric encryption by Java's cryptography; refused, since its key is always a Java object.
#include "engine/formats/shared/refused.h"

namespace kamel::formats {
namespace {

constexpr Refusal kRefusal{
    "a java.security.Key bean (keyRef, or the header CamelCryptoKey), and there are no Java objects here",
    "encrypt at the transport (TLS), or call a service that holds the key",
};

constexpr Field kFields[] = {
    {.name = "algorithm"},
    {.name = "algorithmParameterRef"},
    {.name = "bufferSize", .type = FieldType::Int},
    {.name = "cryptoProvider"},
    {.name = "initVectorRef"},
    {.name = "inline", .type = FieldType::Bool},
    {.name = "keyRef"},
    {.name = "macAlgorithm"},
    {.name = "shouldAppendHMAC", .type = FieldType::Bool},
};

}  // namespace

FormatSpec crypto() {
  return {.name = "crypto",
          .summary = "Symmetric encryption. Not supported: its key is a Java object.",
          .fields = kFields,
          .example = "crypto: {algorithm: AES, keyRef: key}",
          .compile = refuse<kRefusal>,
          .refused = true};
}

}  // namespace kamel::formats
