// Who the HTTP client trusts, and who it says it is: TLS, authentication, and that its secrets stay its own.
#include <algorithm>

#include "connectors/http/client_options.h"
#include "tests/connectors/certificates.h"
#include "tests/connectors/http_client_rig.h"
#include "tests/connectors/running.h"
#include "tests/connectors/tls_server.h"

namespace kamel {
namespace {

using tests::Certificates;
using tests::HttpClient;
using tests::Outcome;
using tests::TlsServer;

class HttpsClient : public HttpClient {
 protected:
  HttpsClient() {
    made.issue("server");
    made.issue("client");
    made.issue("elsewhere");
  }
  Certificates made;
};

TEST_F(HttpsClient, TrustsItsOwnAuthoritiesOnly) {
  TlsServer tls(made.path("server.crt"), made.path("server.key"));
  EXPECT_EQ(send(tls.url("/a?sslCaFile=" + made.path("ca.crt"))).body.slice(), "hello nobody");
  EXPECT_TRUE(send(tls.url("/a")).error.is_a("javax.net.ssl.SSLException"));
  EXPECT_EQ(send(tls.url("/a?sslVerify=false")).body.slice(), "hello nobody");
  Certificates others;
  EXPECT_TRUE(send(tls.url("/a?sslCaFile=" + others.path("ca.crt"))).error.is_a("javax.net.ssl.SSLException"));
  EXPECT_EQ(send(tls.url("/a?sslCaFile=/nowhere.pem")).error.type(), "java.io.FileNotFoundException");
}

TEST_F(HttpsClient, ChecksTheServersNameUnlessToldNotTo) {
  TlsServer tls(made.path("elsewhere.crt"), made.path("elsewhere.key"));
  const std::string trusted = "?sslCaFile=" + made.path("ca.crt");
  EXPECT_TRUE(send(tls.url("/a" + trusted)).error.is_a("javax.net.ssl.SSLException"));
  EXPECT_EQ(send(tls.url("/a" + trusted + "&x509HostnameVerifier=#class:org.apache.hc.client5.http.conn.ssl.NoopHostnameVerifier")).body.slice(), "hello nobody");
}

TEST_F(HttpsClient, ShowsACertificateOutOfCamelsBeans) {
  TlsServer tls(made.path("server.crt"), made.path("server.key"), made.path("ca.crt"));
  EXPECT_TRUE(send(tls.url("/a?sslCaFile=" + made.path("ca.crt"))).error);
  const auto bean = [&](const std::string& name, const std::string& store) {
    return "    - name: " + name + "\n      type: org.apache.camel.support.jsse.SSLContextParameters\n      properties:\n        keyManagers:\n          keyPassword: secret\n" +
           "          keyStore: { resource: 'file:" + made.path(store) + "', password: secret }\n        trustManagers.keyStore.resource: " + made.path("ca.crt") + "\n";
  };
  ASSERT_EQ(rig.apply("- beans:\n" + bean("pem", "client.pem") + bean("p12", "client.p12") + "- from: { uri: \"direct:pem\", steps: [ { to: \"" +
                      tls.url("/a?sslContextParameters=#pem") + "\" } ] }\n- from: { uri: \"direct:p12\", steps: [ { to: \"" + tls.url("/a?sslContextParameters=#bean:p12") + "\" } ] }\n"),
            "");
  EXPECT_EQ(send("direct:pem").body.slice(), "hello client");
  EXPECT_EQ(send("direct:p12").body.slice(), "hello client");
}

TEST_F(HttpsClient, TakesCamelMainsTlsWhenToldTo) {
  TlsServer tls(made.path("server.crt"), made.path("server.key"));
  rig.properties.set("camel.ssl.enabled", "true");
  rig.properties.set("camel.ssl.trustStore", "file:" + made.path("ca.crt"));
  const auto route = [&](const std::string& name) { return "- from: { uri: \"direct:" + name + "\", steps: [ { to: \"" + tls.url("/" + name) + "\" } ] }"; };
  ASSERT_EQ(rig.apply(route("a")), "");
  EXPECT_TRUE(send("direct:a").error.is_a("javax.net.ssl.SSLException"));
  rig.properties.set("camel.component.https.useGlobalSslContextParameters", "true");
  ASSERT_EQ(rig.apply(route("b")), "");
  EXPECT_EQ(send("direct:b").body.slice(), "hello nobody");
}

TEST_F(HttpClient, AnswersTheChallengeThatComes) {
  EXPECT_EQ(send(url("/digest?authMethod=Basic&authUsername=u&authPassword=p"), "body").body.slice(), "hello");
  EXPECT_EQ(server.request(0).header("Authorization"), "-");
  const std::string digest = server.request(1).header("Authorization");
  EXPECT_TRUE(digest.starts_with("Digest username=\"u\""));
  EXPECT_EQ(server.request(1).body, "body");
  EXPECT_EQ(send(url("/basic?authUsername=u&authPassword=p")).body.slice(), "hello");
  EXPECT_EQ(server.request(2).header("Authorization"), "-");
  EXPECT_EQ(server.request(3).header("Authorization"), "Basic dTpw");
  EXPECT_EQ(send(url("/basic?authMethod=Digest&authUsername=u&authPassword=p")).error.type(), "org.apache.camel.http.base.HttpOperationFailedException");
}

TEST_F(HttpClient, AsksForTokensAsCamelDoes) {
  const std::string uri = url("/a?oauth2ClientId=me&oauth2ClientSecret=RAW(s+e)&oauth2Scope=a%20b&oauth2ResourceIndicator=http%3A%2F%2Fr&oauth2TokenEndpoint=RAW(" + url("/token") + ")");
  EXPECT_FALSE(send(uri).error);
  EXPECT_FALSE(send(uri).error);
  EXPECT_EQ(server.request(0).body, "grant_type=client_credentials&scope=a+b&resource=http%3A%2F%2Fr");
  EXPECT_EQ(server.request(0).header("Authorization"), "Basic bWU6cytl");
  EXPECT_EQ(server.request(1).header("Authorization"), "Bearer fetched");
  EXPECT_EQ(server.requests(), 4U) << "a token is asked for each time unless it is cached";
}

// Each secret is one that no other text has.
TEST_F(HttpClient, KeepsItsSecretsToItself) {
  constexpr std::string_view kSecrets[] = {"hunter-password", "hunter-token", "hunter-client", "hunter-proxy"};
  std::string seen;
  const auto note = [&](const Outcome& outcome) {
    seen += outcome.error.text() + "\n";
    for (const auto& [name, value] : outcome.headers) seen += std::string(name) + "=" + to_text(value).str() + "\n";
  };
  for (const std::string to : {"/status/500", "/close", "/short", "/hang"}) {
    const std::string path = url(to) + "?responseTimeout=200&httpClient.retries=0&";
    note(send(path + "authMethod=Basic&authUsername=u&authPassword=hunter-password"));
    note(send(path + "authMethod=Bearer&authBearerToken=hunter-token"));
    note(send(path + "oauth2ClientId=me&oauth2ClientSecret=hunter-client&oauth2TokenEndpoint=RAW(" + url(to) + ")"));
  }
  note(send("http://h.invalid/?proxyHost=127.0.0.1&proxyPort=1&proxyAuthUsername=u&proxyAuthPassword=hunter-proxy"));
  note(send("https://127.0.0.1:" + std::to_string(server.port()) + "/?authUsername=u&authPassword=hunter-password"));
  Properties secrets;  // where they are in practice: a diagnostic quotes the route as it was written
  secrets.set("password", "hunter-password");
  secrets.set("token", "hunter-token");
  testing::Running routes("- from: { uri: \"direct:b\", steps: [ { to: \"http:?authPassword={{password}}\" } ] }\n"
                          "- from: { uri: \"direct:c\", steps: [ { to: \"http://h/?connectTimeout=no&authBearerToken={{token}}\" } ] }\n", 1, secrets);
  EXPECT_NE(routes.diagnostics, "");
  seen += routes.diagnostics;
  testing::Running failing("- from: { uri: \"direct:a\", steps: [ { to: \"" + url("/status/500?authUsername=u&authPassword={{password}}") + "\" } ] }\n", 1, secrets);
  note({{}, {}, failing.send("direct:a", "x").error});
  for (const std::string& line : failing.logs->all()) seen += line + "\n";
  for (const std::string_view secret : kSecrets) EXPECT_EQ(seen.find(secret), std::string::npos) << secret << " in " << seen;
  EXPECT_NE(seen.find("HttpOperationFailedException"), std::string::npos);
}

}  // namespace
}  // namespace kamel
