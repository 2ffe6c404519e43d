// Server: HTTP/1.1 for what is not the routes' business – health, metrics, the admin port – on a thread of its own.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "connectors/http/message.h"
#include "dsl/error.h"

namespace kamel::cli {

struct Reply {
  unsigned status = 200;
  std::string body;
  std::string type = "application/json";
};
/// Called on the server's thread, one at a time; must not throw.
using Answer = std::function<Reply(const http::Request& request)>;

/// Answers GET and HEAD with the page of a path (and its query); 405 to all else.
Answer pages(std::function<Reply(std::string_view target)> page);

struct ServerOptions {
  std::string host = "0.0.0.0";
  unsigned short port = 0;   // 0: any free one
  std::string certificates;  // folder with tls.crt, tls.key and ca.crt, read again when they change; "": plain HTTP
  std::uint64_t body_bytes = 64 * 1024;
  std::chrono::milliseconds idle{30'000};
};

/// With certificates it speaks TLS 1.3, and a client must show one of its own, for clients and signed by ca.crt: others do not get past the handshake.
/// It answers while all workers are busy.
class Server {
 public:
  /// Listens at once. Fails with java.net.BindException, or as TlsContext::load does.
  static Result<std::unique_ptr<Server>> start(const ServerOptions& options, Answer answer);
  /// What is being answered is cut off.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  unsigned short port() const noexcept;

 private:
  class Loop;
  explicit Server(std::unique_ptr<Loop> loop);
  std::unique_ptr<Loop> loop_;
};

}  // namespace kamel::cli
