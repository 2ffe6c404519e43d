#include "operator/admin/certificates.h"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <memory>

namespace kamel::cluster {
namespace {

constexpr long kDay = 24L * 3600;

struct Free {
  void operator()(EVP_PKEY* key) const noexcept { EVP_PKEY_free(key); }
  void operator()(X509* certificate) const noexcept { X509_free(certificate); }
  void operator()(BIO* bio) const noexcept { BIO_free(bio); }
  void operator()(X509_EXTENSION* extension) const noexcept { X509_EXTENSION_free(extension); }
};
using Key = std::unique_ptr<EVP_PKEY, Free>;
using Certificate = std::unique_ptr<X509, Free>;
using Bio = std::unique_ptr<BIO, Free>;

kube::Failure failed(const char* what) {
  char text[200] = "";
  if (const auto code = ERR_get_error(); code != 0) ERR_error_string_n(code, text, sizeof text);
  return kube::Failure(0, "", std::string("certificates: ") + what + ": " + text);
}

std::string text_of(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return std::string(data, static_cast<std::size_t>(size));
}

std::string pem(X509* certificate) {
  const Bio bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(bio.get(), certificate);
  return text_of(bio.get());
}

std::string pem(EVP_PKEY* key) {
  const Bio bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_PKCS8PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
  return text_of(bio.get());
}

Certificate read_certificate(const std::string& text) {
  const Bio bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
  return Certificate(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
}

Key read_key(const std::string& text) {
  const Bio bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
  return Key(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
}

bool extend(X509* certificate, X509* issuer, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const std::unique_ptr<X509_EXTENSION, Free> extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
  return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

// A certificate for `key` with what all of ours have; the extensions and the signature are still to come.
Certificate blank(EVP_PKEY* key, const std::string& name, long days) {
  Certificate out(X509_new());
  unsigned char serial[16];
  RAND_bytes(serial, sizeof serial);
  serial[0] &= 0x7f;
  BIGNUM* number = BN_bin2bn(serial, sizeof serial, nullptr);
  BN_to_ASN1_INTEGER(number, X509_get_serialNumber(out.get()));
  BN_free(number);
  X509_set_version(out.get(), 2);
  X509_gmtime_adj(X509_getm_notBefore(out.get()), -300);  // clocks differ
  X509_gmtime_adj(X509_getm_notAfter(out.get()), days * kDay);
  X509_set_pubkey(out.get(), key);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(out.get()), "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(name.substr(0, 64).c_str()),
                             -1, -1, 0);
  return out;
}

}  // namespace

kube::Outcome<KeyPair> make_authority() {
  const Key key(EVP_EC_gen("P-256"));
  if (!key) return failed("no key");
  const Certificate made = blank(key.get(), "kamel admin authority", 3650);
  X509* cert = made.get();
  X509_set_issuer_name(cert, X509_get_subject_name(cert));
  if (!extend(cert, cert, NID_basic_constraints, "critical,CA:TRUE,pathlen:0") || !extend(cert, cert, NID_key_usage, "critical,keyCertSign") ||
      !extend(cert, cert, NID_subject_key_identifier, "hash") || X509_sign(cert, key.get(), EVP_sha256()) == 0)
    return failed("the authority");
  return KeyPair{pem(cert), pem(key.get())};
}

kube::Outcome<KeyPair> issue(const KeyPair& authority, Purpose purpose, const std::string& name) {
  const Certificate issuer = read_certificate(authority.certificate);
  const Key signer = read_key(authority.key);
  const Key key(EVP_EC_gen("P-256"));
  if (!issuer || !signer || !key) return failed("the authority cannot be read");
  const Certificate made = blank(key.get(), name, 365);
  X509* cert = made.get();
  X509_set_issuer_name(cert, X509_get_subject_name(issuer.get()));
  const bool server = purpose == Purpose::Server;
  if (!extend(cert, issuer.get(), NID_basic_constraints, "critical,CA:FALSE") || !extend(cert, issuer.get(), NID_key_usage, "critical,digitalSignature") ||
      !extend(cert, issuer.get(), NID_ext_key_usage, server ? "serverAuth" : "clientAuth") ||
      (server && !extend(cert, issuer.get(), NID_subject_alt_name, "DNS:" + name)) ||
      !extend(cert, issuer.get(), NID_authority_key_identifier, "keyid") || X509_sign(cert, signer.get(), EVP_sha256()) == 0)
    return failed("a certificate");
  return KeyPair{pem(cert), pem(key.get())};
}

std::chrono::seconds time_left(const std::string& certificate, const std::string& authority_certificate) {
  const Certificate cert = read_certificate(certificate);
  const Certificate issuer = read_certificate(authority_certificate);
  int days = 0;
  int seconds = 0;
  const bool good = cert && issuer && X509_verify(cert.get(), X509_get0_pubkey(issuer.get())) == 1 &&
                    ASN1_TIME_diff(&days, &seconds, nullptr, X509_get0_notAfter(cert.get())) == 1;
  ERR_clear_error();
  return good ? std::chrono::seconds(std::max(0L, days * kDay + seconds)) : std::chrono::seconds(0);
}

}  // namespace kamel::cluster
