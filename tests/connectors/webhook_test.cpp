// Webhooks: only what is signed comes in.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "connectors/http/server.h"
#include "connectors/webhooks/signature.h"
#include "tests/connectors/raw_client.h"
#include "tests/connectors/running.h"

namespace kamel::testing {
namespace {

using ::testing::HasSubstr;

// The example of GitHub's documentation.
constexpr const char* kSecret = "It's a Secret to Everybody";
constexpr const char* kBody = "Hello, World!";
constexpr const char* kSignature = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

TEST(WebhookSignature, IsWhatGitHubSays) {
  const connectors::SignatureRules rules{"X-Hub-Signature-256", kSecret};
  EXPECT_TRUE(connectors::is_signed(rules, std::string("sha256=") + kSignature, kBody));
  EXPECT_TRUE(connectors::is_signed(rules, kSignature, kBody));
  EXPECT_FALSE(connectors::is_signed(rules, kSignature, "Hello, World?"));
  EXPECT_FALSE(connectors::is_signed({"", "another"}, kSignature, kBody));
  for (const char* wrong : {"", "sha256=", "zz", "757107", "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e1"}) EXPECT_FALSE(connectors::is_signed(rules, wrong, kBody)) << wrong;
}

TEST(WebhookSignature, MayBeWrittenInBase64) {
  EXPECT_TRUE(connectors::is_signed({"", kSecret, "SHA256", true}, "dXEH6g6yUJ/CESIczphLijdXC211hsIsRvQ3nIsEPhc=", kBody));
  EXPECT_FALSE(connectors::is_signed({"", kSecret, "SHA256", true}, kSignature, kBody));
}

Properties any_port() {
  Properties properties;
  properties.set("camel.server.port", "0");
  properties.set("camel.server.host", "127.0.0.1");
  properties.set("hook", kSecret);
  return properties;
}

std::string post(Running& routes, const std::string& path, const std::string& headers) {
  tests::RawClient client(http::HttpServer::of(routes.runtime().context())->port());
  return client.ask("POST " + path + " HTTP/1.1\r\nHost: x\r\n" + headers + "Content-Length: 13\r\n\r\n" + kBody).substr(9, 3);
}

std::string signed_as(const std::string& event) { return "X-Hub-Signature-256: sha256=" + std::string(kSignature) + "\r\nX-GitHub-Event: " + event + "\r\n"; }

TEST(GithubWebhook, TakesInWhatIsSignedAndWanted) {
  Running routes("- from: { uri: 'github-webhook:/hook?secret=RAW({{hook}})&events=push,issues', steps: [ { to: 'mock:got' }, { setBody: { constant: thanks } } ] }\n", 1, any_port());
  ASSERT_EQ(routes.diagnostics, "");
  EXPECT_EQ(post(routes, "/hook", "X-GitHub-Event: push\r\n"), "401");
  EXPECT_EQ(post(routes, "/hook", "X-GitHub-Event: push\r\nX-Hub-Signature-256: sha256=00\r\n"), "401");
  EXPECT_EQ(post(routes, "/hook", signed_as("ping")), "204");
  EXPECT_EQ(post(routes, "/hook", signed_as("star")), "204");
  EXPECT_EQ(post(routes, "/hook", signed_as("push")), "200");
  const auto got = routes.arrived("mock:got", 1);
  ASSERT_EQ(got.size(), 1u);
  EXPECT_EQ(to_text(got[0].message.body).view(), kBody);
  EXPECT_EQ(to_text(got[0].message.headers.get("X-GitHub-Event")).view(), "push");
  EXPECT_EQ(routes.mocks->count("mock:got"), 1u);
}

TEST(Webhook, ChecksTheHeaderThatItIsTold) {
  Running routes("- from: { uri: 'webhook:/hook?secret=RAW({{hook}})&signatureHeader=X-Mac&signatureEncoding=base64', steps: [ { to: 'mock:got' } ] }\n", 1, any_port());
  ASSERT_EQ(routes.diagnostics, "");
  EXPECT_EQ(post(routes, "/hook", signed_as("push")), "401");
  EXPECT_EQ(post(routes, "/hook", "X-Mac: dXEH6g6yUJ/CESIczphLijdXC211hsIsRvQ3nIsEPhc=\r\n"), "200");
}

TEST(Webhook, IsNothingWithoutASecretOrAPath) {
  const auto said = [](const std::string& uri) { return Running("- from: { uri: '" + uri + "', steps: [ { to: 'mock:x' } ] }\n", 1, any_port()).diagnostics; };
  EXPECT_THAT(said("webhook:/hook"), HasSubstr("needs the secret"));
  EXPECT_THAT(said("github-webhook:/hook"), HasSubstr("needs the secret"));
  EXPECT_THAT(said("webhook:telegram:bots?secret=x"), HasSubstr("must start with /"));
}

}  // namespace
}  // namespace kamel::testing
