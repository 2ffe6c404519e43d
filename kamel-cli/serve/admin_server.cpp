#include "kamel-cli/serve/admin_server.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <filesystem>
#include <thread>

namespace kamel::cli {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace ssl = asio::ssl;
using boost::system::error_code;

namespace {

constexpr std::uint64_t kMostBody = 8U << 20;           // a ConfigMap holds one
constexpr std::chrono::minutes kIdle{10};               // the operator keeps its connections
constexpr std::chrono::seconds kHandshake{5};

// The certificates as a TLS context; made anew when the files have changed.
class Certificates {
 public:
  explicit Certificates(std::string folder) : folder_(std::move(folder)) {}

  Result<std::shared_ptr<ssl::context>> context() {
    std::error_code ignored;
    const auto written = std::filesystem::last_write_time(folder_ + "/tls.crt", ignored);
    if (context_ && written == written_) return context_;
    auto fresh = std::make_shared<ssl::context>(ssl::context::tls_server);
    error_code error;
    SSL_CTX_set_min_proto_version(fresh->native_handle(), TLS1_3_VERSION);
    fresh->use_certificate_chain_file(folder_ + "/tls.crt", error);
    if (!error) fresh->use_private_key_file(folder_ + "/tls.key", ssl::context::pem, error);
    if (!error) fresh->load_verify_file(folder_ + "/ca.crt", error);
    if (!error) fresh->set_verify_mode(ssl::verify_peer | ssl::verify_fail_if_no_peer_cert, error);
    if (error && context_) return context_;  // half written: the old ones are good for some time yet
    if (error) return Error("java.io.IOException", "the certificates in '" + folder_ + "' cannot be used: " + error.message());
    context_ = std::move(fresh);
    written_ = written;
    return context_;
  }

 private:
  const std::string folder_;
  std::shared_ptr<ssl::context> context_;
  std::filesystem::file_time_type written_;
};

// One client over TLS or, in tests, without. Alive as long as one of its handlers is.
template <class Stream>
class Client : public std::enable_shared_from_this<Client<Stream>> {
 public:
  template <class... Arguments>
  Client(const AdminAnswer& answer, std::shared_ptr<ssl::context> context, Arguments&&... arguments)
      : context_(std::move(context)), stream_(std::forward<Arguments>(arguments)...), answer_(answer) {}

  void start() {
    if constexpr (requires { stream_.async_handshake(ssl::stream_base::server, [](error_code) {}); }) {
      beast::get_lowest_layer(stream_).expires_after(kHandshake);
      stream_.async_handshake(ssl::stream_base::server, [self = this->shared_from_this()](error_code error) {
        if (!error) self->read();
      });
    } else {
      read();
    }
  }

 private:
  void read() {
    parser_.emplace();
    parser_->body_limit(kMostBody);
    beast::get_lowest_layer(stream_).expires_after(kIdle);
    http::async_read(stream_, buffer_, *parser_, [self = this->shared_from_this()](error_code error, std::size_t) {
      if (error == http::error::body_limit)
        self->write({413, "{\"problem\":\"more than 8 MB\"}\n"}, false);
      else if (!error)
        self->answer();
    });
  }

  void answer() {
    const auto& request = parser_->get();
    const auto text = [](auto view) { return std::string_view(view.data(), view.size()); };
    write(answer_(text(request.method_string()), text(request.target()), request.body()), request.keep_alive());
  }

  void write(AdminReply reply, bool keep) {
    response_ = http::response<http::string_body>(static_cast<http::status>(reply.status), 11);
    response_.set(http::field::content_type, "application/json");
    response_.keep_alive(keep);
    response_.body() = std::move(reply.body);
    response_.prepare_payload();
    http::async_write(stream_, response_, [self = this->shared_from_this(), keep](error_code error, std::size_t) {
      if (!error && keep) self->read();
    });
  }

  std::shared_ptr<ssl::context> context_;
  Stream stream_;
  beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::string_body>> parser_;
  http::response<http::string_body> response_;
  const AdminAnswer& answer_;
};

}  // namespace

struct AdminServer::State {
  State(AdminAnswer given, std::string folder) : answer(std::move(given)), certificates(std::move(folder)) {}
  void accept();
  void greet(asio::ip::tcp::socket socket);

  AdminAnswer answer;
  Certificates certificates;
  bool plain = false;
  asio::io_context io{1};
  asio::ip::tcp::acceptor acceptor{io};
  unsigned short port = 0;
  std::thread thread;
};

void AdminServer::State::greet(asio::ip::tcp::socket socket) {
  error_code ignored;
  socket.set_option(asio::ip::tcp::no_delay(true), ignored);
  if (plain) return std::make_shared<Client<beast::tcp_stream>>(answer, nullptr, std::move(socket))->start();
  if (Result<std::shared_ptr<ssl::context>> context = certificates.context())
    std::make_shared<Client<beast::ssl_stream<beast::tcp_stream>>>(answer, *context, std::move(socket), **context)->start();
}

void AdminServer::State::accept() {
  acceptor.async_accept([this](error_code error, asio::ip::tcp::socket socket) {
    if (error == asio::error::operation_aborted) return;
    if (!error) greet(std::move(socket));
    accept();
  });
}

Result<std::unique_ptr<AdminServer>> AdminServer::start(const AdminOptions& options, AdminAnswer answer) {
  auto state = std::make_unique<State>(std::move(answer), options.certificates);
  error_code error;
  const asio::ip::tcp::endpoint endpoint(asio::ip::make_address(options.host, error), options.port);
  state->plain = options.certificates.empty();
  if (state->plain && !endpoint.address().is_loopback()) return Error("java.io.IOException", "without certificates the admin port is for loopback only");
  if (!state->plain) {
    if (const auto context = state->certificates.context(); !context) return context.error();
  }
  if (!error) state->acceptor.open(endpoint.protocol(), error);
  if (!error) state->acceptor.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) state->acceptor.bind(endpoint, error);
  if (!error) state->acceptor.listen(16, error);
  if (error) return Error("java.net.BindException", options.host + ":" + std::to_string(options.port) + ": " + error.message());
  state->port = state->acceptor.local_endpoint().port();
  state->accept();
  state->thread = std::thread([&io = state->io] { io.run(); });
  return std::unique_ptr<AdminServer>(new AdminServer(std::move(state)));
}

AdminServer::AdminServer(std::unique_ptr<State> state) : state_(std::move(state)) {}

AdminServer::~AdminServer() {
  state_->io.stop();
  state_->thread.join();
}

unsigned short AdminServer::port() const noexcept { return state_->port; }

}  // namespace kamel::cli
