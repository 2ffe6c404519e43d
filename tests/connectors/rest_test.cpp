// rest on a running runtime: what a recorded case cannot show.
#include <gtest/gtest.h>

#include "connectors/http/server.h"
#include "tests/connectors/raw_client.h"
#include "tests/connectors/route_rig.h"

namespace kamel {
namespace {

using tests::RawClient;
using tests::RouteRig;

class Rest : public testing::Test {
 protected:
  Rest() {
    rig.properties.set("camel.server.port", "0");
    rig.properties.set("camel.server.host", "127.0.0.1");
  }
  std::string ask(const std::string& method, const std::string& target, const std::string& body = "", const std::string& headers = "") {
    RawClient client(http::HttpServer::of(rig.runtime.context())->port());
    return client.ask(method + " " + target + " HTTP/1.1\r\nHost: h\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + headers + "\r\n" + body);
  }
  static std::string body(const std::string& answer) { return answer.substr(std::min(answer.find("\r\n\r\n"), answer.size() - 4) + 4); }
  RouteRig rig;
};

constexpr const char* kJson = "Content-Type: application/json\r\n";

TEST_F(Rest, ServesANewAnswerAfterAnEditWithoutGivingUpThePort) {
  const std::string rest = "- rest: { path: /a, get: [ { path: /b, to: 'direct:b' } ] }\n- route: { id: b, from: { uri: 'direct:b', steps: [ { setBody: { constant: ";
  ASSERT_EQ(rig.apply(rest + "one } } ] } }\n"), "");
  const auto port = http::HttpServer::of(rig.runtime.context())->port();
  EXPECT_NE(ask("GET", "/a/b").find("one"), std::string::npos);
  ASSERT_EQ(rig.apply(rest + "two } } ] } }\n"), "");
  EXPECT_NE(ask("GET", "/a/b").find("two"), std::string::npos);
  EXPECT_EQ(http::HttpServer::of(rig.runtime.context())->port(), port);
}

TEST_F(Rest, FinishesTheAnswerOfAnExchangeThatGoesOnElsewhere) {
  ASSERT_EQ(rig.apply("- rest: { path: /a, enableCORS: true, produces: text/plain, post: [ { path: /b, to: 'direct:b' } ] }\n"
                      "- route: { from: { uri: 'direct:b', steps: [ { to: 'seda:later?waitForTaskToComplete=Never' }, { setBody: { constant: taken } } ] } }\n"
                      "- route: { from: { uri: 'seda:later', steps: [ { to: 'mock:later' } ] } }\n"),
            "");
  const std::string answer = ask("POST", "/a/b", "x");
  EXPECT_NE(answer.find("Access-Control-Allow-Origin: *"), std::string::npos) << answer;
  EXPECT_NE(answer.find("Content-Type: text/plain"), std::string::npos) << answer;
}

TEST_F(Rest, RefusesJsonThatIsNestedTooDeeply) {
  ASSERT_EQ(rig.apply("- restConfiguration: { bindingMode: json }\n- rest: { post: [ { path: /b, to: 'mock:b' }, { path: /v, clientRequestValidation: true, to: 'mock:v' } ] }\n"), "");
  const std::string deep(100'000, '[');
  EXPECT_TRUE(ask("POST", "/b", deep, kJson).starts_with("HTTP/1.1 400"));
  EXPECT_TRUE(ask("POST", "/v", deep, kJson).starts_with("HTTP/1.1 400"));
}

TEST_F(Rest, NamesTheHostThatACallNeeds) {
  EXPECT_NE(rig.apply("- route: { from: { uri: 'direct:in', steps: [ { to: 'rest:get:orders' } ] } }\n").find("add ?host="), std::string::npos);
  EXPECT_NE(rig.apply("- route: { from: { uri: 'direct:in', steps: [ { to: 'rest:fetch:orders?host=h' } ] } }\n").find("rest:get:path"), std::string::npos);
}

TEST_F(Rest, CallsByHttpOnly) {
  EXPECT_NE(rig.apply("- route: { from: { uri: 'direct:in', steps: [ { to: 'rest:get:orders?host=h&producerComponentName=undertow' } ] } }\n").find("called by http, not by 'undertow'"), std::string::npos);
  EXPECT_NE(rig.apply("- restConfiguration: { producerComponent: netty-http }\n- route: { from: { uri: 'direct:in', steps: [ { to: 'rest:get:orders?host=h' } ] } }\n").find("not by 'netty-http'"),
            std::string::npos);
  EXPECT_EQ(rig.apply("- route: { from: { uri: 'direct:in', steps: [ { to: 'rest:get:orders?host=h&producerComponentName=http' } ] } }\n"), "");
}

TEST_F(Rest, CallsWithTemplatesFilledFromHeadersAndVariables) {
  ASSERT_EQ(rig.apply("- rest: { path: /shop, get: [ { path: '/{id}/{line}', to: 'direct:line' } ], put: [ { path: '/{id}', to: 'direct:put' } ] }\n"
                      "- route: { from: { uri: 'direct:line', steps: [ { setBody: { simple: '${header.CamelHttpPath} ${header.CamelHttpQuery}' } } ] } }\n"
                      "- route: { from: { uri: 'direct:put', steps: [ { setBody: { simple: '${header.CamelHttpMethod} ${header.CamelHttpPath} ${body}' } } ] } }\n"),
            "");
  const std::string host = "127.0.0.1:" + std::to_string(http::HttpServer::of(rig.runtime.context())->port());
  RouteRig caller;
  ASSERT_EQ(caller.apply("- route: { from: { uri: 'direct:get', steps: [ { setVariable: { name: line, constant: '2' } }, { to: 'rest:get:shop:/{id}/{line}?host=" + host +
                         "&queryParameters=RAW(q={q}&none={none?})' } ] } }\n"
                         "- route: { from: { uri: 'direct:put', steps: [ { to: 'rest:put:shop/{id}?host=" + host + "&bindingMode=json' } ] } }\n"),
            "");
  std::string out;
  const auto take = [&](Exchange& exchange) { out = exchange.failed() ? exchange.exception.text() : exchange.message.body.slice().str(); };
  caller.send("direct:get", [](Exchange& exchange) { exchange.message.headers.set("id", "7"); exchange.message.headers.set("q", "a b"); }, take);
  EXPECT_EQ(out, "/shop/7/2 q=a+b");
  caller.send("direct:put", [](Exchange& exchange) { exchange.message.headers.set("id", "8"); exchange.message.body = Value(Map{{"a", 1}}); }, take);
  EXPECT_EQ(out, "PUT /shop/8 {\"a\":1}");
}

}  // namespace
}  // namespace kamel
