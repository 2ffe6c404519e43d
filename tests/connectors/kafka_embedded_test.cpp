// How producers are held back to the pace of the embedded broker's readers.
#include <gtest/gtest.h>

#include "connectors/kafka/embedded.h"

namespace kamel::kafka {
namespace {

constexpr std::size_t kSize = 1000;

void write(EmbeddedTopic& topic, std::int64_t from, std::int64_t to, std::int32_t partition = 0) {
  for (std::int64_t offset = from; offset < to; ++offset) {
    topic.sending(kSize);
    topic.sent(kSize, partition, offset);
  }
}

TEST(EmbeddedTopic, HoldsNobodyBackWithoutReaders) {
  EmbeddedTopic topic;
  write(topic, 0, 20'000);
  EXPECT_FALSE(topic.holds_back());
}

TEST(EmbeddedTopic, HoldsWritersBackBeforeTheBrokerDropsWhatIsUnread) {
  EmbeddedTopic topic;
  const auto reader = topic.attach("group");
  write(topic, 0, 1000);
  EXPECT_FALSE(topic.holds_back());
  write(topic, 1000, 4000);  // 4 MB unread, of the 5 that are kept
  EXPECT_TRUE(topic.holds_back());
  reader->read_up_to(0, 3500);
  EXPECT_FALSE(topic.holds_back());
}

TEST(EmbeddedTopic, CountsWhatIsBeingSent) {
  EmbeddedTopic topic;
  const auto reader = topic.attach("group");
  topic.sending(static_cast<std::size_t>(EmbeddedKafka::kRoom) + 1);
  EXPECT_TRUE(topic.holds_back());
  topic.sent(static_cast<std::size_t>(EmbeddedKafka::kRoom) + 1, 0, -1);
  EXPECT_FALSE(topic.holds_back());
}

TEST(EmbeddedTopic, ForgetsReadersThatWentAway) {
  EmbeddedTopic topic;
  auto reader = topic.attach("group");
  write(topic, 0, 4000);
  EXPECT_TRUE(topic.holds_back());
  reader.reset();
  EXPECT_FALSE(topic.holds_back());
}

TEST(EmbeddedTopic, DoesNotHoldWhatCameBeforeAgainstAReader) {
  EmbeddedTopic topic;
  write(topic, 0, 4000);
  const auto reader = topic.attach("group");
  EXPECT_FALSE(topic.holds_back());
  write(topic, 4000, 8000);
  EXPECT_TRUE(topic.holds_back());
}

TEST(EmbeddedTopic, LetsAReaderBeginAtTheEnd) {
  EmbeddedTopic topic;
  const auto reader = topic.attach("group");
  write(topic, 0, 4000);
  EXPECT_TRUE(topic.holds_back());
  reader->skip_to_end(0);
  EXPECT_FALSE(topic.holds_back());
}

TEST(EmbeddedTopic, LetsTheMembersOfAGroupCountTogether) {
  EmbeddedTopic topic;
  const auto one = topic.attach("group");
  const auto other = topic.attach("group");
  EXPECT_EQ(one, other);
  write(topic, 0, 4000, 0);
  write(topic, 0, 4000, 1);
  one->read_up_to(0, 4000);
  EXPECT_TRUE(topic.holds_back());
  other->read_up_to(1, 4000);
  EXPECT_FALSE(topic.holds_back());
}

}  // namespace
}  // namespace kamel::kafka
