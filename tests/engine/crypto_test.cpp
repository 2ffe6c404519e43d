// crypto and univocityFixed: broken input.
#include <gtest/gtest.h>

#include "tests/support/routes.h"

namespace kamel {
namespace {

constexpr const char* kBeans =
    "- beans:\n"
    "    - { name: key, type: javax.crypto.spec.SecretKeySpec, constructors: { 0: 0123456789abcdef, 1: AES } }\n"
    "    - { name: short, type: javax.crypto.spec.SecretKeySpec, constructors: { 0: abc, 1: AES } }\n"
    "    - { name: gcm, type: javax.crypto.spec.GCMParameterSpec, constructors: { 0: 128, 1: 0123456789ab } }\n"
    "    - { name: other, type: java.lang.Object }\n";

/// A route of one step.
class OneStep {
 public:
  explicit OneStep(const std::string& step) : routes_(std::string(kBeans) + "- route: { from: { uri: 'direct:in', steps: [ " + step + " ] } }\n") {}
  const std::string& problems() const { return routes_.problems(); }
  /// What the body becomes, or the exception's class.
  std::string send(const std::string& body) {
    const test::Reply reply = routes_.send("direct:in", Value(body));
    return reply.exception ? std::string(reply.exception.type()) : reply.body();
  }

 private:
  test::Routes routes_;
};

TEST(Crypto, RefusesEveryChangeOfATextSealedByGcm) {
  const std::string format = "crypto: { algorithm: AES/GCM/NoPadding, keyRef: key, algorithmParameterRef: gcm, shouldAppendHMAC: false }";
  OneStep seals("{ marshal: { " + format + " } }");
  ASSERT_EQ(seals.problems(), "");
  const std::string sealed = seals.send("some text");
  ASSERT_EQ(sealed.size(), 9u + 16u);
  OneStep opens("{ unmarshal: { " + format + " } }");
  EXPECT_EQ(opens.send(sealed), "some text");
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_EQ(opens.send(changed), "java.io.IOException") << i;
  }
  for (std::size_t size = 0; size < sealed.size(); ++size) EXPECT_EQ(opens.send(sealed.substr(0, size)), "java.io.IOException") << size;
}

TEST(Crypto, RefusesBrokenInlinedVectors) {
  OneStep opens("{ unmarshal: { crypto: { algorithm: AES/CBC/PKCS5Padding, keyRef: key, inline: true } } }");
  EXPECT_EQ(opens.send(""), "java.io.IOException");
  EXPECT_EQ(opens.send("\xFF\xFF\xFF\xFF"), "java.io.IOException");
  EXPECT_EQ(opens.send(std::string("\0\0\0\x10 short", 10)), "java.io.IOException");
}

TEST(Crypto, TellsAboutKeysThatCannotBeUsed) {
  EXPECT_NE(OneStep("{ marshal: { crypto: { algorithm: AES, keyRef: none } } }").problems().find("there is no bean 'none'"), std::string::npos);
  EXPECT_NE(OneStep("{ marshal: { crypto: { algorithm: AES, keyRef: other } } }").problems().find("java.lang.Object"), std::string::npos);
  EXPECT_EQ(OneStep("{ marshal: { crypto: { algorithm: AES, keyRef: short } } }").send("x"), "java.security.InvalidKeyException");
}

TEST(UnivocityFixed, NeedsColumnsWithALength) {
  EXPECT_NE(OneStep("{ unmarshal: { univocityFixed: {} } }").problems(), "");
  EXPECT_NE(OneStep("{ unmarshal: { univocityFixed: { univocityHeader: [ { name: a, length: '0' } ] } } }").problems().find("a length of one character"), std::string::npos);
}

}  // namespace
}  // namespace kamel
