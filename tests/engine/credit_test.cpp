// Credits: how much a source may have under way.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/routes.h"

namespace kamel::test {
namespace {

TEST(Credits, ChildrenCountAsExchanges) {
  Routes routes(R"(
- route:
    id: work
    from:
      uri: seda:work?concurrentConsumers=5
      steps:
        - to: mock:all
        - split:
            tokenize: ","
            parallelProcessing: true
            steps: [ { delay: { constant: 50 } }, { to: "mock:all" } ]
)",
                1, 4);
  ASSERT_EQ(routes.problems(), "");
  routes.send("seda:work", Value("1,2,3,4"), {}, Pattern::InOnly);
  routes.send("seda:work", Value("next"), {}, Pattern::InOnly);
  ASSERT_TRUE(routes.wait("mock:all", 7));
  const auto all = routes.arrived("mock:all");
  // One exchange and four children are more than four: the next one waits until two children have ended.
  EXPECT_GE(std::ranges::find(all, "next") - all.begin(), 3) << testing::PrintToString(all);
}

}  // namespace
}  // namespace kamel::test
