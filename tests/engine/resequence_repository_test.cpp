// resequence with a repository: what waits for its turn outlives the process.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "engine/repositories/sqlite_store.h"
#include "tests/support/left_behind.h"
#include "tests/support/routes.h"

namespace kamel {
namespace {

using test::Routes;
using testing::ElementsAre;
using testing::HasSubstr;

class ResequenceRepository : public testing::Test {
 protected:
  ResequenceRepository() {
    std::string name = (std::filesystem::temp_directory_path() / "kamel-XXXXXX").string();
    folder_ = mkdtemp(name.data());
  }
  ~ResequenceRepository() override { std::filesystem::remove_all(folder_); }
  std::string file() const { return folder_ + "/state.db"; }
  std::string route(const std::string& options, const std::string& reference = "#kept", const std::string& steps = "{ to: mock:out }") const {
    return "- beans:\n  - { name: kept, type: org.apache.camel.processor.aggregate.jdbc.JdbcAggregationRepository, properties: { file: '" + file() + "' } }\n" +
           "- route: { id: r, from: { uri: 'direct:in', steps: [ { resequence: { simple: '${body}', resequenceRepository: '" + reference + "', " + options + ", steps: [ " + steps + " ] } } ] } }\n";
  }
  std::vector<Stored> stored() const {
    auto store = SqliteStore::open(file());
    return *(*store)->load("kept");
  }
  std::string folder_;
};

TEST_F(ResequenceRepository, ABatchGoesOnAfterARestart) {
  const test::LeftBehind waiting;
  const std::string yaml = route("batchConfig: { batchSize: 4, batchTimeout: 60000 }");
  {
    Routes first(yaml);
    ASSERT_EQ(first.problems(), "");
    first.send("direct:in", "4");
    first.send("direct:in", "2");
  }
  EXPECT_EQ(stored().size(), 2U);
  {
    Routes second(yaml);
    second.send("direct:in", "3");
    second.send("direct:in", "1");
    ASSERT_TRUE(second.wait("mock:out", 4));
    EXPECT_THAT(second.arrived("mock:out"), ElementsAre("1", "2", "3", "4"));
    EXPECT_TRUE(second.runtime().drain(std::chrono::seconds(10)));
  }
  EXPECT_TRUE(stored().empty());
}

TEST_F(ResequenceRepository, AStreamKnowsWhereItWas) {
  const test::LeftBehind waiting;
  const std::string yaml = route("streamConfig: { timeout: 60000 }");
  {
    Routes first(route("streamConfig: { timeout: 20, deliveryAttemptInterval: 20 }"));
    first.send("direct:in", "1");
    first.send("direct:in", "2");
    ASSERT_TRUE(first.wait("mock:out", 2));
    EXPECT_TRUE(first.runtime().drain(std::chrono::seconds(10)));
  }
  {
    Routes second(yaml);
    second.send("direct:in", "5");
    second.send("direct:in", "4");
    EXPECT_TRUE(second.arrived("mock:out").empty());
  }
  Routes third(yaml);
  third.send("direct:in", "3");
  ASSERT_TRUE(third.wait("mock:out", 3));
  EXPECT_THAT(third.arrived("mock:out"), ElementsAre("3", "4", "5"));
}

TEST_F(ResequenceRepository, AStreamGoesOnWithWhatWasReadyBeforeARestart) {
  const test::LeftBehind waiting;
  {
    Routes first(route("streamConfig: { timeout: 20, deliveryAttemptInterval: 20 }", "#kept", "{ to: mock:out }, { filter: { simple: '${body} == 2', steps: [ { delay: { constant: 600000 } } ] } }"));
    for (const char* number : {"1", "2", "3", "4"}) first.send("direct:in", number);
    ASSERT_TRUE(first.wait("mock:out", 2));  // 3 and 4 are ready behind 2
  }
  EXPECT_EQ(stored().size(), 4U);  // 2, 3, 4, and that 1 was the last
  Routes second(route("streamConfig: { timeout: 600000 }"));
  ASSERT_TRUE(second.wait("mock:out", 3));
  EXPECT_THAT(second.arrived("mock:out"), ElementsAre("2", "3", "4"));
}

TEST_F(ResequenceRepository, MustBeThere) {
  EXPECT_THAT(Routes(route("batchConfig: { batchSize: 4 }", "#gone")).problems(), HasSubstr("no bean '#gone'"));
}

}  // namespace
}  // namespace kamel
