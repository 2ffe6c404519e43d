// Certificates and keys made for a test, and a client that speaks TLS.
#pragma once

#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

namespace kamel::tests {

using Key = std::shared_ptr<EVP_PKEY>;
using Certificate = std::shared_ptr<X509>;

inline Key make_key() { return Key(EVP_EC_gen("P-256"), EVP_PKEY_free); }

/// Signed by `issuer`, or by itself.
inline Certificate make_certificate(const std::string& name, const Key& key, const Certificate& issuer = nullptr, const Key& issuer_key = nullptr) {
  Certificate made(X509_new(), X509_free);
  static long serial = 1;
  X509_set_version(made.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(made.get()), ++serial);
  X509_gmtime_adj(X509_getm_notBefore(made.get()), -60);
  X509_gmtime_adj(X509_getm_notAfter(made.get()), 3600);
  X509_set_pubkey(made.get(), key.get());
  X509_NAME_add_entry_by_txt(X509_get_subject_name(made.get()), "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  X509_set_issuer_name(made.get(), X509_get_subject_name(issuer ? issuer.get() : made.get()));
  X509_EXTENSION* basic = X509V3_EXT_conf_nid(nullptr, nullptr, NID_basic_constraints, issuer ? "CA:FALSE" : "critical,CA:TRUE");
  X509_add_ext(made.get(), basic, -1);
  X509_EXTENSION_free(basic);
  X509_sign(made.get(), issuer_key ? issuer_key.get() : key.get(), EVP_sha256());
  return made;
}

inline std::string pem(const Certificate& certificate) {
  const std::unique_ptr<BIO, int (*)(BIO*)> bio(BIO_new(BIO_s_mem()), BIO_free);
  PEM_write_bio_X509(bio.get(), certificate.get());
  char* text = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &text);
  return std::string(text, static_cast<std::size_t>(size));
}

inline std::string pem(const Key& key, bool open = false) {
  const std::unique_ptr<BIO, int (*)(BIO*)> bio(BIO_new(BIO_s_mem()), BIO_free);
  if (open) {
    PEM_write_bio_PUBKEY(bio.get(), key.get());
  } else {
    PEM_write_bio_PrivateKey(bio.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  }
  char* text = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &text);
  return std::string(text, static_cast<std::size_t>(size));
}

/// A folder that goes with the test.
class Folder {
 public:
  Folder() {
    std::string name = std::filesystem::temp_directory_path() / "kamel-test-XXXXXX";
    path_ = ::mkdtemp(name.data());
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  /// Replaces the file in one step, as Kubernetes does; its path.
  std::string write(const std::string& name, const std::string& text) const {
    const std::string path = path_ + "/" + name;
    std::ofstream(path + ".new", std::ios::binary) << text;
    std::filesystem::rename(path + ".new", path);
    return path;
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

class TlsClient {
 public:
  /// `authority`: who must have signed the server's certificate.
  TlsClient(std::uint16_t port, const Certificate& authority, const Certificate& own = nullptr, const Key& own_key = nullptr)
      : context_(SSL_CTX_new(TLS_client_method()), SSL_CTX_free), fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    X509_STORE_add_cert(SSL_CTX_get_cert_store(context_.get()), authority.get());
    SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER, nullptr);
    if (own) {
      SSL_CTX_use_certificate(context_.get(), own.get());
      SSL_CTX_use_PrivateKey(context_.get(), own_key.get());
    }
    timeval patience{10, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    ssl_.reset(SSL_new(context_.get()));
    SSL_set_fd(ssl_.get(), fd_);
    connected_ = ::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 && SSL_connect(ssl_.get()) == 1;
    ERR_clear_error();
  }
  ~TlsClient() { ::close(fd_); }
  TlsClient(const TlsClient&) = delete;
  TlsClient& operator=(const TlsClient&) = delete;

  bool connected() const { return connected_; }
  std::string server_name() const {
    char name[256] = "";
    const std::unique_ptr<X509, void (*)(X509*)> certificate(SSL_get1_peer_certificate(ssl_.get()), X509_free);
    if (certificate) X509_NAME_get_text_by_NID(X509_get_subject_name(certificate.get()), NID_commonName, name, sizeof name);
    return name;
  }
  std::string ask(const std::string& request) {
    std::size_t sent = 0;
    while (sent < request.size()) {
      const int bytes = SSL_write(ssl_.get(), request.data() + sent, static_cast<int>(request.size() - sent));
      if (bytes <= 0) return "";
      sent += static_cast<std::size_t>(bytes);
    }
    std::string answer;
    char bytes[16384];
    while (true) {
      const std::size_t header = answer.find("\r\n\r\n");
      if (header != std::string::npos) {
        const std::size_t at = answer.find("content-length: ");
        if (at == std::string::npos || answer.size() >= header + 4 + std::stoul(answer.substr(at + 16))) return answer;
      }
      const int got = SSL_read(ssl_.get(), bytes, sizeof bytes);
      if (got <= 0) return answer;
      answer.append(bytes, static_cast<std::size_t>(got));
    }
  }

 private:
  std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context_;
  std::unique_ptr<SSL, void (*)(SSL*)> ssl_{nullptr, SSL_free};
  int fd_;
  bool connected_ = false;
};

}  // namespace kamel::tests
