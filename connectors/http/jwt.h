// JSON Web Tokens: signed claims, and the keys that they are signed with.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/error.h"
#include "dsl/value.h"

struct evp_pkey_st;

namespace kamel::http {

/// A key that verifies signatures.
struct VerificationKey {
  std::string id;         // kid; "": any token may have been signed with it
  std::string algorithm;  // alg; "": whatever its type can
  std::shared_ptr<evp_pkey_st> key;
};
using VerificationKeys = std::vector<VerificationKey>;

/// The keys of a JWK set (RFC 7517; RSA and EC, others are left out), of PEM text (public keys, certificates), or of a PKCS #12 file.
Result<VerificationKeys> read_keys(std::string_view bytes, const std::string& password);

/// RFC 7515's base64url, without padding; nullopt for anything else.
std::optional<std::string> decode_base64url(std::string_view text);
/// RFC 4648's base64 with padding (of Basic authentication); nullopt for anything else.
std::optional<std::string> decode_base64(std::string_view text);

struct ClaimRules {
  std::string issuer;                  // "": any
  std::vector<std::string> audiences;  // one of them must be in `aud`; none: any
  std::int64_t leeway_seconds = 30;    // of clocks that differ
};

/// The claims of a token (a map) whose signature one of the keys verifies and that holds now. RS, PS and ES with 256, 384 and 512; never `none`, and never HS,
/// where who can verify can also sign. The error says why not, without anything of the token. Any thread.
Result<Value> verify_token(std::string_view token, const VerificationKeys& keys, const ClaimRules& rules, std::int64_t now_seconds);

}  // namespace kamel::http
