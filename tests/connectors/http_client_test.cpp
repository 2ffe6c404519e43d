// The http component on a running runtime, as Apache Camel 4.14 does it.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "tests/connectors/http_client_rig.h"

namespace kamel {
namespace {

using tests::HttpClient;
using tests::Outcome;

TEST_F(HttpClient, GetsWithoutABodyAndPostsWithOne) {
  const Outcome got = send(url("/a"));
  EXPECT_EQ(server.request(0).line, "GET /a HTTP/1.1");
  EXPECT_EQ(got.body.kind(), Value::Kind::Stream);
  EXPECT_EQ(got.body.slice(), "hello");
  EXPECT_EQ(got.header("CamelHttpResponseCode"), "200");
  EXPECT_EQ(got.header("CamelHttpResponseText"), "OK");
  EXPECT_EQ(got.header("X-Answer"), "yes");
  send(url("/b"), "text");
  EXPECT_EQ(server.request(1).line, "POST /b HTTP/1.1");
  EXPECT_EQ(server.request(1).body, "text");
  EXPECT_EQ(server.request(1).header("Content-Type"), "-");
  EXPECT_EQ(server.request(1).header("Expect"), "-");
  send(url("/c"), Value::stream(Slice()));
  EXPECT_EQ(server.request(2).line, "GET /c HTTP/1.1");
  EXPECT_EQ(server.connections(), 1U);
}

TEST_F(HttpClient, GetsWhenThereIsAQuery) {
  send(url("/a?z=1&a=x%20y&m=RAW(p+q&r)"), "text");
  EXPECT_EQ(server.request(0).line, "GET /a?a=x+y&m=p%2Bq%26r&z=1 HTTP/1.1");
  EXPECT_EQ(server.request(0).body, "");
}

TEST_F(HttpClient, ObeysControlHeaders) {
  send(url("/a?x=1"), {}, {{"CamelHttpMethod", "DELETE"}, {"CamelHttpPath", "/more"}, {"CamelHttpQuery", "q=\xC3\xB6 y|{}"}});
  EXPECT_EQ(server.request(0).line, "DELETE /a/more?q=%C3%B6%20y%7C%7B%7D HTTP/1.1");
  send(url("/a?x=1"), {}, {{"CamelHttpUri", url("/other?gone=1")}});
  EXPECT_EQ(server.request(1).line, "GET /other?x=1 HTTP/1.1");
  send(url("/a?bridgeEndpoint=true"), {}, {{"CamelHttpUri", url("/other")}, {"CamelHttpPath", "p"}});
  EXPECT_EQ(server.request(2).line, "GET /a/p HTTP/1.1");
  send(url("/a?skipControlHeaders=true"), {}, {{"CamelHttpMethod", "PUT"}, {"CamelHttpPath", "p"}});
  EXPECT_EQ(server.request(3).line, "GET /a HTTP/1.1");
  send(url("/a?httpMethod=PUT"), "b", {{"CamelHttpMethod", "PATCH"}});
  EXPECT_EQ(server.request(4).line, "PUT /a HTTP/1.1");
  EXPECT_EQ(send(url("/a"), {}, {{"CamelHttpUri", "not a uri"}}).error.type(), "java.lang.IllegalArgumentException");
  EXPECT_EQ(send(url("/a"), {}, {{"CamelHttpMethod", "foo"}}).error.type(), "org.apache.camel.TypeConversionException");
}

TEST_F(HttpClient, SendsHeadersThatBelongOutside) {
  const Outcome got = send(url("/a"), "x",
                           {{"X-A", "1"},
                            {"N", 5},
                            {"L", Value(List{"a", "b"})},
                            {"Nul", Value()},
                            {"E", ""},
                            {"Content-Type", "a/b"},
                            {"Host", "h"},
                            {"CamelFoo", "x"},
                            {"Connection", "close"},
                            {"User-Agent", "me"},
                            {"Content-Length", "99"},
                            {"Accept", "c/d"}});
  const auto& request = server.request(0);
  EXPECT_EQ(request.header("X-A"), "1");
  EXPECT_EQ(request.header("N"), "5");
  EXPECT_EQ(request.header("L"), "[a, b]");
  EXPECT_EQ(request.header("Nul"), "-");
  EXPECT_EQ(request.header("E"), "");
  EXPECT_EQ(request.header("Content-Type"), "a/b");
  EXPECT_EQ(request.header("Host"), "127.0.0.1:" + std::to_string(server.port()));
  EXPECT_EQ(request.header("CamelFoo"), "-");
  EXPECT_EQ(request.header("User-Agent"), "me");
  EXPECT_EQ(request.header("Content-Length"), "1");
  EXPECT_EQ(request.header("Accept"), "c/d");
  EXPECT_EQ(got.header("X-A"), "1");
  EXPECT_EQ(got.header("CamelFoo"), "x");
  EXPECT_FALSE(got.headers.has("User-Agent"));
  EXPECT_FALSE(got.headers.has("Host"));
}

TEST_F(HttpClient, RefusesToSendALinesEndInAHeader) {
  EXPECT_EQ(send(url("/a"), "x", {{"X-A", "1\r\nInjected: 2"}}).error.type(), "java.lang.IllegalArgumentException");
  EXPECT_EQ(send(url("/a"), "x", {{"X-A: 1\r\nInjected", "2"}}).error.type(), "java.lang.IllegalArgumentException");
  EXPECT_EQ(server.requests(), 0U);
}

TEST_F(HttpClient, FailsOnOtherStatusCodes) {
  const Outcome failed = send(url("/status/404"), "x", {{"X-A", "1"}});
  EXPECT_EQ(failed.error.type(), "org.apache.camel.http.base.HttpOperationFailedException");
  EXPECT_EQ(failed.error.message(), "HTTP operation failed invoking " + url("/status/404") + " with statusCode: 404");
  EXPECT_EQ(failed.header("CamelHttpResponseCode"), "404");
  EXPECT_TRUE(failed.body.is_null());
  EXPECT_FALSE(failed.headers.has("X-A"));
  EXPECT_EQ(send(url("/status/302")).error.message(),
            "HTTP operation failed invoking " + url("/status/302") + " with statusCode: 302, redirectLocation: /moved");
  EXPECT_FALSE(send(url("/status/404?okStatusCodeRange=200-204,404")).error);
  EXPECT_TRUE(send(url("/status/205?okStatusCodeRange=200-204,404")).error);
  const Outcome quiet = send(url("/status/500?throwExceptionOnFailure=false"));
  EXPECT_FALSE(quiet.error);
  EXPECT_EQ(quiet.header("CamelHttpResponseCode"), "500");
  EXPECT_EQ(quiet.body.slice(), "hello");
}

TEST_F(HttpClient, FollowsRedirectionsWhenAsked) {
  const Outcome got = send(url("/status/302?followRedirects=true"), "posted");
  EXPECT_FALSE(got.error);
  EXPECT_EQ(server.request(0).line, "POST /status/302 HTTP/1.1");
  EXPECT_EQ(server.request(1).line, "GET /moved HTTP/1.1");
}

TEST_F(HttpClient, ReadsListsAndCharsetsOutOfHeaders) {
  const Outcome got = send(url("/list"));
  EXPECT_TRUE(got.headers.get("X-List").is_list());
  EXPECT_EQ(got.header("X-List"), "[a, b]");
}

TEST_F(HttpClient, HasNoBodyWhereTheAnswerHasNone) {
  EXPECT_TRUE(send(url("/status/204"), "was").body.is_null());
  EXPECT_TRUE(send(url("/a?httpMethod=HEAD")).body.is_null());
  EXPECT_TRUE(send(url("/a?ignoreResponseBody=true")).body.is_null());
}

TEST_F(HttpClient, TellsWhyThereIsNoAnswer) {
  EXPECT_EQ(send("http://127.0.0.1:1/x").error.type(), "org.apache.hc.client5.http.HttpHostConnectException");
  EXPECT_TRUE(send("http://127.0.0.1:1/x").error.is_a("java.net.ConnectException"));
  EXPECT_EQ(send("http://nosuch.invalid/x").error.type(), "java.net.UnknownHostException");
  EXPECT_EQ(send(url("/hang?responseTimeout=100")).error.type(), "java.net.SocketTimeoutException");
  EXPECT_EQ(send(url("/close")).error.type(), "org.apache.hc.core5.http.NoHttpResponseException");
  EXPECT_EQ(send(url("/short")).error.type(), "org.apache.hc.core5.http.ConnectionClosedException");
  EXPECT_TRUE(send("https://127.0.0.1:" + std::to_string(server.port()) + "/tls").error.is_a("javax.net.ssl.SSLException"));
  EXPECT_EQ(send(url("/a"), Value(List{1, 2})).error.type(), "org.apache.camel.InvalidPayloadException");
}

TEST_F(HttpClient, SaysWhoItIs) {
  send(url("/a?authMethod=Basic&authUsername=u&authPassword=p&authenticationPreemptive=true"));
  EXPECT_EQ(server.request(0).header("Authorization"), "Basic dTpw");
  send(url("/a?authMethod=Bearer&authBearerToken=tok"));
  EXPECT_EQ(server.request(1).header("Authorization"), "Bearer tok");
  send(url("/a?userAgent=agent&customHostHeader=other&connectionClose=true"));
  EXPECT_EQ(server.request(2).header("User-Agent"), "agent");
  EXPECT_EQ(server.request(2).header("Host"), "other");
  EXPECT_EQ(server.request(2).header("Connection"), "close");
  send(url("/a?skipRequestHeaders=true"), {}, {{"X-A", "1"}});
  EXPECT_EQ(server.request(3).header("X-A"), "-");
}

TEST_F(HttpClient, FetchesATokenBeforeTheFirstRequestAndKeepsIt) {
  const std::string uri =
      url("/a?oauth2ClientId=me&oauth2ClientSecret=secret&oauth2CacheTokens=true&oauth2TokenEndpoint=RAW(" + url("/token") + ")");
  for (int i = 0; i < 2; ++i) EXPECT_FALSE(send(uri).error);
  EXPECT_EQ(server.request(0).body, "grant_type=client_credentials");
  EXPECT_EQ(server.request(0).header("Authorization"), "Basic bWU6c2VjcmV0");
  EXPECT_EQ(server.request(1).header("Authorization"), "Bearer fetched");
  EXPECT_EQ(server.request(2).header("Authorization"), "Bearer fetched");
  EXPECT_EQ(server.requests(), 3U);
}

TEST_F(HttpClient, SendsCookiesBackToWhereTheyCameFrom) {
  for (int i = 0; i < 2; ++i) send(url("/cookie"));
  EXPECT_EQ(server.request(0).header("Cookie"), "-");
  EXPECT_EQ(server.request(1).header("Cookie"), "k=v");
  send(url("/elsewhere"));
  EXPECT_EQ(server.request(2).header("Cookie"), "-");
  send(url("/a?customHostHeader=other"));
  send(url("/cookie"));
  EXPECT_EQ(server.request(4).header("Cookie"), "k=v");
}

TEST_F(HttpClient, SendsTheBodyWhereToldTo) {
  send(url("/a?httpMethod=GET&getWithBody=true"), "gb");
  EXPECT_EQ(server.request(0).line, "GET /a HTTP/1.1");
  EXPECT_EQ(server.request(0).body, "gb");
  send(url("/a?httpMethod=DELETE"), "db");
  EXPECT_EQ(server.request(1).body, "");
  send(url("/a?httpMethod=DELETE&deleteWithBody=true"), "db");
  EXPECT_EQ(server.request(2).body, "db");
  send(url("/a?multipartUpload=true"), "part");
  EXPECT_TRUE(server.request(3).header("Content-Type").starts_with("multipart/form-data; charset=ISO-8859-1; boundary="));
  EXPECT_NE(server.request(3).body.find("name=\"data\""), std::string::npos);
  send(url("/a"), "\xC3\xB6", {{"Content-Type", "text/plain; charset=iso-8859-1"}});
  EXPECT_EQ(server.request(4).body, "\xF6");
  send(url("/a"), std::string(1000, 'x'), {{"Content-Encoding", "gzip"}});
  EXPECT_TRUE(server.request(5).body.starts_with("\x1f\x8b"));
  EXPECT_LT(server.request(5).body.size(), 100U);
  send(url("/a?bridgeEndpoint=true"), "zipped", {{"Content-Encoding", "gzip"}});
  EXPECT_EQ(server.request(6).body, "zipped");
}

TEST_F(HttpClient, SendsManyAtOnceOverFewConnections) {
  std::atomic<int> left{200}, right{0};
  for (int i = 0; i < 200; ++i) {
    const auto sent = rig.runtime.send(
        url("/many?connectionsPerRoute=3"), Pattern::InOut, [](Exchange&) {},
        [&](Exchange& exchange) {
          if (!exchange.failed() && exchange.message.body.slice() == "hello") ++right;
          if (--left == 0) left.notify_all();
        });
    ASSERT_TRUE(sent.has_value());
  }
  for (int now = left; now != 0; now = left) left.wait(now);
  EXPECT_EQ(right, 200);
  EXPECT_LE(server.connections(), 3U);
}

TEST_F(HttpClient, RefusesWhatCannotBe) {
  const auto wrong = [&](const std::string& uri) {
    return rig.apply("- from: { uri: \"timer:t?repeatCount=1\", steps: [ { to: \"" + uri + "\" } ] }");
  };
  EXPECT_NE(wrong("http://h/x?okStatusCodeRange=abc").find("no list of status codes"), std::string::npos);
  EXPECT_NE(wrong("http://h/x?httpMethod=FOO").find("httpMethod"), std::string::npos);
  EXPECT_NE(wrong("http://u:p@h/x").find("authMethod=Basic"), std::string::npos);
  EXPECT_NE(wrong("http:///x").find("no host"), std::string::npos);
  EXPECT_NE(wrong("http://h/x?sslContextParameters=#tls").find("keyManagers.keyStore.resource"), std::string::npos);
  EXPECT_NE(wrong("http://h/x?httpClient.cookieSpec=x").find("no setting 'httpClient.cookieSpec'"), std::string::npos);
  EXPECT_NE(wrong("http://h/x?httpClientConfigurer=#x").find("Java"), std::string::npos);
}

}  // namespace
}  // namespace kamel
