// WebSockets and server-sent events: frames, and what routes see and say.
#include <gtest/gtest.h>

#include "connectors/http/server.h"
#include "connectors/websocket/frames.h"
#include "tests/connectors/raw_client.h"
#include "tests/connectors/running.h"

namespace kamel {
namespace {

using tests::RawClient;
using testing::Running;
using websocket::Message;
using websocket::Opcode;

/// A client's frame: masked.
std::string frame(Opcode opcode, const std::string& payload, bool final = true) {
  std::string out{static_cast<char>((final ? 0x80 : 0) | static_cast<int>(opcode))};
  if (payload.size() < 126) {
    out += static_cast<char>(0x80 | payload.size());
  } else {
    out += static_cast<char>(0x80 | 126);
    out += static_cast<char>(payload.size() >> 8);
    out += static_cast<char>(payload.size());
  }
  constexpr char kMask[] = {0x12, 0x34, 0x56, 0x78};
  out.append(kMask, 4);
  for (std::size_t i = 0; i < payload.size(); ++i) out += static_cast<char>(payload[i] ^ kMask[i & 3]);
  return out;
}

struct Read {
  std::vector<Message> messages;
  std::uint16_t error = 0;
};

Read read(const std::string& bytes, std::size_t step, std::size_t limit = 100'000) {
  websocket::FrameReader reader(limit);
  Read all;
  for (std::size_t at = 0; at < bytes.size() && reader.error() == 0;) {
    std::optional<Message> message;
    at += reader.feed(std::string_view(bytes).substr(at, step), message);
    if (message) all.messages.push_back(std::move(*message));
  }
  all.error = reader.error();
  return all;
}

TEST(WebSocketFrames, PutsFragmentsTogetherHoweverTheyArrive) {
  const std::string bytes = frame(Opcode::Text, "hel", false) + frame(Opcode::Ping, "p") + frame(Opcode::Continuation, "lo \xC3", false) +
                            frame(Opcode::Continuation, "\xA4") + frame(Opcode::Binary, std::string(300, '\0'));
  for (const std::size_t step : {1u, 2u, 7u, 1000u}) {
    const Read all = read(bytes, step);
    ASSERT_EQ(all.error, 0);
    ASSERT_EQ(all.messages.size(), 3u);
    EXPECT_EQ(all.messages[0].opcode, Opcode::Ping);
    EXPECT_EQ(all.messages[1].payload, "hello \xC3\xA4");
    EXPECT_EQ(all.messages[2].payload, std::string(300, '\0'));
  }
}

TEST(WebSocketFrames, HoldsClientsToTheRules) {
  EXPECT_EQ(read(std::string("\x81\x02hi", 4), 10).error, 1002);                         // not masked
  EXPECT_EQ(read("\xC1" + frame(Opcode::Text, "x").substr(1), 10).error, 1002);           // a reserved bit
  EXPECT_EQ(read("\x83" + frame(Opcode::Text, "x").substr(1), 10).error, 1002);           // an unknown opcode
  EXPECT_EQ(read(frame(Opcode::Ping, std::string(126, 'x')), 10).error, 1002);            // a long control frame
  EXPECT_EQ(read(frame(Opcode::Ping, "x", false), 10).error, 1002);                       // a fragmented one
  EXPECT_EQ(read(frame(Opcode::Continuation, "x"), 10).error, 1002);                      // of what?
  EXPECT_EQ(read(frame(Opcode::Text, "x", false) + frame(Opcode::Text, "y"), 10).error, 1002);
  EXPECT_EQ(read(frame(Opcode::Text, "\xC3("), 10).error, 1007);
  EXPECT_EQ(read(frame(Opcode::Text, "\xED\xA0\x80"), 10).error, 1007);                   // half of a surrogate pair
  EXPECT_EQ(read(frame(Opcode::Text, std::string(200, 'x')), 10, 100).error, 1009);
  EXPECT_EQ(read(frame(Opcode::Text, std::string(60, 'x'), false) + frame(Opcode::Continuation, std::string(60, 'x')), 10, 100).error, 1009);
  EXPECT_EQ(read(frame(Opcode::Close, "x"), 10).error, 1002);
  EXPECT_EQ(read(frame(Opcode::Close, std::string("\x03\xED", 2)), 10).error, 1002);      // 1005
  EXPECT_EQ(read(frame(Opcode::Close, std::string("\x03\xE8\xFF", 3)), 10).error, 1007);
}

TEST(WebSocketFrames, AnswersTheKeyOfTheStandard) { EXPECT_EQ(websocket::accept_key("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="); }

class WebSocketClient {
 public:
  WebSocketClient(std::uint16_t port, const std::string& target, const std::string& headers = "") : client_(port) {
    client_.send("GET " + target + " HTTP/1.1\r\nHost: h\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                 "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + headers + "\r\n");
    while (rest_.find("\r\n\r\n") == std::string::npos) {
      const std::string piece = client_.receive_some();
      if (piece.empty()) break;
      rest_ += piece;
    }
    answer_ = rest_.substr(0, rest_.find("\r\n\r\n") + 4);
    rest_.erase(0, answer_.size());
  }
  const std::string& answer() const { return answer_; }
  void send(Opcode opcode, const std::string& payload) { client_.send(frame(opcode, payload)); }
  void send_raw(const std::string& bytes) { client_.send(bytes); }
  /// The next frame: its opcode as a digit, then its payload; "" at the end.
  std::string receive() {
    while (true) {
      if (rest_.size() >= 2) {
        std::size_t size = static_cast<unsigned char>(rest_[1]), start = 2;
        if (size == 126 && rest_.size() >= 4) size = static_cast<std::size_t>(static_cast<unsigned char>(rest_[2]) << 8 | static_cast<unsigned char>(rest_[3])), start = 4;
        if (rest_.size() >= start + size && (size != 126 || start == 4)) {
          std::string got = std::to_string(rest_[0] & 15) + rest_.substr(start, size);
          rest_.erase(0, start + size);
          return got;
        }
      }
      const std::string piece = client_.receive_some();
      if (piece.empty()) return "";
      rest_ += piece;
    }
  }

 private:
  RawClient client_;
  std::string rest_, answer_;
};

Properties anywhere() {
  Properties properties;
  properties.set("camel.server.port", "0");
  properties.set("camel.server.host", "127.0.0.1");
  return properties;
}

std::uint16_t port_of(Running& running) { return http::HttpServer::of(running.runtime().context())->port(); }

constexpr auto kChat = R"(
- from:
    uri: vertx-websocket:localhost/chat/{room}
    steps:
      - to: mock:said
      - setBody: { simple: "${header.room}: ${body}" }
      - to: "vertx-websocket:localhost/chat/{room}"
- from:
    uri: direct:all
    steps: [ { to: "vertx-websocket:localhost/chat/*?sendToAll=true" } ]
)";

TEST(WebSocket, AnswersOneClientAndTellsAll) {
  Running running(kChat, 2, anywhere());
  ASSERT_EQ(running.diagnostics, "");
  WebSocketClient tim(port_of(running), "/chat/red?x=1"), ann(port_of(running), "/chat/blue");
  ASSERT_EQ(tim.answer().substr(0, 12), "HTTP/1.1 101") << tim.answer();
  EXPECT_NE(tim.answer().find("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"), std::string::npos);
  tim.send(Opcode::Text, "hello");
  EXPECT_EQ(tim.receive(), "1red: hello");
  ann.send(Opcode::Binary, "bytes");
  EXPECT_EQ(ann.receive(), "1blue: bytes");
  EXPECT_FALSE(running.send("direct:all", Value("everybody")).error);
  EXPECT_EQ(tim.receive(), "1everybody");
  EXPECT_EQ(ann.receive(), "1everybody");
  EXPECT_FALSE(running.send("direct:all", Value::bytes("raw")).error);
  EXPECT_EQ(tim.receive(), "2raw");
  const auto said = running.arrived("mock:said", 2);
  EXPECT_EQ(to_text(said[0].message.headers.get("x")).view(), "1");
  EXPECT_EQ(to_text(said[0].message.headers.get("CamelVertxWebsocket.event")).view(), "MESSAGE");
  EXPECT_EQ(to_text(said[0].message.headers.get("CamelVertxWebsocket.connectionKey")).size(), 36u);
}

TEST(WebSocket, AnswersPingsAndGoodbyes) {
  Running running(kChat, 1, anywhere());
  WebSocketClient client(port_of(running), "/chat/a");
  client.send(Opcode::Ping, "are you there");
  EXPECT_EQ(client.receive(), "10are you there");
  client.send(Opcode::Close, std::string("\x03\xE8", 2));
  EXPECT_EQ(client.receive(), "8\x03\xE8");
  EXPECT_EQ(client.receive(), "");
}

TEST(WebSocket, EndsWhoBreaksTheRules) {
  Running running(kChat, 1, anywhere());
  WebSocketClient client(port_of(running), "/chat/a");
  client.send_raw(std::string("\x81\x02hi", 4));
  EXPECT_EQ(client.receive(), "8\x03\xEA");
  EXPECT_EQ(client.receive(), "");
}

TEST(WebSocket, TakesMessagesFasterThanTheirRouteDoes) {
  Running running(R"(
- from: { uri: "vertx-websocket:/fast", steps: [ { delay: { constant: "1" } }, { to: "mock:got" } ] }
)",
                  1, anywhere());
  WebSocketClient client(port_of(running), "/fast");
  std::string all;
  for (int i = 0; i < 3000; ++i) all += frame(Opcode::Text, std::to_string(i));
  client.send_raw(all);
  EXPECT_EQ(running.arrived("mock:got", 3000).size(), 3000u);
}

TEST(WebSocket, TurnsAwayWhoDoesNotAskForOne) {
  Running running(R"(
- from: { uri: "vertx-websocket:/ws?allowedOriginPattern=https://.*[.]example", steps: [ { to: "mock:got" } ] }
)",
                  1, anywhere());
  RawClient plain(port_of(running));
  EXPECT_EQ(plain.ask("GET /ws HTTP/1.1\r\nHost: h\r\n\r\n").substr(0, 12), "HTTP/1.1 400");
  EXPECT_EQ(WebSocketClient(port_of(running), "/ws").answer().substr(0, 12), "HTTP/1.1 403");
  EXPECT_EQ(WebSocketClient(port_of(running), "/ws", "Origin: https://evil.com\r\n").answer().substr(0, 12), "HTTP/1.1 403");
  EXPECT_EQ(WebSocketClient(port_of(running), "/ws", "Origin: https://a.example\r\n").answer().substr(0, 12), "HTTP/1.1 101");
  EXPECT_EQ(WebSocketClient(port_of(running), "/other", "Origin: https://a.example\r\n").answer().substr(0, 12), "HTTP/1.1 404");
}

TEST(WebSocket, TellsWhoComesAndGoes) {
  Running running(R"(
- from: { uri: "vertx-websocket:/ws?fireWebSocketConnectionEvents=true", steps: [ { setBody: { simple: "${header[CamelVertxWebsocket.event]}" } }, { to: "mock:events" } ] }
)",
                  1, anywhere());
  {
    WebSocketClient client(port_of(running), "/ws");
    client.send(Opcode::Text, "x");
    running.arrived("mock:events", 2);
  }
  EXPECT_EQ(running.bodies("mock:events", 3), (std::vector<std::string>{"OPEN", "MESSAGE", "CLOSE"}));
}

TEST(WebSocket, EndsItsClientsWithItsRoute) {
  Running running(kChat, 2, anywhere());
  WebSocketClient client(port_of(running), "/chat/a");
  client.send(Opcode::Text, "x");
  EXPECT_EQ(client.receive(), "1a: x");
  running.apply("[]");
  const std::string last = client.receive();
  EXPECT_TRUE(last.empty() || last == "8\x03\xE9");  // 1001: it goes away
}

TEST(WebSocket, SaysWhatItDoesNotDo) {
  Running running("[]", 1, anywhere());
  running.apply(R"(
- from: { uri: "direct:out", steps: [ { to: "vertx-websocket:elsewhere/x" } ] }
)",
                anywhere());
  EXPECT_EQ(running.send("direct:out", Value("x")).error.type(), "java.lang.UnsupportedOperationException");
  Properties properties = anywhere();
  properties.set("camel.server.port", "8081");
  running.apply(R"(
- from: { uri: "vertx-websocket:localhost:9000/x", steps: [ { to: "mock:x" } ] }
)",
                properties);
  EXPECT_NE(running.diagnostics.find("the integration's HTTP server is at port 8081"), std::string::npos);
}

TEST(Sse, SendsEventsToSubscribers) {
  Running running(R"(
- from: { uri: "sse:/prices", steps: [ { setBody: { simple: "welcome ${header.x} ${header[CamelSse.lastEventId]}" } }, { to: "sse:/prices" } ] }
- from: { uri: "direct:price", steps: [ { setHeader: { name: CamelSse.id, constant: "7" } }, { to: "sse:/prices?event=price" } ] }
)",
                  2, anywhere());
  ASSERT_EQ(running.diagnostics, "");
  RawClient client(port_of(running));
  client.send("GET /prices?x=tim HTTP/1.1\r\nHost: h\r\nAccept: text/event-stream\r\nLast-Event-ID: 6\r\n\r\n");
  std::string all;
  const auto until = [&](const std::string& text) {
    while (all.find(text) == std::string::npos) {
      const std::string piece = client.receive_some();
      if (piece.empty()) break;
      all += piece;
    }
    return all.find(text) != std::string::npos;
  };
  ASSERT_TRUE(until("data: welcome tim 6\n\n")) << all;
  EXPECT_NE(all.find("Content-Type: text/event-stream\r\n"), std::string::npos);
  EXPECT_FALSE(running.send("direct:price", Value("two\nlines")).error);
  EXPECT_TRUE(until("id: 7\nevent: price\ndata: two\ndata: lines\n\n")) << all;
  running.apply("[]");
  EXPECT_EQ(client.receive_all(), "");
}

}  // namespace
}  // namespace kamel
