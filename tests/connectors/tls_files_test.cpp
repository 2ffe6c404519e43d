// Certificates and keys out of the files that Camel's SSLContextParameters name.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "connectors/http/tls/files.h"
#include "dsl/placeholders.h"
#include "tests/connectors/certificates.h"

namespace kamel::http {
namespace {

using tests::Certificates;

TlsParameters of(std::string keys, std::string password, std::string trusted = "") {
  TlsParameters tls;
  tls.keys = {std::move(keys), std::move(password)};
  tls.trusted = {std::move(trusted), ""};
  return tls;
}

TEST(TlsFiles, ReadsPemAndPkcs12Alike) {
  Certificates made;
  made.issue("client");
  const auto pem = read_tls(of(made.path("client.pem"), "secret", made.path("ca.crt")));
  ASSERT_TRUE(pem) << pem.error().text();
  const auto store = read_tls(of(made.path("client.p12"), "secret"));
  ASSERT_TRUE(store) << store.error().text();
  EXPECT_EQ(pem->certificates, store->certificates);
  EXPECT_EQ(pem->key, store->key);
  EXPECT_NE(pem->key.find("BEGIN PRIVATE KEY"), std::string::npos);
  EXPECT_NE(pem->trusted.find("BEGIN CERTIFICATE"), std::string::npos);
}

TEST(TlsFiles, ReadsAMountedSecret) {
  Certificates made;
  made.issue("tls");
  const auto texts = read_tls(of(made.directory(), "", made.directory()));
  ASSERT_TRUE(texts) << texts.error().text();
  EXPECT_FALSE(texts->key.empty());
  EXPECT_FALSE(texts->trusted.empty());
}

TEST(TlsFiles, SaysWhatIsWrongAndNotWhatIsInside) {
  Certificates made;
  made.issue("client");
  EXPECT_EQ(read_tls(of("/nowhere.pem", "")).error().type(), "java.io.FileNotFoundException");
  const Error locked = read_tls(of(made.path("client.p12"), "hunter2")).error();
  EXPECT_EQ(locked.type(), "java.security.UnrecoverableKeyException");
  EXPECT_EQ(locked.text().find("hunter2"), std::string::npos);
  EXPECT_EQ(read_tls(of(made.path("client.pem"), "")).error().type(), "java.security.UnrecoverableKeyException");
  std::ofstream(made.path("old.jks")) << "\xFE\xED\xFE\xED" "rest";
  EXPECT_NE(read_tls(of(made.path("old.jks"), "x")).error().message().find("keytool"), std::string::npos);
}

TEST(TlsFiles, ReadsAgainWhatHasBeenRotated) {
  Certificates made;
  made.issue("client");
  TlsFiles files(of(made.path("client.crt"), ""));
  EXPECT_FALSE(files.current());  // no key in it
  TlsParameters parameters = of(made.path("client.crt"), "");
  parameters.key_path = made.path("client.key");
  TlsFiles pair(parameters);
  const auto first = pair.current();
  ASSERT_TRUE(first);
  made.issue("client");
  std::shared_ptr<const TlsTexts> now = *first;
  for (int i = 0; i < 500 && now == *first; ++i) {
    ::usleep(10'000);
    now = *pair.current();
  }
  EXPECT_NE(now->key, (*first)->key);
  std::filesystem::remove(made.path("client.key"));
  EXPECT_TRUE(pair.current()) << "what was read last is good until the new file is there";
}

TEST(TlsParameters, AreReadByCamelsNames) {
  const auto tls = tls_of_names({{"keyManagers.keyStore.resource", "file:a.p12"}, {"keyManagers.keyStore.password", "x"}, {"trustManagers.keyStore.resource", "b.pem"},
                                 {"secureSocketProtocol", "TLSv1.3"}, {"provider", "SunJSSE"}});
  ASSERT_TRUE(tls);
  EXPECT_EQ(tls->keys.path, "a.p12");
  EXPECT_EQ(tls->trusted.path, "b.pem");
  EXPECT_EQ(tls->protocol, "TLSv1.3");
  EXPECT_NE(tls_of_names({{"keyManager.keyStore", "x"}}).error().message().find("'keyManager.keyStore'"), std::string_view::npos);
}

TEST(TlsParameters, AreReadFromCamelMainsProperties) {
  Properties properties;
  EXPECT_FALSE(tls_of_properties(properties));
  properties.set("camel.ssl.enabled", "true");
  properties.set("camel.ssl.trustStore", "file:ca.pem");
  properties.set("camel.ssl.keyStore", "k.p12");
  properties.set("camel.ssl.keystorePassword", "pw");
  const auto tls = tls_of_properties(properties);
  ASSERT_TRUE(tls);
  EXPECT_EQ(tls->trusted.path, "ca.pem");
  EXPECT_EQ(tls->keys.password, "pw");
}

}  // namespace
}  // namespace kamel::http
