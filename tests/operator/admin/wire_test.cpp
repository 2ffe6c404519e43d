#include "operator/admin/wire.h"

#include <gtest/gtest.h>

namespace kamel::cluster {
namespace {

TEST(Wire, BringsAPushOverAsItWas) {
  const Push push{{"uid", 7, 1234, "digest"}, {{"a.yaml", "- from:\n    uri: \"x\"\n"}}, {{"k.kamelet.yaml", "é"}}, {{"key", "a\"b"}}};
  const auto read = read_push(write(push));
  ASSERT_TRUE(read) << read.error().message();
  EXPECT_EQ(read->version, push.version);
  EXPECT_EQ(read->sources.at(0).text, push.sources.at(0).text);
  EXPECT_EQ(read->kamelets.at(0).name, "k.kamelet.yaml");
  EXPECT_EQ(read->properties, push.properties);
}

TEST(Wire, RefusesWhatIsNoPush) {
  for (const char* text : {"", "[]", "{}", R"({"generation":1,"revision":2})", R"({"generation":1,"revision":2,"digest":"d","sources":[1]})",
                           R"({"generation":1,"revision":2,"digest":"d","properties":{"a":1}})"})
    EXPECT_FALSE(read_push(text)) << text;
}

TEST(Wire, BringsAReceiptOverAsItWas) {
  Receipt receipt;
  receipt.running = {"uid", 7, 1234, "digest"};
  receipt.milliseconds = 1.5;
  receipt.diagnostics.push_back({true, "a.yaml", 5, 11, "unknown step 'setBdy'", "did you mean 'setBody'?"});
  receipt.routes = 2;
  const auto read = read_receipt(write(receipt));
  ASSERT_TRUE(read) << read.error().message();
  EXPECT_EQ(read->running, receipt.running);
  EXPECT_EQ(read->milliseconds, 1.5);
  EXPECT_EQ(read->diagnostics.at(0).text(), "a.yaml:5:11: error: unknown step 'setBdy'; did you mean 'setBody'?");
}

TEST(Version, IsOlderByRevisionAndByGenerationOfTheSameIntegration) {
  const Version running{"a", 7, 100, "d"};
  EXPECT_TRUE((Version{"a", 7, 99, "e"}).is_older_than(running));
  EXPECT_TRUE((Version{"a", 6, 101, "e"}).is_older_than(running));
  EXPECT_FALSE((Version{"a", 7, 100, "d"}).is_older_than(running));
  EXPECT_FALSE((Version{"a", 8, 101, "e"}).is_older_than(running));
  EXPECT_FALSE((Version{"b", 1, 101, "e"}).is_older_than(running));  // made anew: its generations begin again
}

}  // namespace
}  // namespace kamel::cluster
