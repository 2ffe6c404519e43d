// platform-http on a running runtime, as Apache Camel 4.14 answered the same requests.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "connectors/http/server.h"
#include "tests/connectors/raw_client.h"
#include "tests/connectors/route_rig.h"

namespace kamel {
namespace {

using tests::RawClient;
using tests::RouteRig;

class PlatformHttp : public testing::Test {
 protected:
  PlatformHttp() {
    rig.properties.set("camel.server.port", "0");
    rig.properties.set("camel.server.host", "127.0.0.1");
  }
  std::uint16_t port() { return http::HttpServer::of(rig.runtime.context())->port(); }
  std::string ask(const std::string& request) {
    RawClient client(port());
    return client.ask(request);
  }
  std::string get(const std::string& target, const std::string& headers = "") {
    return ask("GET " + target + " HTTP/1.1\r\nHost: h\r\n" + headers + "\r\n");
  }
  std::string post(const std::string& target, const std::string& body, const std::string& headers = "") {
    return ask("POST " + target + " HTTP/1.1\r\nHost: h\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + headers + "\r\n" +
               body);
  }
  static std::string body(const std::string& answer) { return answer.substr(std::min(answer.find("\r\n\r\n"), answer.size() - 4) + 4); }
  static int status(const std::string& answer) { return answer.size() > 12 ? std::stoi(answer.substr(9, 3)) : 0; }
  /// The value of an answer's header, "-" when it has none.
  static std::string header(const std::string& answer, const std::string& name) {
    const auto at = answer.find("\r\n" + name + ": ");
    if (at == std::string::npos) return "-";
    const auto from = at + name.size() + 4;
    return answer.substr(from, answer.find("\r\n", from) - from);
  }
  RouteRig rig;
};

constexpr auto kEcho = R"(
- from:
    uri: platform-http:/echo
    steps:
      - setBody: { simple: "m=${header.CamelHttpMethod} p=${header.CamelHttpPath} u=${header.CamelHttpUri} q=${header.CamelHttpQuery} a=${header.a} b=${header.b} url=${header.CamelHttpUrl} body=${body}" }
)";

TEST_F(PlatformHttp, MakesHeadersOfTheRequestLineAndTheQuery) {
  ASSERT_EQ(rig.apply(kEcho), "");
  const auto answer = get("/echo?a=1&b=x%20y&b=2", "X-Foo: bar\r\nUser-Agent: me\r\n");
  EXPECT_EQ(body(answer), "m=GET p=/echo u=/echo?a=1&b=x%20y&b=2 q=a=1&b=x%20y&b=2 a=1 b=[x y, 2] url=http://h/echo?a=1&b=x%20y&b=2 body=");
  EXPECT_EQ(header(answer, "X-Foo"), "bar");
  EXPECT_EQ(header(answer, "User-Agent"), "-");
  EXPECT_EQ(header(answer, "Host"), "-");
  EXPECT_EQ(header(answer, "CamelHttpMethod"), "-");
}

TEST_F(PlatformHttp, ReadsForms) {
  ASSERT_EQ(rig.apply(kEcho), "");
  const auto answer = post("/echo", "a=1&b=two+words", "Content-Type: application/x-www-form-urlencoded\r\n");
  EXPECT_EQ(body(answer), "m=POST p=/echo u=/echo q= a=1 b=two words url=http://h/echo body={a=1, b=two words}");
  EXPECT_EQ(header(answer, "Content-Type"), "application/x-www-form-urlencoded");
}

// Found by noise: a field without a name became a header that could not be written.
TEST_F(PlatformHttp, RefusesFormsWithFieldsWithoutAName) {
  rig.apply("- from: { uri: 'platform-http:/form', steps: [ { setBody: { simple: 'body=${body}' } } ] }\n");
  const std::string answer = post("/form", "--B\r\nContent-Disposition: form-data; nme=\"a\"\r\n\r\n1\r\n--B\r\nContent-Disposition: form-data; name=\"b\"\r\n\r\n2\r\n--B--",
                                  "Content-Type: multipart/form-data; boundary=B\r\n");
  EXPECT_EQ(status(answer), 400);
  EXPECT_EQ(status(post("/form", "=1&b=2", "Content-Type: application/x-www-form-urlencoded\r\n")), 400);
  EXPECT_EQ(status(post("/form", "a=1&b=2", "Content-Type: application/x-www-form-urlencoded\r\n")), 200);
}

TEST_F(PlatformHttp, ReadsAnUpload) {
  ASSERT_EQ(rig.apply(R"(
- from:
    uri: platform-http:/up
    steps: [ { setBody: { simple: "${header.f1} ${header.CamelAttachmentsSize} ${header.CamelFileName} ${header.CamelFileLength} ${header.CamelFileContentType} ${body}" } } ]
)"),
            "");
  const auto answer = post("/up",
                           "--B\r\nContent-Disposition: form-data; name=\"f1\"\r\n\r\nv1\r\n--B\r\nContent-Disposition: form-data; "
                           "name=\"file\"; filename=\"a.txt\"\r\n"
                           "Content-Type: text/plain\r\n\r\nhello file\r\n--B--\r\n",
                           "Content-Type: multipart/form-data; boundary=B\r\n");
  EXPECT_EQ(body(answer), "v1 1 a.txt 10 text/plain hello file");
}

TEST_F(PlatformHttp, MatchesPathsInTheOrderOfRoutes) {
  ASSERT_EQ(rig.apply(R"(
- from: { uri: "platform-http:/t/{x}", steps: [ { setBody: { simple: "x=${header.x}" } } ] }
- from: { uri: "platform-http:/t/literal", steps: [ { setBody: { constant: never } } ] }
- from: { uri: "platform-http:/t/{x}/{y}", steps: [ { setBody: { simple: "x=${header.x} y=${header.y}" } } ] }
- from: { uri: "platform-http:/pre?matchOnUriPrefix=true", steps: [ { setBody: { simple: "${header.CamelHttpPath}" } } ] }
- from: { uri: "platform-http:/m?httpMethodRestrict=GET,POST", steps: [ { setBody: { simple: "gp" } } ] }
- from: { uri: "platform-http:/m?httpMethodRestrict=PUT", steps: [ { setBody: { simple: "put" } } ] }
- from: { uri: "platform-http:/json?consumes=application/json,text/plain&produces=application/json", steps: [ { setBody: { simple: "ok" } } ] }
)"),
            "");
  EXPECT_EQ(body(get("/t/1")), "x=1");
  EXPECT_EQ(body(get("/t/literal")), "x=literal");
  EXPECT_EQ(body(get("/t/a%20b%2Fc")), "x=a b/c");
  EXPECT_EQ(header(get("/t/1"), "x"), "-");
  EXPECT_EQ(body(get("/t//1/")), "x=1");
  EXPECT_EQ(body(get("/t/../t/%41")), "x=A");
  EXPECT_EQ(body(get("/t/1", "x: 0\r\n")), "x=[0, 1]");
  EXPECT_EQ(body(get("/t/1/2")), "x=1 y=2");
  EXPECT_EQ(body(get("/pre/a/b?c")), "/pre/a/b");
  EXPECT_EQ(body(get("/prefix")), "/prefix");
  EXPECT_EQ(body(ask("PUT /m HTTP/1.1\r\nHost: h\r\n\r\n")), "put");
  EXPECT_EQ(status(ask("DELETE /m HTTP/1.1\r\nHost: h\r\n\r\n")), 405);
  EXPECT_EQ(status(post("/json", "x", "Content-Type: text/xml\r\n")), 415);
  EXPECT_EQ(status(post("/json", "x")), 415);
  EXPECT_EQ(status(post("/json", "x", "Content-Type: text/plain; charset=utf-8\r\nAccept: text/html\r\n")), 406);
  EXPECT_EQ(body(post("/json", "x", "Content-Type: application/json\r\nAccept: text/html, application/*;q=0.5\r\n")), "ok");
  const auto missing = get("/T/1");
  EXPECT_EQ(status(missing), 404);
  EXPECT_EQ(body(missing), "<html><body><h1>Resource not found</h1></body></html>");
  EXPECT_EQ(status(get("/t/%zz")), 400);
  EXPECT_EQ(status(get("/t/1?a=%zz")), 400);
}

TEST_F(PlatformHttp, AnswersByWhatTheExchangeHasBecome) {
  ASSERT_EQ(rig.apply(R"(
- from: { uri: "platform-http:/status", steps: [ { setHeader: { name: CamelHttpResponseCode, simple: "${header.code}" } }, { setHeader: { name: Content-Type, constant: text/html } }, { setBody: { constant: "<b>hi</b>" } } ] }
- from: { uri: "platform-http:/fail", steps: [ { throwException: { exceptionType: java.lang.IllegalStateException, message: "fail msg" } } ] }
- from: { uri: "platform-http:/loud?muteException=false", steps: [ { throwException: { exceptionType: java.lang.IllegalStateException, message: "fail msg" } } ] }
- from: { uri: "platform-http:/conflict", steps: [ { setHeader: { name: CamelHttpResponseCode, constant: 409 } }, { setHeader: { name: X-A, constant: 1 } }, { throwException: { exceptionType: java.lang.IllegalStateException, message: "fail msg" } } ] }
- from: { uri: "platform-http:/blank", steps: [ { setBody: { simple: { expression: "  ", trim: false } } } ] }
- from: { uri: "platform-http:/int", steps: [ { setBody: { simple: { expression: "42", resultType: int } } } ] }
- from: { uri: "platform-http:/list", steps: [ { setBody: { constant: "[1]" } }, { unmarshal: { json: {} } } ] }
- from: { uri: "platform-http:/inject", steps: [ { setHeader: { name: X, simple: "${body}" } }, { setBody: { constant: x } } ] }
- from: { uri: "platform-http:/ret?returnHttpRequestHeaders=true", steps: [ { setBody: { constant: x } } ] }
)"),
            "");
  const auto teapot = get("/status", "code: 418\r\n");
  EXPECT_EQ(status(teapot), 418);
  EXPECT_EQ(header(teapot, "Content-Type"), "text/html");
  const auto failed = get("/fail");
  EXPECT_EQ(status(failed), 500);
  EXPECT_EQ(header(failed, "Content-Type"), "text/plain; charset=utf-8");
  EXPECT_EQ(body(failed), "");
  EXPECT_TRUE(body(get("/loud")).starts_with("java.lang.IllegalStateException: fail msg\n"));
  EXPECT_EQ(status(get("/conflict")), 409);
  EXPECT_EQ(header(get("/conflict"), "X-A"), "1");
  EXPECT_EQ(get("/blank"), "HTTP/1.1 204 No Content\r\n\r\n");
  EXPECT_EQ(body(get("/int")), std::string("\0\0\0*", 4));
  EXPECT_EQ(status(get("/list")), 500);
  EXPECT_EQ(body(get("/list")), "Internal Server Error");
  EXPECT_EQ(status(get("/status", "code: abc\r\n")), 500);
  const auto injected = post("/inject", "a\r\nInjected: 1");
  EXPECT_EQ(status(injected), 500);
  EXPECT_EQ(header(injected, "Injected"), "-");
  EXPECT_EQ(header(get("/ret", "User-Agent: me\r\n"), "User-Agent"), "me");
}

TEST_F(PlatformHttp, AnswersALateRouteInOrder) {
  ASSERT_EQ(rig.apply(R"(
- from: { uri: "platform-http:/later", steps: [ { delay: { constant: 20 } }, { setBody: { simple: "later ${header.n}" } } ] }
- from: { uri: "platform-http:/now", steps: [ { setBody: { simple: "now ${header.n}" } } ] }
)"),
            "");
  RawClient client(port());
  std::string all;
  for (int i = 0; i < 6; ++i)
    all += std::string("GET ") + (i % 2 == 0 ? "/later" : "/now") + "?n=" + std::to_string(i) + " HTTP/1.1\r\nHost: h\r\n\r\n";
  client.send(all);
  for (int i = 0; i < 6; ++i) EXPECT_EQ(body(client.receive_answer()), (i % 2 == 0 ? "later " : "now ") + std::to_string(i));
}

TEST_F(PlatformHttp, GivesUpAfterTheRequestTimeout) {
  ASSERT_EQ(rig.apply(R"(
- from: { uri: "platform-http:/slow?requestTimeout=20", steps: [ { delay: { constant: 200 } }, { setBody: { constant: late } } ] }
)"),
            "");
  const auto answer = get("/slow");
  EXPECT_EQ(status(answer), 503);
  EXPECT_EQ(body(answer), "Service Unavailable");
  EXPECT_TRUE(rig.runtime.drain(std::chrono::seconds(10)));  // the exchange goes on without its client
}

TEST_F(PlatformHttp, SwapsARouteWithoutClosingConnections) {
  const auto routes = [](int version) {
    return "- route: { id: r, from: { uri: \"platform-http:/v\", steps: [ { setBody: { constant: \"v" + std::to_string(version) +
           "\" } } ] } }";
  };
  ASSERT_EQ(rig.apply(routes(0)), "");
  const auto opened = port();
  RawClient client(opened);
  for (int i = 1; i < 20; ++i) {
    EXPECT_EQ(body(client.ask("GET /v HTTP/1.1\r\nHost: h\r\n\r\n")), "v" + std::to_string(i - 1));
    ASSERT_EQ(rig.apply(routes(i)), "");
  }
  EXPECT_EQ(port(), opened);
}

TEST_F(PlatformHttp, MovesARouteToAnotherPathWithoutClosingConnections) {
  ASSERT_EQ(rig.apply("- route: { id: r, from: { uri: \"platform-http:/a\", steps: [ { setBody: { constant: a } } ] } }"), "");
  const auto opened = port();
  RawClient client(opened);
  EXPECT_EQ(body(client.ask("GET /a HTTP/1.1\r\nHost: h\r\n\r\n")), "a");
  ASSERT_EQ(rig.apply("- route: { id: r, from: { uri: \"platform-http:/b\", steps: [ { setBody: { constant: b } } ] } }"), "");
  EXPECT_EQ(status(client.ask("GET /a HTTP/1.1\r\nHost: h\r\n\r\n")), 404);
  EXPECT_EQ(body(client.ask("GET /b HTTP/1.1\r\nHost: h\r\n\r\n")), "b");
  EXPECT_EQ(port(), opened);
}

TEST_F(PlatformHttp, RoutesARequestAgainWhoseRouteWentWhileItsBodyWasOnTheWay) {
  const std::string b = "- route: { id: b, from: { uri: \"platform-http:/b\", steps: [ { setBody: { constant: b } } ] } }\n";
  const std::string a = "- route: { id: a, from: { uri: \"platform-http:/a\", steps: [ { setBody: { constant: a } } ] } }\n";
  const std::string head = "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n";
  ASSERT_EQ(rig.apply(a + b), "");
  RawClient gone(port()), back(port());
  ASSERT_TRUE(gone.send(head) && back.send(head));
  EXPECT_EQ(gone.receive_some(), "HTTP/1.1 100 Continue\r\n\r\n");  // the head has found its route
  EXPECT_EQ(back.receive_some(), "HTTP/1.1 100 Continue\r\n\r\n");
  ASSERT_EQ(rig.apply(b), "");
  gone.send("body");
  EXPECT_EQ(status(gone.receive_answer()), 404);
  ASSERT_EQ(rig.apply(a + b), "");
  back.send("body");
  EXPECT_EQ(body(back.receive_answer()), "a");
}

TEST_F(PlatformHttp, ClosesThePortWithTheLastRouteAndOpensItAgain) {
  ASSERT_EQ(rig.apply(kEcho), "");
  EXPECT_NE(port(), 0);
  ASSERT_EQ(rig.apply("[]"), "");
  EXPECT_EQ(port(), 0);
  ASSERT_EQ(rig.apply(kEcho), "");
  EXPECT_EQ(status(get("/echo")), 200);
}

TEST_F(PlatformHttp, AnswersWhatIsUnderWayWhenItDrains) {
  ASSERT_EQ(rig.apply("- from: { uri: \"platform-http:/slow\", steps: [ { delay: { constant: 100 } }, { setBody: { constant: done } } ] }"),
            "");
  RawClient client(port()), idle(port());
  client.send("GET /slow HTTP/1.1\r\nHost: h\r\n\r\n");
  while (rig.runtime.in_flight() == 0) std::this_thread::yield();
  EXPECT_TRUE(rig.runtime.drain(std::chrono::seconds(5)));
  const auto answer = client.receive_all();
  EXPECT_EQ(body(answer), "done");
  EXPECT_EQ(header(answer, "connection"), "close");
  EXPECT_EQ(idle.receive_all(), "");
}

TEST_F(PlatformHttp, SaysThatThePortIsTaken) {
  ASSERT_EQ(rig.apply(kEcho), "");
  RouteRig other;
  other.properties.set("camel.server.host", "127.0.0.1");
  other.properties.set("camel.server.port", std::to_string(port()));
  EXPECT_NE(other.apply(kEcho).find("Address already in use"), std::string::npos);
}

TEST_F(PlatformHttp, RefusesWhatCannotBe) {
  EXPECT_NE(rig.apply("- from: { uri: \"platform-http:noslash\", steps: [ { log: x } ] }").find("must start with /"), std::string::npos);
  EXPECT_NE(rig.apply("- from: { uri: \"platform-http:/x?httpMethodRestrict=GET,POTS\", steps: [ { log: x } ] }")
                .find("unknown HTTP method 'POTS'"),
            std::string::npos);
  EXPECT_NE(rig.apply("- from: { uri: \"platform-http:/x?useCookieHandler=true\", steps: [ { log: x } ] }").find("Set-Cookie"),
            std::string::npos);
}

TEST(PlatformHttpLoad, ServesManyConnectionsOnTwoWorkersWithFewCredits) {
  RouteRig rig({.workers = 2, .credits = 3});
  rig.properties.set("camel.server.port", "0");
  rig.properties.set("camel.server.host", "127.0.0.1");
  ASSERT_EQ(
      rig.apply(
          "- from: { uri: \"platform-http:/n/{n}\", steps: [ { delay: { constant: 1 } }, { setBody: { simple: \"${header.n}\" } } ] }"),
      "");
  const auto port = http::HttpServer::of(rig.runtime.context())->port();
  std::atomic<int> right{0};
  std::vector<std::thread> clients;
  for (int c = 0; c < 20; ++c) {
    clients.emplace_back([&, c] {
      RawClient client(port);
      for (int i = 0; i < 20; ++i) {
        const std::string n = std::to_string(c * 100 + i);
        if (client.ask("GET /n/" + n + " HTTP/1.1\r\nHost: h\r\n\r\n").ends_with("\r\n\r\n" + n)) ++right;
      }
    });
  }
  for (auto& client : clients) client.join();
  EXPECT_EQ(right, 400);
}

}  // namespace
}  // namespace kamel
