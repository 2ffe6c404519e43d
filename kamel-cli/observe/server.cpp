#include "kamel-cli/observe/server.h"

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/version.hpp>
#include <thread>

namespace kamel::cli {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;

struct ObserveServer::State {
  asio::io_context io{1};
  asio::ip::tcp::acceptor acceptor{io};
  unsigned short port = 0;
  std::atomic<bool> draining{false};
  ObservePages pages;
  std::thread thread;
};

namespace {

// One client. Alive as long as one of its handlers is.
class Client : public std::enable_shared_from_this<Client> {
 public:
  Client(asio::ip::tcp::socket socket, const ObservePages& pages) : stream_(std::move(socket)), pages_(pages) {}

  void read() {
    request_ = {};
    stream_.expires_after(std::chrono::seconds(30));
    http::async_read(stream_, buffer_, request_, [self = shared_from_this()](error_code error, std::size_t) {
      if (!error) self->answer();
    });
  }

 private:
  void answer() {
    const auto target = std::string_view(request_.target().data(), request_.target().size());
    const bool asks = request_.method() == http::verb::get || request_.method() == http::verb::head;
    ObserveReply reply = asks ? pages_(target) : ObserveReply{405, "text/plain; charset=utf-8", "GET only\n"};
    response_ = http::response<http::string_body>(static_cast<http::status>(reply.status), request_.version());
    response_.set(http::field::content_type, reply.type);
    response_.keep_alive(request_.keep_alive());
    const std::size_t length = reply.body.size();
    if (request_.method() != http::verb::head) response_.body() = std::move(reply.body);
    response_.content_length(length);
    http::async_write(stream_, response_, [self = shared_from_this()](error_code error, std::size_t) {
      if (!error && self->response_.keep_alive()) self->read();
    });
  }

  beast::tcp_stream stream_;
  beast::flat_buffer buffer_;
  http::request<http::string_body> request_;
  http::response<http::string_body> response_;
  const ObservePages& pages_;
};

void accept(asio::ip::tcp::acceptor& acceptor, const ObservePages& pages) {
  acceptor.async_accept([&](error_code error, asio::ip::tcp::socket socket) {
    if (error == asio::error::operation_aborted) return;
    if (!error) std::make_shared<Client>(std::move(socket), pages)->read();
    accept(acceptor, pages);
  });
}

}  // namespace

Result<std::unique_ptr<ObserveServer>> ObserveServer::start(Runtime& runtime, const std::string& host, unsigned short port,
                                                            std::function<bool()> ready) {
  auto state = std::make_unique<State>();
  state->pages = [&runtime, &draining = state->draining, ready = std::move(ready)](std::string_view path) {
    return observe(runtime, path, draining || (ready && !ready()));
  };
  return listen(std::move(state), host, port);
}

Result<std::unique_ptr<ObserveServer>> ObserveServer::start(ObservePages pages, const std::string& host, unsigned short port) {
  auto state = std::make_unique<State>();
  state->pages = std::move(pages);
  return listen(std::move(state), host, port);
}

Result<std::unique_ptr<ObserveServer>> ObserveServer::listen(std::unique_ptr<State> state, const std::string& host, unsigned short port) {
  error_code error;
  const asio::ip::tcp::endpoint endpoint(asio::ip::make_address(host, error), port);
  if (!error) state->acceptor.open(endpoint.protocol(), error);
  if (!error) state->acceptor.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) state->acceptor.bind(endpoint, error);
  if (!error) state->acceptor.listen(16, error);
  if (error) return Error("java.net.BindException", host + ":" + std::to_string(port) + ": " + error.message());
  state->port = state->acceptor.local_endpoint().port();
  accept(state->acceptor, state->pages);
  state->thread = std::thread([&io = state->io] { io.run(); });
  return std::unique_ptr<ObserveServer>(new ObserveServer(std::move(state)));
}

ObserveServer::ObserveServer(std::unique_ptr<State> state) : state_(std::move(state)) {}

ObserveServer::~ObserveServer() {
  state_->io.stop();
  state_->thread.join();
}

unsigned short ObserveServer::port() const noexcept { return state_->port; }
void ObserveServer::draining() noexcept { state_->draining = true; }

}  // namespace kamel::cli
