// Certificates for tests: an authority, and what it has signed, as PEM and PKCS#12 files in a directory that goes with the object.
#pragma once

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace kamel::tests {

class Certificates {
 public:
  Certificates() {
    char name[] = "/tmp/kamel-certificates-XXXXXX";
    directory_ = ::mkdtemp(name);
    authority_key_ = EVP_EC_gen("P-256");
    authority_ = make("authority", authority_key_, true);
    write(path("ca.crt"), authority_);
  }
  ~Certificates() {
    X509_free(authority_);
    EVP_PKEY_free(authority_key_);
    std::filesystem::remove_all(directory_);
  }
  Certificates(const Certificates&) = delete;
  Certificates& operator=(const Certificates&) = delete;

  std::string path(const std::string& file) const { return directory_ + "/" + file; }
  const std::string& directory() const { return directory_; }

  /// NAME.crt, NAME.key, NAME.pem (both; the key encrypted with "secret") and NAME.p12 (password "secret").
  void issue(const std::string& name) {
    EVP_PKEY* key = EVP_EC_gen("P-256");
    X509* certificate = make(name, key, false);
    write(path(name + ".crt"), certificate);
    if (FILE* file = std::fopen(path(name + ".key").c_str(), "w")) {
      PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr);
      std::fclose(file);
    }
    if (FILE* file = std::fopen(path(name + ".pem").c_str(), "w")) {
      PEM_write_X509(file, certificate);
      std::string password = "secret";
      PEM_write_PKCS8PrivateKey(file, key, EVP_aes_128_cbc(), password.data(), static_cast<int>(password.size()), nullptr, nullptr);
      std::fclose(file);
    }
    PKCS12* store = PKCS12_create("secret", name.c_str(), key, certificate, nullptr, 0, 0, 0, 0, 0);
    if (FILE* file = std::fopen(path(name + ".p12").c_str(), "w")) {
      i2d_PKCS12_fp(file, store);
      std::fclose(file);
    }
    PKCS12_free(store);
    X509_free(certificate);
    EVP_PKEY_free(key);
  }

 private:
  X509* make(const std::string& name, EVP_PKEY* key, bool authority) {
    X509* certificate = X509_new();
    X509_set_version(certificate, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), ++serial_);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -60);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
    X509_set_pubkey(certificate, key);
    X509_NAME* subject = X509_get_subject_name(certificate);
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
    X509_set_issuer_name(certificate, authority ? subject : X509_get_subject_name(authority_));
    extend(certificate, NID_basic_constraints, authority ? "critical,CA:TRUE" : "CA:FALSE");
    if (!authority) extend(certificate, NID_subject_alt_name, name == "elsewhere" ? "DNS:elsewhere.example" : "DNS:localhost,IP:127.0.0.1");
    if (X509_sign(certificate, authority_key_, EVP_sha256()) == 0) throw std::runtime_error("cannot sign a certificate");
    return certificate;
  }
  static void extend(X509* certificate, int what, const char* value) {
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, what, value);
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
  }
  static void write(const std::string& path, X509* certificate) {
    if (FILE* file = std::fopen(path.c_str(), "w")) {
      PEM_write_X509(file, certificate);
      std::fclose(file);
    }
  }
  std::string directory_;
  EVP_PKEY* authority_key_ = nullptr;
  X509* authority_ = nullptr;
  long serial_ = 0;
};

}  // namespace kamel::tests
