// HttpServer: the one HTTP/1.1 server of an integration, shared by all connectors that serve (platform-http, rest, knative).
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/http/message.h"
#include "dsl/error.h"
#include "engine/exchange.h"

namespace kamel {
class Context;
class Intake;
}  // namespace kamel

namespace kamel::http {

struct Limits {
  std::uint32_t header_bytes = 16 * 1024;           // more: 431
  std::uint64_t body_bytes = ~std::uint64_t{0};     // more: 413
  std::uint64_t memory_bytes = 256 * 1024 * 1024;   // the same, where the body has to be in memory
  std::chrono::milliseconds header_time{10'000};    // from the first byte to the end of the header: else 408
  std::chrono::milliseconds progress_time{30'000};  // a body, or an answer's reader, must move on by `progress_bytes` in this time
  std::size_t progress_bytes = 4096;
  std::chrono::milliseconds idle_time{75'000};  // between requests
  std::chrono::milliseconds sweep{500};         // how often the times are looked at
  std::size_t connections = ~std::size_t{0};    // more are closed at once
  std::uint64_t unpacked_bytes = 256 * 1024 * 1024;  // of a compressed body: more: 413
};

/// Where a client is.
using Peer = boost::asio::ip::tcp::endpoint;

/// How requests become messages and exchanges become answers. Const: shared by all workers.
class Binding {
 public:
  virtual ~Binding() = default;
  /// Whether this is a request for the mount at all; if not, the next mount that fits is asked, at last 404. Looks at a complete request.
  virtual bool wants(const Request&) const { return true; }
  /// Whether the request may come in; if not, `refusal` has been answered by the binding. Before an exchange is taken.
  virtual bool admit(const Request& request, Response& refusal) const = 0;
  /// Fills an exchange that is about to start.
  virtual void fill(const Request& request, Exchange& exchange) const = 0;
  /// Answers by what the exchange has become. The request is gone.
  virtual void answer(Exchange& exchange, Response& response) const = 0;
  /// Whether `fill` understands `Request::stored`: bodies too large for memory.
  virtual bool stores() const { return false; }
  /// For a mount that converses, instead of fill and answer: answers the request, with a dialogue if it likes it. `admit` has been asked.
  virtual void converse(const Request&, Response&, const Peer&, Intake&) const {}
};

struct MountOptions {
  std::string path;                      // "/orders/{id}", "/files/*"
  std::vector<std::string> methods;      // none: all
  std::vector<std::string> consumes;     // media types; others get 415
  std::vector<std::string> produces;     // media types; who accepts none of them gets 406
  std::chrono::milliseconds timeout{0};  // after which the client gets 503 and the route's answer is dropped; 0: never
  std::shared_ptr<const Binding> binding;
  bool converses = false;                // requests become dialogues
};

struct Mount;
using MountPtr = std::shared_ptr<Mount>;

/// One acceptor per worker on the same port (SO_REUSEPORT); a connection stays on the worker that accepted it. Requests are matched against
/// the mounts in the order of mounting, as in Camel. A mount without credit holds its connections back, unread. Any thread may call.
class HttpServer {
 public:
  explicit HttpServer(Context& context);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;
  /// The server of this integration, made when first asked for.
  static std::shared_ptr<HttpServer> of(Context& context);

  /// Adds an endpoint: the next request sees it. The first one opens the port (camel.server.host, camel.server.port; 0 takes a free one),
  /// which fails when it is taken. `intakes` is one per worker, and outlives the mount.
  Result<MountPtr> mount(MountOptions options, std::span<Intake* const> intakes);
  /// The next request does not see it any more. `done` is called (any thread) once those under way have been answered. With the last mount
  /// the port is closed, answers say `Connection: close`, and idle connections end.
  void unmount(const MountPtr& mount, std::function<void()> done);
  /// Requests get 503 while paused.
  void pause(const MountPtr& mount, bool paused);

  /// For an orderly end: from now on answers say `Connection: close` and idle connections end, while new ones are still served.
  void drain();
  /// The port that is open; 0: none.
  std::uint16_t port() const noexcept;
  /// Before the first mount.
  void set_limits(const Limits& limits);
  /// Connections that are open, on all workers.
  std::size_t connections() const noexcept;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace kamel::http
