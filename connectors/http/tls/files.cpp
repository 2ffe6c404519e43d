#include "connectors/http/tls/files.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace kamel::http {
namespace {

template <class T, void (*Free)(T*)>
struct Freed {
  void operator()(T* object) const noexcept { Free(object); }
};
using Bio = std::unique_ptr<BIO, Freed<BIO, BIO_free_all>>;
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY, EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509, X509_free>>;
using Pkcs12 = std::unique_ptr<PKCS12, Freed<PKCS12, PKCS12_free>>;
struct ChainFree {
  void operator()(STACK_OF(X509) * chain) const noexcept { sk_X509_pop_free(chain, X509_free); }
};
using Chain = std::unique_ptr<STACK_OF(X509), ChainFree>;

Result<std::string> content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error("java.io.FileNotFoundException", path + " (No such file, or it may not be read)");
  return std::string(std::istreambuf_iterator<char>(file), {});
}

std::string text_of(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return size > 0 ? std::string(data, static_cast<std::size_t>(size)) : std::string();
}

int answer_password(char* out, int size, int, void* password) {
  const auto& text = *static_cast<const std::string*>(password);
  if (text.empty() || static_cast<int>(text.size()) > size) return -1;
  text.copy(out, text.size());
  return static_cast<int>(text.size());
}

/// The certificates of a PEM text, without its keys and comments.
std::string pem_certificates(const std::string& text) {
  constexpr std::string_view kBegin = "-----BEGIN CERTIFICATE-----", kEnd = "-----END CERTIFICATE-----";
  std::string found;
  for (auto from = text.find(kBegin); from != text.npos;) {
    const auto to = text.find(kEnd, from);
    if (to == text.npos) break;
    found += text.substr(from, to + kEnd.size() - from) + "\n";
    from = text.find(kBegin, to);
  }
  return found;
}

std::string plain_key(EVP_PKEY* key) {
  const Bio out(BIO_new(BIO_s_mem()));
  return PEM_write_bio_PrivateKey(out.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1 ? text_of(out.get()) : std::string();
}

Result<std::string> pem_key(const std::string& text, std::string password, const std::string& path) {
  const Bio in(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
  const Key key(PEM_read_bio_PrivateKey(in.get(), nullptr, answer_password, &password));
  ERR_clear_error();
  if (key) return plain_key(key.get());
  return Error("java.security.UnrecoverableKeyException", path + " has no private key that can be read with the password given");
}

void append(X509* certificate, std::string& to) {
  const Bio out(BIO_new(BIO_s_mem()));
  if (PEM_write_bio_X509(out.get(), certificate) == 1) to += text_of(out.get());
}

/// A PKCS#12 store: its key, the certificate of it, and all others.
Result<TlsTexts> open_pkcs12(const std::string& content, const std::string& password, const std::string& path) {
  const Bio in(BIO_new_mem_buf(content.data(), static_cast<int>(content.size())));
  const Pkcs12 store(d2i_PKCS12_bio(in.get(), nullptr));
  if (!store) {
    ERR_clear_error();
    const bool jks = content.starts_with("\xFE\xED\xFE\xED");
    return Error("java.security.KeyStoreException", path + (jks ? " is a JKS store; convert it: keytool -importkeystore -deststoretype PKCS12" : " is neither PEM nor PKCS#12"));
  }
  EVP_PKEY* key = nullptr;
  X509* own = nullptr;
  STACK_OF(X509)* others = nullptr;
  const int opened = PKCS12_parse(store.get(), password.c_str(), &key, &own, &others);
  const Key key_owner(key);
  const Certificate own_owner(own);
  const Chain chain(others);
  ERR_clear_error();
  if (opened != 1) return Error("java.security.UnrecoverableKeyException", path + " cannot be opened with the password given");
  TlsTexts texts;
  if (own != nullptr) append(own, texts.certificates);
  for (int i = 0; i < sk_X509_num(others); ++i) append(sk_X509_value(others, i), texts.certificates);
  if (key != nullptr) texts.key = plain_key(key);
  return texts;
}

bool is_directory(const std::string& path) {
  std::error_code failed;
  return std::filesystem::is_directory(path, failed);
}

/// The files behind a store: one, or those of a mounted Secret.
std::string certificate_file(const TlsStore& store) { return is_directory(store.path) ? store.path + "/tls.crt" : store.path; }
std::string authority_file(const TlsStore& store) { return is_directory(store.path) ? store.path + "/ca.crt" : store.path; }
std::string key_file(const TlsParameters& tls) {
  if (!tls.key_path.empty()) return tls.key_path;
  return is_directory(tls.keys.path) ? tls.keys.path + "/tls.key" : tls.keys.path;
}

bool is_pem(const std::string& content) { return content.find("-----BEGIN ") != content.npos; }

Result<> read_keys(const TlsParameters& tls, TlsTexts& texts) {
  const std::string path = certificate_file(tls.keys);
  auto content = content_of(path);
  if (!content) return content.error();
  if (!is_pem(*content)) {
    auto opened = open_pkcs12(*content, tls.keys.password, path);
    if (!opened) return opened.error();
    texts = std::move(*opened);
    return {};
  }
  texts.certificates = pem_certificates(*content);
  const std::string from = key_file(tls);
  if (from != path) {
    content = content_of(from);
    if (!content) return content.error();
  }
  auto key = pem_key(*content, tls.key_password.empty() ? tls.keys.password : tls.key_password, from);
  if (!key) return key.error();
  texts.key = std::move(*key);
  return {};
}

}  // namespace

Result<TlsTexts> read_tls(const TlsParameters& tls) {
  TlsTexts texts;
  if (!tls.keys.empty()) {
    if (auto read = read_keys(tls, texts); !read) return read.error();
    if (texts.certificates.empty()) return Error("java.security.KeyStoreException", tls.keys.path + " has no certificate");
  }
  if (tls.trusted.empty()) return texts;
  const std::string path = authority_file(tls.trusted);
  auto content = content_of(path);
  if (!content) return content.error();
  if (is_pem(*content)) {
    texts.trusted = pem_certificates(*content);
  } else {
    auto opened = open_pkcs12(*content, tls.trusted.password, path);
    if (!opened) return opened.error();
    texts.trusted = std::move(opened->certificates);
  }
  if (texts.trusted.empty()) return Error("java.security.KeyStoreException", path + " has no certificate to trust");
  return texts;
}

std::vector<TlsFiles::Stamp> TlsFiles::stamps() const {
  std::vector<Stamp> stamps;
  for (const std::string& path : {certificate_file(parameters_.keys), key_file(parameters_), authority_file(parameters_.trusted)}) {
    struct stat found {};
    if (path.empty() || ::stat(path.c_str(), &found) != 0) continue;
    stamps.push_back({found.st_mtim.tv_sec, found.st_mtim.tv_nsec, found.st_ino});
  }
  return stamps;
}

Result<std::shared_ptr<const TlsTexts>> TlsFiles::current() {
  constexpr auto kFresh = std::chrono::seconds(1);
  const std::lock_guard lock(mutex_);
  const auto now = std::chrono::steady_clock::now();
  if (texts_ && now - looked_ < kFresh) return texts_;
  looked_ = now;
  auto stamps = this->stamps();
  if (texts_ && stamps == read_at_) return texts_;
  auto read = read_tls(parameters_);
  if (!read) return texts_ ? Result<std::shared_ptr<const TlsTexts>>(texts_) : read.error();
  texts_ = std::make_shared<const TlsTexts>(std::move(*read));
  read_at_ = std::move(stamps);
  return texts_;
}

}  // namespace kamel::http
