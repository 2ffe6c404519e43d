// The admin port of a pod: HTTP with mutual TLS, for the operator alone.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "dsl/error.h"

namespace kamel::cli {

struct AdminReply {
  unsigned status = 200;
  std::string body;
};
/// Called on the server's thread, one at a time.
using AdminAnswer = std::function<AdminReply(std::string_view method, std::string_view target, const std::string& body)>;

struct AdminOptions {
  std::string host = "0.0.0.0";
  unsigned short port = 9443;  // 0: any free one
  std::string certificates;    // folder with tls.crt, tls.key and ca.crt, read again when they change; "": plain HTTP, for loopback only
};

/// A client must show a certificate for clients, signed by ca.crt; others do not get past the handshake.
class AdminServer {
 public:
  /// Listens at once. Fails with java.net.BindException, or java.io.IOException when the certificates cannot be used.
  static Result<std::unique_ptr<AdminServer>> start(const AdminOptions& options, AdminAnswer answer);
  ~AdminServer();
  AdminServer(const AdminServer&) = delete;
  AdminServer& operator=(const AdminServer&) = delete;
  unsigned short port() const noexcept;

 private:
  struct State;
  explicit AdminServer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace kamel::cli
