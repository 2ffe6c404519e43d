// Any bytes from a client of the HTTP server: read in two pieces, they must end in whole answers and a closed connection; and the texts
// inside a request on their own.
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "connectors/http/connection.h"
#include "connectors/http/form.h"
#include "connectors/http/text.h"

namespace {

using namespace kamel::http;

class Echo final : public Handler {
 public:
  int on_head(Connection& connection) override {
    Request& request = connection.request();
    std::string scratch;
    if (!normalise_path(request.path, scratch)) return 400;
    PathPattern("/a/{x}.{y}/*").matches(request.path, request.parameters);
    return request.path.size() % 7 == 6 ? 415 : 0;
  }
  void refuse(int status, Response& response) override { response.failure(status); }
  void on_request(Connection& connection) override {
    const Request& request = connection.request();
    connection.response().text(200, "text/plain", request.target);
    connection.response().body(request.body);
    connection.send();
  }
  void on_closed(Connection& connection) override {
    if (&connection != open.get()) std::abort();
    open.reset();
  }
  bool draining() const override { return false; }
  Moment now() const override { return time; }
  std::unique_ptr<Connection> open;
  Moment time{};
};

void run(boost::asio::io_context& io) {
  io.restart();
  io.poll();
}

void talk(std::string_view first, std::string_view second) {
  int pair[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0) return;
  boost::asio::io_context io{1};
  Echo echo;
  const Limits limits{.header_bytes = 1024, .body_bytes = 4096};
  Socket socket(io.get_executor());
  socket.assign(boost::asio::ip::tcp::v4(), pair[0]);
  echo.open = std::make_unique<Connection>(std::move(socket), limits, echo);
  echo.open->start();
  for (const std::string_view piece : {first, second}) {
    if (::send(pair[1], piece.data(), piece.size(), MSG_NOSIGNAL | MSG_DONTWAIT) < 0) break;
    run(io);
  }
  ::shutdown(pair[1], SHUT_WR);
  run(io);
  char answer[16];
  const auto got = ::recv(pair[1], answer, sizeof answer, MSG_DONTWAIT);
  if (got > 0 && !std::string_view(answer, static_cast<std::size_t>(got))
                      .starts_with(std::string_view("HTTP/1.1 ").substr(0, static_cast<std::size_t>(got))))
    std::abort();
  if (echo.open) echo.open->sweep(echo.time + std::chrono::hours(1));
  run(io);
  ::close(pair[1]);
  run(io);
  if (echo.open) echo.open->sweep(echo.time + std::chrono::hours(2));
  run(io);
  if (echo.open) std::abort();  // nothing may keep it
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
  const std::size_t cut = std::min<std::size_t>(data[0] * text.size() / 255, text.size());
  if (text.size() < 60'000) talk(text.substr(0, cut), text.substr(cut));
  parse_query(text);
  parse_form(text);
  parse_multipart(kamel::Slice(text.substr(cut)), text.substr(0, cut));
  value_parameter(text, "charset");
  return 0;
}
