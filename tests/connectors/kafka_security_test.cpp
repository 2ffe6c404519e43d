// Credentials from files, and that no secret is ever shown.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "connectors/kafka/mounted_files.h"
#include "tests/connectors/kafka_route.h"

namespace kamel {
namespace {

using testing::registry;
using ::testing::HasSubstr;
using ::testing::Not;
namespace fs = std::filesystem;

class KafkaFiles : public ::testing::Test {
 protected:
  void SetUp() override { fs::create_directories(folder); }
  void TearDown() override { fs::remove_all(folder); }
  void write(const std::string& name, const std::string& text) const { std::ofstream(folder / name) << text; }

  const fs::path folder = fs::temp_directory_path() / ("kafka_files_" + std::to_string(::getpid()));
};

std::string diagnose(const std::string& options) {
  Runtime bare(registry(), {});
  Diagnostics diagnostics;
  bare.check(load_routes({std::make_shared<Source>(Source{"test.yaml", "- from: { uri: 'kafka:in?brokers=b&" + options + "', steps: [ { log: x } ] }\n"})}, {}, diagnostics), diagnostics);
  return diagnostics.text();
}

TEST_F(KafkaFiles, AreReadWithoutTheirLastLineBreak) {
  write("password", "s p a c e\n");
  EXPECT_EQ(kafka::read_property({"sasl.password", folder / "password", ""}).value(), "s p a c e");
}

TEST_F(KafkaFiles, GiveTheAttributesOfALoginModule) {
  write("jaas", "a.b.PlainLoginModule required username=\"me\" password=\"a \\\"quoted\\\" one\" keyTab=/tab;\n");
  EXPECT_EQ(kafka::read_property({"sasl.username", folder / "jaas", "username"}).value(), "me");
  EXPECT_EQ(kafka::read_property({"sasl.password", folder / "jaas", "password"}).value(), "a \"quoted\" one");
  EXPECT_EQ(kafka::read_property({"sasl.kerberos.keytab", folder / "jaas", "keyTab"}).value(), "/tab");
  EXPECT_EQ(kafka::read_property({"sasl.oauthbearer.scope", folder / "jaas", "scope"}).value(), "");
}

TEST_F(KafkaFiles, ShowThatTheFolderBehindALinkWasReplaced) {
  fs::create_directories(folder / "1");
  fs::create_directories(folder / "2");
  write("1/password", "old");
  write("2/password", "new");
  fs::create_symlink("1", folder / "data");
  fs::create_symlink("data/password", folder / "password");
  const std::vector<std::string> paths{folder / "password"};
  const std::string before = kafka::fingerprint(paths);
  EXPECT_EQ(kafka::fingerprint(paths), before);
  fs::create_symlink("2", folder / "next");
  fs::rename(folder / "next", folder / "data");
  EXPECT_NE(kafka::fingerprint(paths), before);
}

TEST_F(KafkaFiles, MayHoldTheLoginAndTheCertificates) {
  write("jaas", "a.b.PlainLoginModule required username=\"me\" password=\"planted\";");
  EXPECT_EQ(diagnose("securityProtocol=SASL_PLAINTEXT&saslMechanism=PLAIN&saslJaasConfig=file:" + (folder / "jaas").string()), "");
  EXPECT_THAT(diagnose("securityProtocol=SASL_PLAINTEXT&saslMechanism=PLAIN&saslJaasConfig=file:" + (folder / "none").string()), HasSubstr("cannot read"));
  EXPECT_EQ(diagnose("securityProtocol=SSL&sslTruststoreType=PEM&sslKeystoreType=PEM&sslTruststoreLocation=" + folder.string() + "&sslKeystoreLocation=" + folder.string()), "");
}

TEST_F(KafkaFiles, KeepTheirSecretsFromErrors) {
  for (const char* options :
       {"securityProtocol=SSL&sslKeystoreType=PKCS12&sslKeystoreLocation=/x.p12&sslKeystorePassword=planted-secret&additionalProperties.sasl.password=planted-secret&nonsense=1",
        "additionalProperties.ssl.key.pem=planted-secret&additionalProperties.no.such.password=planted-secret"}) {
    const std::string text = diagnose(options);
    EXPECT_NE(text, "") << options;
    // The line that is quoted is the user's own; what we say about it must not repeat the secret.
    for (std::size_t from = 0, to = 0; from < text.size(); from = to + 1) {
      to = std::min(text.find('\n', from), text.size());
      const std::string line = text.substr(from, to - from);
      if (line.find("error:") != std::string::npos || line.find("hint") != std::string::npos) {
        EXPECT_THAT(line, Not(HasSubstr("planted-secret")));
      }
    }
  }
}

}  // namespace
}  // namespace kamel
