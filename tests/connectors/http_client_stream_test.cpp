// Bodies that are longer than memory should be: through the HTTP client, into files and out of them.
#include <filesystem>
#include <fstream>

#include "connectors/bodies/stored_body.h"
#include "tests/connectors/http_client_rig.h"

namespace kamel {
namespace {

using tests::HttpClient;
using tests::Outcome;

constexpr std::size_t kLong = 5'000'003;

bool is_pattern(std::string_view bytes) {
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (bytes[i] != static_cast<char>('a' + i % 23)) return false;
  }
  return true;
}

std::string pattern(std::size_t size) {
  std::string text(size, ' ');
  for (std::size_t i = 0; i < size; ++i) text[i] = static_cast<char>('a' + i % 23);
  return text;
}

TEST_F(HttpClient, KeepsALongAnswerOutOfMemory) {
  const Outcome got = send(url("/long/" + std::to_string(kLong)));
  ASSERT_FALSE(got.error) << got.error.text();
  const auto* body = got.body.object_as<connectors::StoredBody>();
  ASSERT_NE(body, nullptr);
  EXPECT_EQ(body->size(), kLong);
  EXPECT_TRUE(is_pattern(body->map()));
  EXPECT_TRUE(send(url("/long/1000")).body.kind() == Value::Kind::Stream);
}

TEST_F(HttpClient, SendsALongAnswerOn) {
  ASSERT_EQ(rig.apply("- from: { uri: \"direct:through\", steps: [ { to: \"" + url("/long/" + std::to_string(kLong)) + "\" }, { to: \"" + url("/sink") + "\" } ] }"), "");
  const Outcome got = send("direct:through");
  EXPECT_EQ(got.body.slice(), "hello") << got.error.text();
  EXPECT_EQ(server.request(1).header("Content-Length"), std::to_string(kLong));
  EXPECT_TRUE(is_pattern(server.request(1).body));
}

TEST_F(HttpClient, WritesALongAnswerToAFileAndSendsThatFile) {
  const std::string directory = ::testing::TempDir() + "kamel-long-" + std::to_string(::getpid());
  ASSERT_EQ(rig.apply("- from: { uri: \"direct:down\", steps: [ { to: \"" + url("/long/" + std::to_string(kLong)) + "\" }, { to: \"file:" + directory + "?fileName=long\" } ] }"), "");
  const Outcome got = send("direct:down");
  ASSERT_FALSE(got.error) << got.error.text();
  std::ifstream file(directory + "/long", std::ios::binary);
  const std::string written((std::istreambuf_iterator<char>(file)), {});
  EXPECT_EQ(written.size(), kLong);
  EXPECT_TRUE(is_pattern(written));

  ASSERT_EQ(rig.apply("- from: { uri: \"file:" + directory + "?initialDelay=0\", steps: [ { to: \"" + url("/up") + "\" } ] }"), "");
  for (int i = 0; i < 1000 && server.requests() < 2; ++i) ::usleep(10'000);
  ASSERT_EQ(server.requests(), 2U);
  EXPECT_TRUE(server.request(1).line.starts_with("POST /up"));
  EXPECT_EQ(server.request(1).body.size(), kLong);
  EXPECT_TRUE(is_pattern(server.request(1).body));
  ASSERT_EQ(rig.apply("- from: { uri: \"direct:none\", steps: [ { to: \"log:x\" } ] }"), "");
  std::filesystem::remove_all(directory);
}

TEST_F(HttpClient, SendsALongBodyAgainWhenAskedWhoItIs) {
  const std::string body = pattern(kLong);
  const Outcome got = send(url("/basic?authMethod=Basic&authUsername=u&authPassword=p"), Value::bytes(Slice(body)));
  EXPECT_EQ(got.body.slice(), "hello") << got.error.text();
  EXPECT_EQ(server.request(1).body, body);
  EXPECT_EQ(send(url("/busy/1"), Value::bytes(Slice(body))).body.slice(), "hello");
  EXPECT_EQ(server.request(3).body, body);
}

TEST_F(HttpClient, FailsWhereALongAnswerCannotBeKept) {
  ::setenv("TMPDIR", "/nowhere", 1);
  const Outcome got = send(url("/long/" + std::to_string(kLong)));
  ::unsetenv("TMPDIR");
  EXPECT_EQ(got.error.type(), "java.io.IOException");
  EXPECT_NE(got.error.message().find("/nowhere"), std::string::npos);
}

}  // namespace
}  // namespace kamel
