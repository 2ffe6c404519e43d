#include "connectors/http/jwt.h"

#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <array>

#include "dsl/json.h"

namespace kamel::http {
namespace {

Error refused(std::string why) { return Error("java.security.GeneralSecurityException", std::move(why)); }

std::optional<std::string> decode(std::string_view text, char plus, char slash) {
  std::string out;
  std::uint32_t bits = 0;
  int have = 0;
  for (const char c : text) {
    int value = -1;
    if (c >= 'A' && c <= 'Z') value = c - 'A';
    if (c >= 'a' && c <= 'z') value = c - 'a' + 26;
    if (c >= '0' && c <= '9') value = c - '0' + 52;
    if (c == plus) value = 62;
    if (c == slash) value = 63;
    if (value < 0) return std::nullopt;
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    have += 6;
    if (have < 8) continue;
    have -= 8;
    out += static_cast<char>(bits >> have & 0xFF);
  }
  if (text.size() % 4 == 1) return std::nullopt;
  return out;
}

struct Algorithm {
  std::string_view name;
  int type;  // EVP_PKEY_RSA, EVP_PKEY_EC
  const EVP_MD* (*digest)();
  bool pss;
  std::size_t half;  // EC: bytes of r, and of s
};
constexpr auto kAlgorithms = std::to_array<Algorithm>({
    {"RS256", EVP_PKEY_RSA, EVP_sha256, false, 0}, {"RS384", EVP_PKEY_RSA, EVP_sha384, false, 0}, {"RS512", EVP_PKEY_RSA, EVP_sha512, false, 0},
    {"PS256", EVP_PKEY_RSA, EVP_sha256, true, 0},  {"PS384", EVP_PKEY_RSA, EVP_sha384, true, 0},  {"PS512", EVP_PKEY_RSA, EVP_sha512, true, 0},
    {"ES256", EVP_PKEY_EC, EVP_sha256, false, 32}, {"ES384", EVP_PKEY_EC, EVP_sha384, false, 48}, {"ES512", EVP_PKEY_EC, EVP_sha512, false, 66},
});

/// JWS has r and s side by side, OpenSSL wants them in DER.
std::optional<std::string> der_signature(std::string_view raw, std::size_t half) {
  if (raw.size() != 2 * half) return std::nullopt;
  const auto* bytes = reinterpret_cast<const unsigned char*>(raw.data());
  const std::unique_ptr<ECDSA_SIG, void (*)(ECDSA_SIG*)> signature(ECDSA_SIG_new(), ECDSA_SIG_free);
  ECDSA_SIG_set0(signature.get(), BN_bin2bn(bytes, static_cast<int>(half), nullptr), BN_bin2bn(bytes + half, static_cast<int>(half), nullptr));
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(signature.get(), &der);
  if (size <= 0) return std::nullopt;
  std::string out(reinterpret_cast<char*>(der), static_cast<std::size_t>(size));
  OPENSSL_free(der);
  return out;
}

bool verifies(const VerificationKey& key, const Algorithm& algorithm, std::string_view signed_part, std::string_view signature) {
  if (EVP_PKEY_get_base_id(key.key.get()) != algorithm.type) return false;
  if (algorithm.half != 0 && static_cast<std::size_t>((EVP_PKEY_get_bits(key.key.get()) + 7) / 8) != algorithm.half) return false;
  std::string der(signature);
  if (algorithm.half != 0) {
    auto converted = der_signature(signature, algorithm.half);
    if (!converted) return false;
    der = std::move(*converted);
  }
  const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  EVP_PKEY_CTX* parameters = nullptr;
  bool fine = EVP_DigestVerifyInit(context.get(), &parameters, algorithm.digest(), nullptr, key.key.get()) == 1;
  if (fine && algorithm.pss)
    fine = EVP_PKEY_CTX_set_rsa_padding(parameters, RSA_PKCS1_PSS_PADDING) == 1 && EVP_PKEY_CTX_set_rsa_pss_saltlen(parameters, RSA_PSS_SALTLEN_DIGEST) == 1;
  const auto* bytes = reinterpret_cast<const unsigned char*>(signed_part.data());
  fine = fine && EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(der.data()), der.size(), bytes, signed_part.size()) == 1;
  ERR_clear_error();
  return fine;
}

std::string text_of(const Map& map, std::string_view name) {
  const Value* value = map.find(name);
  return value != nullptr && value->is_text() ? value->slice().str() : std::string();
}

std::optional<double> time_of(const Map& claims, std::string_view name) {
  const Value* value = claims.find(name);
  if (value == nullptr) return std::nullopt;
  return value->is_number() ? value->number() : -1;  // what is no time is over
}

bool meant_for(const Map& claims, const std::vector<std::string>& audiences) {
  if (audiences.empty()) return true;
  const Value* given = claims.find("aud");
  if (given == nullptr) return false;
  const auto known = [&](const Value& one) { return one.is_text() && std::ranges::find(audiences, one.slice().view()) != audiences.end(); };
  return given->is_list() ? std::ranges::any_of(given->list(), known) : known(*given);
}

Result<> check_claims(const Map& claims, const ClaimRules& rules, std::int64_t now) {
  const auto at = static_cast<double>(now);
  const auto leeway = static_cast<double>(rules.leeway_seconds);
  if (const auto expires = time_of(claims, "exp"); expires && at >= *expires + leeway) return refused("the token has expired");
  if (const auto starts = time_of(claims, "nbf"); starts && (*starts < 0 || at + leeway < *starts)) return refused("the token is not valid yet");
  if (!rules.issuer.empty() && text_of(claims, "iss") != rules.issuer) return refused("the token is from another issuer");
  if (!meant_for(claims, rules.audiences)) return refused("the token is for another audience");
  return {};
}

Result<Value> json_object(std::string_view encoded) {
  const auto text = decode_base64url(encoded);
  if (!text) return refused("the token is malformed");
  auto value = json::parse(Slice(*text));
  if (value.has_error() || !value->is_map()) return refused("the token is malformed");
  return value;
}

}  // namespace

std::optional<std::string> decode_base64url(std::string_view text) { return decode(text, '-', '_'); }

std::optional<std::string> decode_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
  return decode(text, '+', '/');
}

Result<Value> verify_token(std::string_view token, const VerificationKeys& keys, const ClaimRules& rules, std::int64_t now_seconds) {
  const std::size_t first = token.find('.'), second = token.find('.', first == token.npos ? first : first + 1);
  if (second == token.npos || token.find('.', second + 1) != token.npos) return refused("the token is malformed");
  const auto header = json_object(token.substr(0, first));
  if (header.has_error()) return header.error();
  const std::string name = text_of(header->map(), "alg"), id = text_of(header->map(), "kid");
  const auto algorithm = std::ranges::find(kAlgorithms, name, &Algorithm::name);
  if (algorithm == kAlgorithms.end()) return refused("the token's algorithm is not taken: RS256, PS256 and ES256, and those with 384 and 512, are");
  if (header->map().find("crit") != nullptr) return refused("the token has critical extensions, and none is known");
  const auto signature = decode_base64url(token.substr(second + 1));
  if (!signature) return refused("the token is malformed");
  const bool verified = std::ranges::any_of(keys, [&](const VerificationKey& key) {
    if (!id.empty() && !key.id.empty() && key.id != id) return false;
    return (key.algorithm.empty() || key.algorithm == name) && verifies(key, *algorithm, token.substr(0, second), *signature);
  });
  if (!verified) return refused("the token's signature is not that of a known key");
  auto claims = json_object(token.substr(first + 1, second - first - 1));
  if (claims.has_error()) return claims.error();
  if (auto held = check_claims(claims->map(), rules, now_seconds); held.has_error()) return held.error();
  return claims;
}

}  // namespace kamel::http
