#include "connectors/http/tls.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <boost/asio/error.hpp>
#include <cerrno>
#include <filesystem>
#include <fstream>

#include "connectors/http/text.h"
#include "engine/context.h"

namespace kamel::http {
namespace {

// --- a BIO over a socket that never raises SIGPIPE ---------------------------------------------------------------------------------------
int socket_of(BIO* bio) { return static_cast<int>(reinterpret_cast<std::intptr_t>(BIO_get_data(bio))); }
bool again(int number) { return number == EAGAIN || number == EWOULDBLOCK || number == EINTR; }

int socket_write(BIO* bio, const char* bytes, int size) {
  BIO_clear_retry_flags(bio);
  const ssize_t sent = ::send(socket_of(bio), bytes, static_cast<std::size_t>(size), MSG_NOSIGNAL);
  if (sent < 0 && again(errno)) BIO_set_retry_write(bio);
  return static_cast<int>(sent);
}

int socket_read(BIO* bio, char* bytes, int size) {
  BIO_clear_retry_flags(bio);
  const ssize_t got = ::recv(socket_of(bio), bytes, static_cast<std::size_t>(size), 0);
  if (got < 0 && again(errno)) BIO_set_retry_read(bio);
  return static_cast<int>(got);
}

long socket_control(BIO*, int command, long, void*) { return command == BIO_CTRL_FLUSH ? 1 : 0; }

const BIO_METHOD* socket_method() {
  static const std::unique_ptr<BIO_METHOD, void (*)(BIO_METHOD*)> method = [] {
    BIO_METHOD* made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket without signals");
    BIO_meth_set_write(made, socket_write);
    BIO_meth_set_read(made, socket_read);
    BIO_meth_set_ctrl(made, socket_control);
    return std::unique_ptr<BIO_METHOD, void (*)(BIO_METHOD*)>(made, BIO_meth_free);
  }();
  return method.get();
}

// --- loading ---------------------------------------------------------------------------------------------------------------------------
Error tls_error(const std::string& what) {
  std::string why = what;
  if (const unsigned long code = ERR_get_error(); code != 0) {
    char text[256];
    ERR_error_string_n(code, text, sizeof text);
    why += std::string(": ") + text;
  }
  ERR_clear_error();
  return Error("java.security.KeyStoreException", why);
}

struct Files {
  std::string certificates, key, authorities;
};

/// A folder is what a Kubernetes Secret of type tls looks like.
Files files_of(const TlsOptions& options) {
  namespace fs = std::filesystem;
  std::error_code ec;
  if (!fs::is_directory(options.certificates, ec)) return {options.certificates, options.key, options.authorities};
  Files files{options.certificates + "/tls.crt", options.certificates + "/tls.key", options.authorities};
  if (files.authorities.empty() && fs::exists(options.certificates + "/ca.crt", ec)) files.authorities = options.certificates + "/ca.crt";
  return files;
}

int give_password(char* to, int size, int, void* from) {
  const auto& password = *static_cast<const std::string*>(from);
  if (password.size() > static_cast<std::size_t>(size)) return 0;
  password.copy(to, password.size());
  return static_cast<int>(password.size());
}

bool starts_as_pem(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string head(4096, '\0');
  file.read(head.data(), static_cast<std::streamsize>(head.size()));
  return head.find("-----BEGIN") != std::string::npos;
}

Result<> use_pkcs12(SSL_CTX* context, const std::string& path, const std::string& password) {
  const std::unique_ptr<BIO, int (*)(BIO*)> file(BIO_new_file(path.c_str(), "rb"), BIO_free);
  const std::unique_ptr<PKCS12, void (*)(PKCS12*)> store(file ? d2i_PKCS12_bio(file.get(), nullptr) : nullptr, PKCS12_free);
  if (!store) return tls_error(path + " is neither PEM nor PKCS #12 (a JKS file: keytool -importkeystore -deststoretype PKCS12)");
  EVP_PKEY* key = nullptr;
  X509* certificate = nullptr;
  STACK_OF(X509)* others = nullptr;
  const bool parsed = PKCS12_parse(store.get(), password.c_str(), &key, &certificate, &others) == 1;
  const bool used = parsed && SSL_CTX_use_cert_and_key(context, certificate, key, others, 1) == 1;
  EVP_PKEY_free(key);
  X509_free(certificate);
  sk_X509_pop_free(others, X509_free);
  if (!used) return tls_error("cannot use " + path + " (is camel.ssl.keyStorePassword right?)");
  return {};
}

Result<> use_certificate(SSL_CTX* context, const Files& files, const TlsOptions& options) {
  if (!std::ifstream(files.certificates)) return Error("java.io.FileNotFoundException", files.certificates + ": no such certificate file, or it cannot be read");
  if (!starts_as_pem(files.certificates)) return use_pkcs12(context, files.certificates, options.password);
  SSL_CTX_set_default_passwd_cb(context, give_password);
  SSL_CTX_set_default_passwd_cb_userdata(context, const_cast<std::string*>(&options.password));
  const std::string& key = files.key.empty() ? files.certificates : files.key;
  if (SSL_CTX_use_certificate_chain_file(context, files.certificates.c_str()) != 1) return tls_error("cannot read the certificate " + files.certificates);
  if (SSL_CTX_use_PrivateKey_file(context, key.c_str(), SSL_FILETYPE_PEM) != 1) return tls_error("cannot use the key " + key);
  return {};
}

Result<> use_authorities(SSL_CTX* context, const Files& files, const TlsOptions& options) {
  if (options.client == TlsOptions::ClientCertificate::None) return {};
  if (files.authorities.empty())
    return Error("java.lang.IllegalArgumentException", "clients' certificates are asked for, but who may sign them is not said: set camel.ssl.trustStore to a PEM file");
  if (SSL_CTX_load_verify_locations(context, files.authorities.c_str(), nullptr) != 1) return tls_error("cannot read " + files.authorities);
  SSL_CTX_set_client_CA_list(context, SSL_load_client_CA_file(files.authorities.c_str()));
  const bool need = options.client == TlsOptions::ClientCertificate::Need;
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER | (need ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0), nullptr);
  static constexpr unsigned char kSession[] = "kamel";  // without it clients with certificates cannot resume
  SSL_CTX_set_session_id_context(context, kSession, sizeof kSession - 1);
  return {};
}

Result<> use_ciphers(SSL_CTX* context, const TlsOptions& options) {
  const bool only13 = !options.protocols.empty() && options.protocols.find("1.2") == std::string::npos;
  if (!options.protocols.empty() && options.protocols.find("1.2") == std::string::npos && options.protocols.find("1.3") == std::string::npos &&
      options.protocols != "TLS")
    return Error("java.security.NoSuchAlgorithmException", "unknown protocol '" + options.protocols + "': write TLSv1.2 or TLSv1.3, or both");
  SSL_CTX_set_min_proto_version(context, only13 && options.protocols != "TLS" ? TLS1_3_VERSION : TLS1_2_VERSION);
  if (!options.protocols.empty() && options.protocols != "TLS" && options.protocols.find("1.3") == std::string::npos)
    SSL_CTX_set_max_proto_version(context, TLS1_2_VERSION);
  std::string old, modern;
  for (const std::string& name : split_list(options.ciphers, options.ciphers.find(':') == std::string::npos ? ',' : ':')) {
    std::string& list = name.starts_with("TLS_AES") || name.starts_with("TLS_CHACHA") ? modern : old;
    const SSL_CIPHER* known = nullptr;
    std::string ours = name;
    for (int i = 0; STACK_OF(SSL_CIPHER)* all = i == 0 ? SSL_CTX_get_ciphers(context) : nullptr; ++i) {
      for (int k = 0; k < sk_SSL_CIPHER_num(all) && known == nullptr; ++k) {
        const SSL_CIPHER* one = sk_SSL_CIPHER_value(all, k);
        if (const char* java = SSL_CIPHER_standard_name(one); java != nullptr && name == java) known = one;
      }
    }
    if (known != nullptr) ours = SSL_CIPHER_get_name(known);
    list += (list.empty() ? "" : ":") + ours;
  }
  if (!old.empty() && SSL_CTX_set_cipher_list(context, old.c_str()) != 1) return tls_error("unknown cipher suites: " + old);
  if (!modern.empty() && SSL_CTX_set_ciphersuites(context, modern.c_str()) != 1) return tls_error("unknown cipher suites: " + modern);
  return {};
}

int choose_protocol(SSL*, const unsigned char** out, unsigned char* size, const unsigned char* in, unsigned int in_size, void*) {
  static constexpr unsigned char kOurs[] = "\x08http/1.1";
  return SSL_select_next_proto(const_cast<unsigned char**>(out), size, kOurs, sizeof kOurs - 1, in, in_size) == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK
                                                                                                                                        : SSL_TLSEXT_ERR_NOACK;
}

using ContextPtr = std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)>;

Result<SSL_CTX*> load_context(const TlsOptions& options) {
  ContextPtr context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  if (!context) return tls_error("no TLS");
  SSL_CTX_set_mode(context.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_IGNORE_UNEXPECTED_EOF);
  SSL_CTX_set_alpn_select_cb(context.get(), choose_protocol, nullptr);
  const Files files = files_of(options);
  for (const auto& step : {use_ciphers(context.get(), options), use_certificate(context.get(), files, options), use_authorities(context.get(), files, options)}) {
    if (step.has_error()) return step.error();
  }
  return context.release();
}

}  // namespace

// --- TlsStream -------------------------------------------------------------------------------------------------------------------------
TlsStream::TlsStream(ssl_ctx_st* context, int socket) : ssl_(SSL_new(context)) {
  BIO* bio = BIO_new(socket_method());
  BIO_set_data(bio, reinterpret_cast<void*>(static_cast<std::intptr_t>(socket)));
  BIO_set_init(bio, 1);
  SSL_set_bio(ssl_, bio, bio);
  SSL_set_accept_state(ssl_);
}

TlsStream::~TlsStream() { SSL_free(ssl_); }

std::size_t TlsStream::outcome(int result, boost::system::error_code& ec) {
  namespace error = boost::asio::error;
  if (result > 0) {
    ec.clear();
    return static_cast<std::size_t>(result);
  }
  switch (SSL_get_error(ssl_, result)) {
    case SSL_ERROR_WANT_READ:
      wants_write_ = false;
      ec = error::would_block;
      break;
    case SSL_ERROR_WANT_WRITE:
      wants_write_ = true;
      ec = error::would_block;
      break;
    case SSL_ERROR_ZERO_RETURN:
      ec = error::eof;
      break;
    default:
      broken_ = true;
      ec = error::connection_reset;
  }
  ERR_clear_error();
  return 0;
}

std::size_t TlsStream::read(char* to, std::size_t size, boost::system::error_code& ec) {
  wants_write_ = false;
  ERR_clear_error();
  return outcome(SSL_read(ssl_, to, static_cast<int>(std::min<std::size_t>(size, INT32_MAX))), ec);
}

std::size_t TlsStream::write(std::string_view bytes, boost::system::error_code& ec) {
  wants_write_ = true;
  ERR_clear_error();
  return outcome(SSL_write(ssl_, bytes.data(), static_cast<int>(std::min<std::size_t>(bytes.size(), INT32_MAX))), ec);
}

void TlsStream::shut_down() noexcept {
  if (!broken_ && SSL_is_init_finished(ssl_) != 0) SSL_shutdown(ssl_);
  ERR_clear_error();
}

std::string TlsStream::peer_subject() const {
  const std::unique_ptr<X509, void (*)(X509*)> certificate(SSL_get1_peer_certificate(ssl_), X509_free);
  if (!certificate || SSL_get_verify_result(ssl_) != X509_V_OK) return {};
  const std::unique_ptr<BIO, int (*)(BIO*)> text(BIO_new(BIO_s_mem()), BIO_free);
  X509_NAME_print_ex(text.get(), X509_get_subject_name(certificate.get()), 0, XN_FLAG_RFC2253);
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(text.get(), &bytes);
  return std::string(bytes, static_cast<std::size_t>(size));
}

// --- TlsContext ------------------------------------------------------------------------------------------------------------------------
TlsContext::TlsContext(TlsOptions options, Report report, ssl_ctx_st* context)
    : options_(std::move(options)), report_(std::move(report)), context_(context), fingerprint_(fingerprint()) {}

TlsContext::~TlsContext() { SSL_CTX_free(context_); }

Result<std::unique_ptr<TlsContext>> TlsContext::load(TlsOptions options, Report report) {
  auto context = load_context(options);
  if (context.has_error()) return context.error();
  auto made = std::unique_ptr<TlsContext>(new TlsContext(std::move(options), std::move(report), *context));
  // The password callback has pointed into `options`, which has moved; it is not called again for this context.
  return made;
}

std::string TlsContext::fingerprint() const {
  const Files files = files_of(options_);
  std::string print;
  for (const std::string& path : {files.certificates, files.key, files.authorities}) {
    struct stat about {};
    if (path.empty() || ::stat(path.c_str(), &about) != 0) {
      print += "-;";
      continue;
    }
    print += std::to_string(about.st_ino) + "," + std::to_string(about.st_size) + "," + std::to_string(about.st_mtim.tv_sec) + "." +
             std::to_string(about.st_mtim.tv_nsec) + ";";
  }
  return print;
}

void TlsContext::refresh() {
  const auto now = std::chrono::steady_clock::now();
  if (now - looked_ < std::chrono::seconds(1)) return;
  looked_ = now;
  std::string print = fingerprint();
  if (print == fingerprint_) return;
  fingerprint_ = std::move(print);
  auto context = load_context(options_);
  if (context.has_error()) {
    report_("the changed TLS certificates cannot be used, those before stay: " + std::string(context.error().message()));
    return;
  }
  SSL_CTX_free(std::exchange(context_, *context));
  report_("TLS certificates read again");
}

std::unique_ptr<TlsStream> TlsContext::accept(int socket) {
  const std::lock_guard lock(mutex_);
  refresh();
  return std::make_unique<TlsStream>(context_, socket);
}

}  // namespace kamel::http
