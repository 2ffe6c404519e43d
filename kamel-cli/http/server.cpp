#include "kamel-cli/http/server.h"

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <thread>
#include <vector>

#include "connectors/http/connection.h"
#include "connectors/http/text.h"

namespace kamel::cli {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using Executor = asio::io_context::executor_type;
constexpr std::chrono::seconds kSweep{1};
constexpr std::chrono::seconds kHeadTime{5};  // the handshake, too
constexpr std::chrono::milliseconds kAcceptPause{100};

Result<std::unique_ptr<http::TlsContext>> load_tls(const std::string& folder) {
  if (folder.empty()) return std::unique_ptr<http::TlsContext>();
  http::TlsOptions options;
  options.certificates = folder;
  options.authorities = folder + "/ca.crt";
  options.client = http::TlsOptions::ClientCertificate::Need;
  options.protocols = "TLSv1.3";
  return http::TlsContext::load(std::move(options), [](const std::string&) {});  // certificates that cannot be used leave the old ones, good for some time yet
}

}  // namespace

Answer pages(std::function<Reply(std::string_view target)> page) {
  return [page = std::move(page)](const http::Request& request) {
    if (request.method != "GET" && request.method != "HEAD") return Reply{405, "GET only\n", "text/plain; charset=utf-8"};
    return page(request.target);
  };
}

/// All of it runs on its thread, but for the construction and the end.
class Server::Loop final : public http::Handler {
 public:
  Loop(const ServerOptions& options, Answer answer, std::unique_ptr<http::TlsContext> tls) : answer_(std::move(answer)), tls_(std::move(tls)) {
    limits_.body_bytes = limits_.memory_bytes = options.body_bytes;
    limits_.header_time = kHeadTime;
    limits_.idle_time = options.idle;
  }
  ~Loop() {
    io_.stop();
    if (thread_.joinable()) thread_.join();
  }

  error_code listen(const std::string& host, unsigned short port) {
    error_code error;
    const asio::ip::tcp::endpoint endpoint(asio::ip::make_address(host, error), port);
    if (!error) acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(asio::socket_base::reuse_address(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(64, error);
    if (!error) port_ = acceptor_.local_endpoint(error).port();
    return error;
  }
  void start() {
    accept();
    thread_ = std::thread([this] { io_.run(); });
  }
  unsigned short port() const noexcept { return port_; }

  int on_head(http::Connection&) override { return 0; }
  void refuse(int status, http::Response& response) override { response.failure(status); }
  void on_request(http::Connection& connection) override {
    const Reply reply = answer_(connection.request());
    connection.response().text(static_cast<int>(reply.status), reply.type, reply.body);
    connection.send();
  }
  void on_closed(http::Connection& connection) override {
    const std::size_t index = connection.index;
    std::swap(connections_[index], connections_.back());
    connections_[index]->index = index;
    connections_.pop_back();
  }
  bool draining() const override { return false; }
  http::Moment now() const override { return now_; }

 private:
  void accept() {
    acceptor_.async_accept([this](error_code error, http::Socket socket) {
      if (error) return accept_later();  // out of descriptors, most likely
      if (connections_.empty()) now_ = std::chrono::steady_clock::now();
      auto tls = tls_ ? tls_->accept(socket.native_handle()) : nullptr;
      auto& connection = *connections_.emplace_back(std::make_unique<http::Connection>(std::move(socket), limits_, *this, std::move(tls)));
      connection.index = connections_.size() - 1;
      connection.start();
      if (!sweeping_) sweep();
      accept();
    });
  }
  void accept_later() {
    pause_.expires_after(kAcceptPause);
    pause_.async_wait([this](error_code) { accept(); });
  }
  // Only while somebody is connected: a pod at rest rests.
  void sweep() {
    sweeping_ = !connections_.empty();
    if (!sweeping_) return;
    timer_.expires_after(kSweep);
    timer_.async_wait([this](error_code) {
      now_ = std::chrono::steady_clock::now();
      for (std::size_t i = connections_.size(); i > 0; --i) {
        if (i <= connections_.size()) connections_[i - 1]->sweep(now_);
      }
      sweep();
    });
  }

  using Timer = asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Executor>;
  const Answer answer_;
  const std::unique_ptr<http::TlsContext> tls_;
  http::Limits limits_;
  asio::io_context io_{1};
  asio::basic_socket_acceptor<asio::ip::tcp, Executor> acceptor_{io_};
  Timer timer_{io_}, pause_{io_};
  bool sweeping_ = false;
  unsigned short port_ = 0;  // before the thread starts
  http::Moment now_ = std::chrono::steady_clock::now();
  std::vector<std::unique_ptr<http::Connection>> connections_;
  std::thread thread_;
};

Result<std::unique_ptr<Server>> Server::start(const ServerOptions& options, Answer answer) {
  auto tls = load_tls(options.certificates);
  if (!tls) return tls.error();
  auto loop = std::make_unique<Loop>(options, std::move(answer), std::move(*tls));
  if (const error_code error = loop->listen(options.host, options.port))
    return Error("java.net.BindException", options.host + ":" + std::to_string(options.port) + ": " + error.message());
  loop->start();
  return std::unique_ptr<Server>(new Server(std::move(loop)));
}

Server::Server(std::unique_ptr<Loop> loop) : loop_(std::move(loop)) {}
Server::~Server() = default;
unsigned short Server::port() const noexcept { return loop_->port(); }

}  // namespace kamel::cli
