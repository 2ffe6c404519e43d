// The keys that tokens are verified with, as JWK sets, PEM and PKCS #12 have them.
#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/x509.h>

#include "connectors/http/jwt.h"
#include "dsl/json.h"

namespace kamel::http {
namespace {

using KeyPtr = std::shared_ptr<EVP_PKEY>;
KeyPtr own(EVP_PKEY* key) { return KeyPtr(key, EVP_PKEY_free); }

struct BuilderDeleter {
  void operator()(OSSL_PARAM_BLD* one) const { OSSL_PARAM_BLD_free(one); }
  void operator()(OSSL_PARAM* one) const { OSSL_PARAM_free(one); }
  void operator()(EVP_PKEY_CTX* one) const { EVP_PKEY_CTX_free(one); }
  void operator()(BIGNUM* one) const { BN_free(one); }
};
template <class T>
using Handle = std::unique_ptr<T, BuilderDeleter>;

KeyPtr key_from(const char* type, OSSL_PARAM_BLD* builder) {
  const Handle<OSSL_PARAM> parameters(OSSL_PARAM_BLD_to_param(builder));
  const Handle<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* key = nullptr;
  const bool made = EVP_PKEY_fromdata_init(context.get()) == 1 && EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) == 1;
  ERR_clear_error();
  return made ? own(key) : nullptr;
}

std::string member(const Map& jwk, std::string_view name) {
  const Value* value = jwk.find(name);
  return value != nullptr && value->is_text() ? value->slice().str() : std::string();
}

std::string bytes_of(const Map& jwk, std::string_view name) { return decode_base64url(member(jwk, name)).value_or(""); }

KeyPtr rsa_key(const Map& jwk) {
  const std::string n = bytes_of(jwk, "n"), e = bytes_of(jwk, "e");
  if (n.size() < 256 || e.empty()) return nullptr;  // below 2048 bits
  const auto number = [](const std::string& bytes) {
    return Handle<BIGNUM>(BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()), nullptr));
  };
  const auto modulus = number(n), exponent = number(e);
  const Handle<OSSL_PARAM_BLD> builder(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get());
  return key_from("RSA", builder.get());
}

KeyPtr ec_key(const Map& jwk) {
  const std::string curve = member(jwk, "crv"), x = bytes_of(jwk, "x"), y = bytes_of(jwk, "y");
  const std::size_t size = curve == "P-256" ? 32 : curve == "P-384" ? 48 : curve == "P-521" ? 66 : 0;
  if (size == 0 || x.size() != size || y.size() != size) return nullptr;
  const std::string point = "\x04" + x + y;
  const Handle<OSSL_PARAM_BLD> builder(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, curve.c_str(), 0);
  OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size());
  return key_from("EC", builder.get());
}

void add_jwk(const Value& value, VerificationKeys& keys) {
  if (!value.is_map()) return;
  const Map& jwk = value.map();
  if (const std::string use = member(jwk, "use"); !use.empty() && use != "sig") return;
  const std::string type = member(jwk, "kty");
  KeyPtr key = type == "RSA" ? rsa_key(jwk) : type == "EC" ? ec_key(jwk) : nullptr;
  if (key) keys.push_back({member(jwk, "kid"), member(jwk, "alg"), std::move(key)});
}

Result<VerificationKeys> read_jwks(std::string_view bytes) {
  const auto parsed = json::parse(Slice(bytes));
  VerificationKeys keys;
  if (parsed.has_error() || !parsed->is_map()) return Error("java.security.KeyStoreException", "the JWK set is no JSON object");
  const Value* list = parsed->map().find("keys");
  if (list != nullptr && list->is_list()) {
    for (const Value& jwk : list->list()) add_jwk(jwk, keys);
  } else {
    add_jwk(*parsed, keys);
  }
  if (keys.empty()) return Error("java.security.KeyStoreException", "the JWK set has no RSA key of 2048 bits or more and no EC key for signatures");
  return keys;
}

Result<VerificationKeys> read_pem(std::string_view bytes) {
  VerificationKeys keys;
  constexpr std::string_view kBegin = "-----BEGIN ";
  for (std::size_t at = bytes.find(kBegin); at != bytes.npos; at = bytes.find(kBegin, at + 1)) {
    const std::unique_ptr<BIO, int (*)(BIO*)> text(BIO_new_mem_buf(bytes.data() + at, static_cast<int>(bytes.size() - at)), BIO_free);
    if (bytes.substr(at).starts_with("-----BEGIN CERTIFICATE")) {
      const std::unique_ptr<X509, void (*)(X509*)> certificate(PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr), X509_free);
      if (certificate) keys.push_back({"", "", own(X509_get_pubkey(certificate.get()))});
    } else if (EVP_PKEY* key = PEM_read_bio_PUBKEY(text.get(), nullptr, nullptr, nullptr)) {
      keys.push_back({"", "", own(key)});
    }
  }
  ERR_clear_error();
  if (keys.empty()) return Error("java.security.KeyStoreException", "the PEM file has no public key and no certificate");
  return keys;
}

Result<VerificationKeys> read_pkcs12(std::string_view bytes, const std::string& password) {
  const auto* start = reinterpret_cast<const unsigned char*>(bytes.data());
  const std::unique_ptr<PKCS12, void (*)(PKCS12*)> store(d2i_PKCS12(nullptr, &start, static_cast<long>(bytes.size())), PKCS12_free);
  if (!store) {
    ERR_clear_error();
    return Error("java.security.KeyStoreException", "the keys are neither a JWK set nor PEM nor PKCS #12");
  }
  EVP_PKEY* key = nullptr;
  X509* certificate = nullptr;
  STACK_OF(X509)* others = nullptr;
  VerificationKeys keys;
  if (PKCS12_parse(store.get(), password.c_str(), &key, &certificate, &others) == 1) {
    if (certificate != nullptr) keys.push_back({"", "", own(X509_get_pubkey(certificate))});
    for (int i = 0; i < sk_X509_num(others); ++i) keys.push_back({"", "", own(X509_get_pubkey(sk_X509_value(others, i)))});
  }
  EVP_PKEY_free(key);
  X509_free(certificate);
  sk_X509_pop_free(others, X509_free);
  ERR_clear_error();
  if (keys.empty()) return Error("java.security.UnrecoverableKeyException", "the PKCS #12 file has no certificate, or its password is another one");
  return keys;
}

}  // namespace

Result<VerificationKeys> read_keys(std::string_view bytes, const std::string& password) {
  const std::size_t start = bytes.find_first_not_of(" \t\r\n");
  if (start != bytes.npos && bytes[start] == '{') return read_jwks(bytes);
  if (bytes.find("-----BEGIN ") != bytes.npos) return read_pem(bytes);
  return read_pkcs12(bytes, password);
}

}  // namespace kamel::http
