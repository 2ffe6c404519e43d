// The offset ledger: what may be committed while records are settled in any order.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <vector>

#include "connectors/kafka/ledger.h"

namespace kamel::kafka {
namespace {

TEST(OffsetLedger, HasNothingToCommitBeforeTheFirstSettlement) {
  OffsetLedger ledger;
  EXPECT_EQ(ledger.next(), -1);
  ledger.enter(7);
  EXPECT_EQ(ledger.next(), -1);
  EXPECT_EQ(ledger.in_flight(), 1u);
}

TEST(OffsetLedger, CommitsBehindTheLastSettledInOrder) {
  OffsetLedger ledger;
  const auto a = ledger.enter(10);
  const auto b = ledger.enter(11);
  EXPECT_TRUE(ledger.settle(a));
  EXPECT_EQ(ledger.next(), 11);
  EXPECT_TRUE(ledger.settle(b));
  EXPECT_EQ(ledger.next(), 12);
  EXPECT_EQ(ledger.in_flight(), 0u);
}

TEST(OffsetLedger, DoesNotPassOverARecordThatIsStillUnderWay) {
  OffsetLedger ledger;
  const auto first = ledger.enter(0);
  const auto second = ledger.enter(1);
  const auto third = ledger.enter(2);
  EXPECT_FALSE(ledger.settle(third));
  EXPECT_FALSE(ledger.settle(second));
  EXPECT_EQ(ledger.next(), -1);
  EXPECT_TRUE(ledger.settle(first));
  EXPECT_EQ(ledger.next(), 3);
}

TEST(OffsetLedger, KnowsRecordsByTheirOrderSinceOffsetsHaveGaps) {
  OffsetLedger ledger;
  const auto a = ledger.enter(5);
  const auto b = ledger.enter(900);
  EXPECT_FALSE(ledger.settle(b));
  EXPECT_TRUE(ledger.settle(a));
  EXPECT_EQ(ledger.next(), 901);
}

TEST(OffsetLedger, GrowsWhileRecordsAreUnderWay) {
  OffsetLedger ledger;
  std::vector<OffsetLedger::Sequence> sequences;
  for (std::int64_t offset = 0; offset < 10'000; ++offset) sequences.push_back(ledger.enter(offset));
  for (std::size_t i = 1; i < sequences.size(); ++i) EXPECT_FALSE(ledger.settle(sequences[i]));
  EXPECT_TRUE(ledger.settle(sequences[0]));
  EXPECT_EQ(ledger.next(), 10'000);
}

TEST(OffsetLedger, NeverCommitsPastAnUnsettledRecordWhateverTheOrder) {
  std::mt19937 random(42);
  for (int round = 0; round < 50; ++round) {
    OffsetLedger ledger;
    std::vector<std::pair<std::int64_t, OffsetLedger::Sequence>> under_way;
    std::set<std::int64_t> unsettled;
    std::int64_t offset = 0;
    for (int i = 0; i < 2'000; ++i) {
      if (under_way.empty() || random() % 2 == 0) {
        offset += 1 + static_cast<std::int64_t>(random() % 3);
        under_way.emplace_back(offset, ledger.enter(offset));
        unsettled.insert(offset);
      } else {
        const std::size_t which = random() % under_way.size();
        ledger.settle(under_way[which].second);
        unsettled.erase(under_way[which].first);
        under_way.erase(under_way.begin() + static_cast<std::ptrdiff_t>(which));
      }
      if (!unsettled.empty()) {
        ASSERT_LE(ledger.next(), *unsettled.begin());
      } else {
        ASSERT_EQ(ledger.next(), offset + 1);
      }
    }
  }
}

}  // namespace
}  // namespace kamel::kafka
