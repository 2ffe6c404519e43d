// crypto and univocityFixed: broken input.
#include "tests/engine/values.h"

#include "engine/catalogs.h"
#include "engine/registry.h"
#include "engine/runtime.h"

namespace kamel {
namespace {

constexpr const char* kBeans =
    "- beans:\n"
    "    - { name: key, type: javax.crypto.spec.SecretKeySpec, constructors: { 0: 0123456789abcdef, 1: AES } }\n"
    "    - { name: short, type: javax.crypto.spec.SecretKeySpec, constructors: { 0: abc, 1: AES } }\n"
    "    - { name: gcm, type: javax.crypto.spec.GCMParameterSpec, constructors: { 0: 128, 1: 0123456789ab } }\n"
    "    - { name: other, type: com.acme.Thing }\n";

class Formats : public testing::Test {
 protected:
  Formats() : registry(steps::catalog(), languages::catalog(), formats::catalog(), connectors::catalog()), runtime(registry, {}) {}
  std::string apply(const std::string& step) {
    Diagnostics diagnostics;
    RouteSet set = load_routes({std::make_shared<const Source>("test.yaml", std::string(kBeans) + "- route: { from: { uri: 'direct:in', steps: [ " + step + " ] } }\n")}, {}, diagnostics);
    runtime.apply(std::move(set), diagnostics);
    return diagnostics.has_errors() ? diagnostics.text() : "";
  }
  /// What the body becomes, or the exception's class.
  std::string send(const std::string& body) {
    std::string out;
    const auto sent = runtime.send_and_wait(
        "direct:in", Pattern::InOut, [&](Exchange& exchange) { exchange.message.body = body; },
        [&](Exchange& exchange) { out = exchange.failed() ? std::string(exchange.exception.type()) : exchange.message.body.slice().str(); });
    EXPECT_TRUE(sent.has_value());
    return out;
  }
  Registry registry;
  Runtime runtime;
};

TEST_F(Formats, CryptoRefusesEveryChangeOfATextSealedByGcm) {
  const std::string format = "crypto: { algorithm: AES/GCM/NoPadding, keyRef: key, algorithmParameterRef: gcm, shouldAppendHMAC: false }";
  ASSERT_EQ(apply("{ marshal: { " + format + " } }"), "");
  std::string sealed = send("some text");
  ASSERT_EQ(sealed.size(), 9u + 16u);
  ASSERT_EQ(apply("{ unmarshal: { " + format + " } }"), "");
  EXPECT_EQ(send(sealed), "some text");
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_EQ(send(changed), "java.io.IOException") << i;
  }
  for (std::size_t size = 0; size < sealed.size(); ++size) EXPECT_EQ(send(sealed.substr(0, size)), "java.io.IOException") << size;
}

TEST_F(Formats, CryptoRefusesBrokenInlinedVectors) {
  ASSERT_EQ(apply("{ unmarshal: { crypto: { algorithm: AES/CBC/PKCS5Padding, keyRef: key, inline: true } } }"), "");
  EXPECT_EQ(send(""), "java.io.IOException");
  EXPECT_EQ(send("\xFF\xFF\xFF\xFF"), "java.io.IOException");
  EXPECT_EQ(send(std::string("\0\0\0\x10 short", 10)), "java.io.IOException");
}

TEST_F(Formats, CryptoTellsAboutKeysThatCannotBeUsed) {
  EXPECT_NE(apply("{ marshal: { crypto: { algorithm: AES, keyRef: none } } }").find("there is no bean 'none'"), std::string::npos);
  EXPECT_NE(apply("{ marshal: { crypto: { algorithm: AES, keyRef: other } } }").find("com.acme.Thing"), std::string::npos);
  ASSERT_EQ(apply("{ marshal: { crypto: { algorithm: AES, keyRef: short } } }"), "");
  EXPECT_EQ(send("x"), "java.security.InvalidKeyException");
}

TEST_F(Formats, UnivocityFixedNeedsColumnsWithALength) {
  EXPECT_NE(apply("{ unmarshal: { univocityFixed: {} } }"), "");
  EXPECT_NE(apply("{ unmarshal: { univocityFixed: { univocityHeader: [ { name: a, length: '0' } ] } } }").find("a length of one character"), std::string::npos);
}

}  // namespace
}  // namespace kamel
