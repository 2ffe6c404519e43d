// The HTTP/1.1 protocol of the server: framing, order, limits, slow and hostile clients.
#include "connectors/http/connection.h"

#include <gtest/gtest.h>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <future>
#include <thread>

#include "tests/connectors/raw_client.h"

namespace kamel::http {
namespace {

using tests::RawClient;
using namespace std::chrono_literals;

/// Echoes "METHOD target|body"; /later answers from the loop, /never not at all, /big with a megabyte, /refuse with 415.
class EchoServer : public Handler {
  boost::asio::io_context io_{1};

 public:
  std::vector<std::unique_ptr<Connection>> connections_;
  explicit EchoServer(Limits limits = {}) : limits_(limits), acceptor_(io_, {boost::asio::ip::address_v4::loopback(), 0}), timer_(io_) {
    limits_.sweep = 10ms;
    accept();
    sweep();
    thread_ = std::thread([this] { io_.run(); });
  }
  ~EchoServer() {
    io_.stop();
    thread_.join();
  }
  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
  /// Runs on the loop, and waits for it.
  void on_loop(const std::function<void()>& what) {
    std::promise<void> done;
    boost::asio::post(io_, [&] {
      what();
      done.set_value();
    });
    done.get_future().wait();
  }
  std::size_t open() {
    std::size_t count = 0;
    on_loop([&] { count = connections_.size(); });
    return count;
  }

  int on_head(Connection& connection) override { return connection.request().path == "/refuse" ? 415 : 0; }
  void refuse(int status, Response& response) override { response.failure(status); }
  void on_request(Connection& connection) override {
    const Request& request = connection.request();
    if (request.path == "/never") return;
    const auto answer = [&connection] {
      const Request& asked = connection.request();
      Response& response = connection.response();
      response.text(200, "text/plain", std::string(asked.method) + " " + std::string(asked.target) + "|" + asked.body.str());
      if (asked.path == "/big") response.body(Slice(std::string(1 << 20, 'b')));
      connection.send();
    };
    if (request.path != "/later") return answer();
    boost::asio::post(io_, answer);
  }
  void on_closed(Connection& connection) override {
    std::erase_if(connections_, [&](const auto& one) { return one.get() == &connection; });
  }
  bool draining() const override { return draining_; }
  Moment now() const override { return std::chrono::steady_clock::now(); }
  std::atomic<bool> draining_{false};

 private:
  void accept() {
    acceptor_.async_accept([this](const boost::system::error_code& ec, Socket socket) {
      if (ec) return;
      connections_.push_back(std::make_unique<Connection>(std::move(socket), limits_, *this));
      connections_.back()->start();
      accept();
    });
  }
  void sweep() {
    timer_.expires_after(limits_.sweep);
    timer_.async_wait([this](const boost::system::error_code& ec) {
      if (ec) return;
      std::vector<Connection*> all;
      for (const auto& one : connections_) all.push_back(one.get());
      for (Connection* one : all) one->sweep(now());
      sweep();
    });
  }
  Limits limits_;
  boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, boost::asio::io_context::executor_type> acceptor_;
  boost::asio::steady_timer timer_;
  std::thread thread_;
};

std::string request(std::string_view line, std::string_view headers = "", std::string_view body = "") {
  return std::string(line) + " HTTP/1.1\r\nHost: h\r\n" + std::string(headers) + "\r\n" + std::string(body);
}
std::string body_of(const std::string& answer) { return answer.substr(std::min(answer.find("\r\n\r\n"), answer.size() - 4) + 4); }
int status_of(const std::string& answer) { return answer.size() > 12 ? std::stoi(answer.substr(9, 3)) : 0; }

TEST(HttpConnection, AnswersAndKeepsTheConnection) {
  EchoServer server;
  RawClient client(server.port());
  EXPECT_EQ(client.ask(request("GET /a?b=c")), "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 11\r\n\r\nGET /a?b=c|");
  EXPECT_EQ(body_of(client.ask(request("POST /x", "Content-Length: 3\r\n", "abc"))), "POST /x|abc");
}

TEST(HttpConnection, AnswersPipelinedRequestsInOrder) {
  EchoServer server;
  RawClient client(server.port());
  std::string all;
  for (int i = 0; i < 500; ++i) all += request(i % 3 == 0 ? "GET /later" : "POST /" + std::to_string(i), "Content-Length: 2\r\n", "ab");
  client.send(all);
  for (int i = 0; i < 500; ++i)
    ASSERT_EQ(body_of(client.receive_answer()), i % 3 == 0 ? "GET /later|ab" : "POST /" + std::to_string(i) + "|ab");
}

TEST(HttpConnection, ReadsARequestThatComesByteByByte) {
  EchoServer server;
  RawClient client(server.port());
  for (const char c : request("POST /slow", "Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nTrailer: t\r\n\r\n"))
    client.send({&c, 1});
  EXPECT_EQ(body_of(client.receive_answer()), "POST /slow|abcde");
  EXPECT_EQ(body_of(client.ask(request("GET /next"))), "GET /next|");
}

TEST(HttpConnection, TakesBodiesLargerThanItsBuffer) {
  EchoServer server;
  RawClient client(server.port());
  const std::string body(3'000'000, 'x');
  EXPECT_EQ(body_of(client.ask(request("POST /l", "Content-Length: 3000000\r\n", body))), "POST /l|" + body);
  std::string chunks;
  for (int i = 0; i < 300; ++i) chunks += "2710\r\n" + body.substr(0, 10000) + "\r\n";
  EXPECT_EQ(body_of(client.ask(request("POST /c", "Transfer-Encoding: chunked\r\n", chunks + "0\r\n\r\n"))), "POST /c|" + body);
}

TEST(HttpConnection, SaysContinueOnlyToWhoAsks) {
  EchoServer server;
  RawClient client(server.port());
  client.send(request("POST /e", "Expect: 100-continue\r\nContent-Length: 2\r\n"));
  EXPECT_EQ(client.receive_some(), "HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_EQ(body_of(client.ask("ok")), "POST /e|ok");
  EXPECT_EQ(status_of(client.ask(request("POST /refuse", "Expect: 100-continue\r\nContent-Length: 2\r\n"))), 415);
  EXPECT_EQ(client.receive_all(), "");
}

TEST(HttpConnection, ReadsAShortRefusedBodyToKeepTheConnection) {
  EchoServer server;
  RawClient client(server.port());
  EXPECT_EQ(status_of(client.ask(request("POST /refuse", "Content-Length: 2\r\n", "ab"))), 415);
  EXPECT_EQ(status_of(client.ask(request("POST /refuse", "Transfer-Encoding: chunked\r\n", "2\r\nab\r\n0\r\n\r\n"))), 415);
  EXPECT_EQ(body_of(client.ask(request("GET /a"))), "GET /a|");
}

TEST(HttpConnection, LeavesOutTheBodyOfAHeadAnswer) {
  EchoServer server;
  RawClient client(server.port());
  client.send(request("HEAD /a") + request("GET /b"));
  EXPECT_EQ(client.receive_answer(true), "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 8\r\n\r\n");
  EXPECT_EQ(body_of(client.receive_answer()), "GET /b|");
}

TEST(HttpConnection, ClosesWhenAsked) {
  EchoServer server;
  RawClient old(server.port()), close(server.port()), keep(server.port());
  old.send("GET /old HTTP/1.0\r\n\r\n");
  EXPECT_NE(old.receive_all().find("connection: close"), std::string::npos);
  close.send(request("GET /c", "Connection: close\r\n"));
  EXPECT_NE(close.receive_all().find("connection: close"), std::string::npos);
  EXPECT_NE(keep.ask("GET /k HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").find("connection: keep-alive"), std::string::npos);
  EXPECT_EQ(status_of(keep.ask(request("GET /k"))), 200);
}

TEST(HttpConnection, ClosesWithTheNextAnswerWhileDraining) {
  EchoServer server;
  RawClient client(server.port());
  EXPECT_EQ(client.ask(request("GET /a")).find("connection: close"), std::string::npos);
  server.draining_ = true;
  client.send(request("GET /later"));
  EXPECT_NE(client.receive_all().find("connection: close"), std::string::npos);
}

TEST(HttpConnection, EndsIdleConnectionsWhenDrained) {
  EchoServer server;
  RawClient idle(server.port());
  EXPECT_EQ(status_of(idle.ask(request("GET /a"))), 200);
  server.on_loop([&] {
    for (std::size_t i = server.connections_.size(); i > 0; --i) server.connections_[i - 1]->drain();
  });
  EXPECT_EQ(idle.receive_all(), "");
}

struct Bad {
  const char* name;
  std::string text;
  int status;
};
void PrintTo(const Bad& bad, std::ostream* out) { *out << bad.name; }
class HttpRefuses : public testing::TestWithParam<Bad> {};

TEST_P(HttpRefuses, AndCloses) {
  EchoServer server;
  RawClient client(server.port());
  client.send(GetParam().text + request("GET /smuggled"));
  client.finish_sending();
  const std::string answer = client.receive_all();
  EXPECT_EQ(status_of(answer), GetParam().status) << answer;
  EXPECT_EQ(answer.find("smuggled"), std::string::npos) << answer;
  EXPECT_EQ(answer.find("HTTP/1.1", 8), std::string::npos) << answer;
}

INSTANTIATE_TEST_SUITE_P(
    Smuggling, HttpRefuses,
    testing::Values(Bad{"LengthAndChunked", request("POST /", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400},
                    Bad{"ChunkedAndLength", request("POST /", "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n"), 400},
                    Bad{"TwoLengths", request("POST /", "Content-Length: 5\r\nContent-Length: 6\r\n", "abcdef"), 400},
                    Bad{"TheSameLengthTwice", request("POST /", "Content-Length: 1\r\nContent-Length: 1\r\n", "a"), 400},
                    Bad{"AListOfLengths", request("POST /", "Content-Length: 1, 1\r\n", "a"), 400},
                    Bad{"ASignedLength", request("POST /", "Content-Length: +1\r\n", "a"), 400},
                    Bad{"ANegativeLength", request("POST /", "Content-Length: -1\r\n", "a"), 400},
                    Bad{"AHexLength", request("POST /", "Content-Length: 0x1\r\n", "a"), 400},
                    Bad{"AnEmptyLength", request("POST /", "Content-Length: \r\n"), 400},
                    Bad{"AnOverflowingLength", request("POST /", "Content-Length: 99999999999999999999999\r\n"), 400},
                    Bad{"GzipThenChunked", request("POST /", "Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), 400},
                    Bad{"ChunkedThenIdentity", request("POST /", "Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n"), 400},
                    Bad{"Identity", request("POST /", "Transfer-Encoding: identity\r\n", "0\r\n\r\n"), 400},
                    Bad{"XChunked", request("POST /", "Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"), 400},
                    Bad{"ChunkedTwice", request("POST /", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
                        400},
                    Bad{"ChunkedInOldHttp", "POST / HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
                    Bad{"ASpaceBeforeTheColon", request("POST /", "Transfer-Encoding : chunked\r\n", "0\r\n\r\n"), 400},
                    Bad{"ASpaceBeforeTheName", request("POST /", " Transfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400},
                    Bad{"AFoldedLine", request("POST /", "X: a\r\n b\r\n"), 400},
                    Bad{"AFoldedCoding", request("POST /", "Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n"), 400},
                    Bad{"AVerticalTab",
                        request("POST /",
                                "Transfer-Encoding: \x0b"
                                "chunked\r\n",
                                "0\r\n\r\n"),
                        400},
                    Bad{"ANulInAValue", request("POST /", std::string_view("X: a\0b\r\n", 8)), 400},
                    Bad{"ABareLineFeed", "GET / HTTP/1.1\nHost: h\n\n", 400},
                    Bad{"ABareCarriageReturn", request("GET /", "X: a\rY: b\r\n"), 400}, Bad{"NoHost", "GET / HTTP/1.1\r\n\r\n", 400},
                    Bad{"TwoHosts", request("GET /", "Host: other\r\n"), 400}));

INSTANTIATE_TEST_SUITE_P(
    BadChunks, HttpRefuses,
    testing::Values(Bad{"NoHexDigit", request("POST /", "Transfer-Encoding: chunked\r\n", "x\r\n"), 400},
                    Bad{"ANegativeSize", request("POST /", "Transfer-Encoding: chunked\r\n", "-1\r\n"), 400},
                    Bad{"AnOverflowingSize", request("POST /", "Transfer-Encoding: chunked\r\n", "fffffffffffffffff\r\n"), 400},
                    Bad{"APrefixedSize", request("POST /", "Transfer-Encoding: chunked\r\n", "0x5\r\nabcde\r\n0\r\n\r\n"), 400},
                    Bad{"ALineFeedAlone", request("POST /", "Transfer-Encoding: chunked\r\n", "5\nabcde\n0\n\n"), 400},
                    Bad{"NoEndOfData", request("POST /", "Transfer-Encoding: chunked\r\n", "2\r\nabcd\r\n0\r\n\r\n"), 400},
                    Bad{"AnEndlessExtension", request("POST /", "Transfer-Encoding: chunked\r\n", "1;" + std::string(50'000, 'a')), 400}));

INSTANTIATE_TEST_SUITE_P(Garbage, HttpRefuses,
                         testing::Values(Bad{"NoHttp", "hello there\r\n\r\n", 400},
                                         Bad{"Tls", std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 15), 400},
                                         Bad{"ABinaryMethod", "G\xffT / HTTP/1.1\r\nHost: h\r\n\r\n", 400},
                                         Bad{"AnotherVersion", "GET / HTTP/3.7\r\nHost: h\r\n\r\n", 400},
                                         Bad{"NoPath", "GET foo HTTP/1.1\r\nHost: h\r\n\r\n", 400},
                                         Bad{"AnUnknownExpectation", request("GET /", "Expect: cake\r\n"), 417}));

TEST(HttpConnection, RefusesAHeaderThatIsTooLong) {
  EchoServer server;
  RawClient client(server.port()), line(server.port()), endless(server.port());
  client.send(request("GET /", "X: " + std::string(20'000, 'a') + "\r\n"));
  EXPECT_EQ(status_of(client.receive_all()), 431);
  line.send("GET /" + std::string(20'000, 'a'));
  EXPECT_EQ(status_of(line.receive_all()), 431);
  std::string many;
  for (int i = 0; i < 5000; ++i) many += "X-" + std::to_string(i) + ": y\r\n";
  endless.send(request("GET /", many));
  EXPECT_EQ(status_of(endless.receive_all()), 431);
}

TEST(HttpConnection, TakesAHeaderUpToItsLimitAfterOthers) {
  EchoServer server;
  RawClient client(server.port());
  const std::string large = request("POST /large", "X: " + std::string(16'000, 'a') + "\r\nTransfer-Encoding: chunked\r\n",
                                    "1;" + std::string(2000, 'e') + "=f\r\nz\r\n0\r\n\r\n");
  std::string all;
  for (int i = 0; i < 20; ++i) all += request("GET /small") + large;
  client.send(all);
  for (int i = 0; i < 20; ++i) {
    ASSERT_EQ(body_of(client.receive_answer()), "GET /small|");
    ASSERT_EQ(body_of(client.receive_answer()), "POST /large|z");
  }
}

TEST(HttpConnection, RefusesABodyThatIsTooLong) {
  EchoServer server({.body_bytes = 1000});
  RawClient length(server.port()), chunked(server.port());
  length.send(request("POST /", "Content-Length: 1001\r\n"));
  EXPECT_EQ(status_of(length.receive_all()), 413);
  chunked.send(request("POST /", "Transfer-Encoding: chunked\r\n", "3e0\r\n" + std::string(0x3e0, 'a') + "\r\n20\r\n"));
  EXPECT_EQ(status_of(chunked.receive_all()), 413);
}

TEST(HttpConnection, EndsAHeaderThatTakesTooLong) {
  EchoServer server({.header_time = 100ms});
  RawClient client(server.port()), silent(server.port());
  client.send("GET / HTTP/1.1\r\nHo");
  EXPECT_EQ(status_of(client.receive_all()), 408);
  EXPECT_EQ(silent.receive_all(), "");
}

TEST(HttpConnection, EndsABodyThatTrickles) {
  EchoServer server({.progress_time = 100ms});
  RawClient client(server.port());
  client.send(request("POST /", "Content-Length: 100000\r\n"));
  std::thread trickle([&] {
    while (client.send("x")) std::this_thread::sleep_for(5ms);
  });
  EXPECT_EQ(status_of(client.receive_all()), 408);
  trickle.join();
}

TEST(HttpConnection, EndsAnIdleConnection) {
  EchoServer server({.idle_time = 50ms});
  RawClient client(server.port());
  EXPECT_EQ(status_of(client.ask(request("GET /a"))), 200);
  EXPECT_EQ(client.receive_all(), "");
  while (server.open() != 0) std::this_thread::yield();
}

TEST(HttpConnection, StopsReadingFromWhoDoesNotReadAnswers) {
  EchoServer server({.progress_time = 200ms});
  RawClient client(server.port());
  // The answers fill all buffers between us; then the server must neither read on nor keep them all, and at last give up.
  std::size_t sent = 0;
  while (sent < 10'000 && client.send(request("GET /big"))) ++sent;
  while (server.open() != 0) std::this_thread::yield();
  SUCCEED();
}

TEST(HttpConnection, WritesALongAnswerToASlowReader) {
  EchoServer server;
  RawClient client(server.port());
  for (int i = 0; i < 10; ++i) client.send(request("GET /big") + request("GET /small"));
  for (int i = 0; i < 10; ++i) {
    ASSERT_EQ(body_of(client.receive_answer()).size(), 1U << 20);
    ASSERT_EQ(body_of(client.receive_answer()), "GET /small|");
  }
}

TEST(HttpConnection, IgnoresEmptyLinesBeforeARequest) {
  EchoServer server;
  RawClient client(server.port());
  EXPECT_EQ(body_of(client.ask("\r\n\r\n" + request("GET /a"))), "GET /a|");
  EXPECT_EQ(body_of(client.ask("\r\n" + request("GET /b"))), "GET /b|");
}

TEST(HttpConnection, TakesAnAbsoluteTarget) {
  EchoServer server;
  RawClient client(server.port());
  EXPECT_EQ(body_of(client.ask(request("GET http://other:1/a?b"))), "GET /a?b|");
  EXPECT_EQ(body_of(client.ask(request("OPTIONS *"))), "OPTIONS *|");
}

TEST(HttpConnection, SurvivesClientsThatLeave) {
  EchoServer server;
  for (int i = 0; i < 50; ++i) {
    RawClient client(server.port());
    client.send(i % 2 == 0 ? request("GET /later") : request("POST /x", "Content-Length: 10\r\n", "abc"));
  }
  RawClient last(server.port());
  EXPECT_EQ(status_of(last.ask(request("GET /a"))), 200);
}

}  // namespace
}  // namespace kamel::http
