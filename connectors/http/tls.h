// TlsContext, TlsStream: TLS of the HTTP server. Certificates and keys come from PEM or PKCS #12 files, and are read again when these change.
#pragma once

#include <boost/system/error_code.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/error.h"

struct ssl_st;
struct ssl_ctx_st;

namespace kamel {
class Context;
}

namespace kamel::http {

struct TlsOptions {
  std::string certificates;  // a PEM file (own certificate first), a PKCS #12 file, or a folder with tls.crt, tls.key and maybe ca.crt
  std::string key;           // a PEM file; "": in `certificates`
  std::string password;      // of the key or the PKCS #12 file
  std::string authorities;   // a PEM file of those who may sign clients' certificates
  enum class ClientCertificate : std::uint8_t { None, Want, Need } client = ClientCertificate::None;
  std::string protocols;  // "TLSv1.3", "TLSv1.2,TLSv1.3"; "": 1.2 and 1.3
  std::string ciphers;    // OpenSSL's or Java's names, separated by commas or colons; "": OpenSSL's choice

  /// camel.server.useGlobalSslContextParameters with camel.ssl.*, or quarkus.http.ssl.*; nothing: plain HTTP.
  static Result<std::optional<TlsOptions>> of(const Context& context);
};

/// One end of a TLS connection over a socket that does not block. On one worker. Never raises SIGPIPE.
class TlsStream {
 public:
  /// Takes a reference to the context.
  TlsStream(ssl_ctx_st* context, int socket);
  ~TlsStream();
  TlsStream(const TlsStream&) = delete;
  TlsStream& operator=(const TlsStream&) = delete;
  /// As Asio's read_some and write_some on a socket: would_block when the socket is to be waited for, eof at the end. The handshake is part of the first.
  std::size_t read(char* to, std::size_t size, boost::system::error_code& ec);
  std::size_t write(std::string_view bytes, boost::system::error_code& ec);
  /// Whether what would_block meant is room to write.
  bool wants_write() const noexcept { return wants_write_; }
  /// Tells the peer that nothing more comes; tries once.
  void shut_down() noexcept;
  /// The subject of the client's certificate, RFC 2253; "" without one.
  std::string peer_subject() const;

 private:
  std::size_t outcome(int result, boost::system::error_code& ec);
  ssl_st* ssl_;
  bool wants_write_ = false;
  bool broken_ = false;
};

/// What all TLS connections share. Any thread.
class TlsContext {
 public:
  using Report = std::function<void(const std::string&)>;
  static Result<std::unique_ptr<TlsContext>> load(TlsOptions options, Report report);
  ~TlsContext();
  TlsContext(const TlsContext&) = delete;
  TlsContext& operator=(const TlsContext&) = delete;
  /// For a connection that has just come in. Looks at the files once a second: what cannot be read leaves the old certificates in place, and is reported.
  std::unique_ptr<TlsStream> accept(int socket);

 private:
  TlsContext(TlsOptions options, Report report, ssl_ctx_st* context);
  void refresh();
  std::string fingerprint() const;
  const TlsOptions options_;
  const Report report_;
  std::mutex mutex_;  // guards what follows
  ssl_ctx_st* context_;
  std::string fingerprint_;  // of the files: sizes, times, inodes
  std::chrono::steady_clock::time_point looked_{};
};

}  // namespace kamel::http
