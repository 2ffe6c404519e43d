// pgp: PGP; refused.
#include "engine/formats/shared/refused.h"

namespace kamel::formats {
namespace {

constexpr Refusal kRefusal{
    "an OpenPGP library, which is not built in",
    "use crypto for symmetric encryption, or gpg behind a service",
};

constexpr Field kFields[] = {
    {.name = "algorithm", .type = FieldType::Int},
    {.name = "armored", .type = FieldType::Bool},
    {.name = "compressionAlgorithm", .type = FieldType::Int},
    {.name = "hashAlgorithm", .type = FieldType::Int},
    {.name = "integrity", .type = FieldType::Bool},
    {.name = "keyFileName"},
    {.name = "keyUserid"},
    {.name = "password"},
    {.name = "provider"},
    {.name = "signatureKeyFileName"},
    {.name = "signatureKeyRing"},
    {.name = "signatureKeyUserid"},
    {.name = "signaturePassword"},
    {.name = "signatureVerificationOption"},
};

}  // namespace

FormatSpec pgp() {
  return {.name = "pgp",
          .summary = "PGP. Not supported: it needs an OpenPGP library, which is not built in.",
          .fields = kFields,
          .example = "pgp: {}",
          .compile = refuse<kRefusal>,
          .refused = true};
}

}  // namespace kamel::formats
