// TLS of the HTTP server: certificates from files, clients' certificates, rotation.
#include <gtest/gtest.h>

#include <thread>

#include "connectors/http/server.h"
#include "tests/connectors/raw_client.h"
#include "tests/connectors/route_rig.h"
#include "tests/connectors/tls_files.h"

namespace kamel {
namespace {

using namespace tests;
using namespace std::chrono_literals;

constexpr auto kEcho = R"(
- from:
    uri: platform-http:/echo
    steps:
      - setBody: { simple: "${body}" }
)";

class HttpTls : public testing::Test {
 protected:
  HttpTls() : authority_key(make_key()), authority(make_certificate("authority", authority_key)) {
    rig.properties.set("camel.server.port", "0");
    rig.properties.set("camel.server.host", "127.0.0.1");
    rig.properties.set("camel.server.useGlobalSslContextParameters", "true");
    rig.properties.set("camel.ssl.keyStore", folder.path());
    issue("first");
  }
  /// A new certificate and key of the server, as a Secret of type tls is mounted.
  void issue(const std::string& name) {
    const Key key = make_key();
    folder.write("tls.key", pem(key));
    folder.write("tls.crt", pem(make_certificate(name, key, authority, authority_key)) + pem(authority));
  }
  std::uint16_t port() { return http::HttpServer::of(rig.runtime.context())->port(); }
  static std::string post(const std::string& body) {
    return "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  }
  Key authority_key;
  Certificate authority;
  Folder folder;
  RouteRig rig;
};

TEST_F(HttpTls, AnswersRequestsOfAllSizesOnOneConnection) {
  ASSERT_EQ(rig.apply(kEcho), "");
  TlsClient client(port(), authority);
  ASSERT_TRUE(client.connected());
  EXPECT_EQ(client.server_name(), "first");
  for (const std::size_t size : {1u, 100'000u, 3'000'000u, 5u}) {
    const std::string body(size, 'x');
    const std::string answer = client.ask(post(body));
    ASSERT_EQ(answer.substr(0, 15), "HTTP/1.1 200 OK") << size;
    EXPECT_EQ(answer.substr(answer.find("\r\n\r\n") + 4), body) << size;
  }
}

TEST_F(HttpTls, TurnsPlainHttpAway) {
  ASSERT_EQ(rig.apply(kEcho), "");
  RawClient plain(port());
  EXPECT_EQ(plain.ask("GET /echo HTTP/1.1\r\nHost: h\r\n\r\n").find("HTTP/1.1 200"), std::string::npos);
  EXPECT_TRUE(TlsClient(port(), authority).connected());
}

TEST_F(HttpTls, AsksForClientsCertificates) {
  rig.properties.set("camel.ssl.clientAuthentication", "REQUIRE");
  rig.properties.set("camel.ssl.trustStore", folder.write("clients.pem", pem(authority)));
  ASSERT_EQ(rig.apply(kEcho), "");
  const Key key = make_key(), stranger_key = make_key();
  TlsClient known(port(), authority, make_certificate("client", key, authority, authority_key), key);
  EXPECT_EQ(known.ask(post("hi")).substr(0, 15), "HTTP/1.1 200 OK");
  TlsClient stranger(port(), authority, make_certificate("client", stranger_key), stranger_key);
  EXPECT_EQ(stranger.ask(post("hi")), "");
  TlsClient nobody(port(), authority);
  EXPECT_EQ(nobody.ask(post("hi")), "");
}

TEST_F(HttpTls, ReadsRotatedCertificatesAgain) {
  ASSERT_EQ(rig.apply(kEcho), "");
  TlsClient before(port(), authority);
  issue("second");
  std::string name;
  for (int i = 0; i < 200 && name != "second"; ++i) {
    name = TlsClient(port(), authority).server_name();
    std::this_thread::sleep_for(20ms);  // the files are looked at once a second
  }
  EXPECT_EQ(name, "second");
  EXPECT_EQ(before.ask(post("still here")).substr(0, 15), "HTTP/1.1 200 OK");
  folder.write("tls.crt", "no certificate");
  std::this_thread::sleep_for(1100ms);
  EXPECT_EQ(TlsClient(port(), authority).server_name(), "second");
}

TEST_F(HttpTls, SaysWhatIsMissing) {
  rig.properties.set("camel.ssl.keyStore", "/nowhere/tls.pem");
  EXPECT_NE(rig.apply(kEcho).find("/nowhere/tls.pem: no such certificate file"), std::string::npos);
  rig.properties.set("camel.ssl.keyStore", folder.path());
  rig.properties.set("camel.ssl.clientAuthentication", "REQUIRE");
  EXPECT_NE(rig.apply(kEcho).find("set camel.ssl.trustStore"), std::string::npos);
  rig.properties.set("camel.ssl.clientAuthentication", "perhaps");
  EXPECT_NE(rig.apply(kEcho).find("NONE, WANT or REQUIRE"), std::string::npos);
}

}  // namespace
}  // namespace kamel
