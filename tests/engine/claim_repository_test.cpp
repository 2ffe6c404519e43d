// claimCheck with a repository: what one exchange puts aside, another takes, after a restart, too.
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
using testing::HasSubstr;

class ClaimRepositoryFile : public testing::Test {
 protected:
  ClaimRepositoryFile() {
    std::string name = (std::filesystem::temp_directory_path() / "kamel-XXXXXX").string();
    folder_ = mkdtemp(name.data());
  }
  ~ClaimRepositoryFile() override { std::filesystem::remove_all(folder_); }
  std::string beans() const {
    return "- beans:\n  - { name: kept, type: org.apache.camel.processor.aggregate.jdbc.JdbcAggregationRepository, properties: { file: '" + folder_ + "/state.db' } }\n"
           "  - { name: memory, type: org.apache.camel.processor.aggregate.MemoryAggregationRepository }\n";
  }
  std::string routes(const std::string& bean = "kept", const std::string& after_taking = "{ to: mock:out }") const {
    return beans() + route("put", "Set", bean, "{ setBody: { constant: gone } }") + route("look", "Get", bean, "{ to: mock:out }") + route("take", "GetAndRemove", bean, after_taking);
  }
  static std::string route(const std::string& name, const std::string& operation, const std::string& bean, const std::string& then) {
    return "- route: { id: " + name + ", from: { uri: 'direct:" + name + "', steps: [ { claimCheck: { operation: " + operation +
           ", key: '${header.id}', claimCheckRepository: '#" + bean + "' } }, " + then + " ] } }\n";
  }
  std::size_t stored() const {
    auto store = SqliteStore::open(folder_ + "/state.db");
    return (*store)->load("kept")->size();
  }
  std::string folder_;
};

TEST_F(ClaimRepositoryFile, GivesAMessageToAnotherExchangeAfterARestart) {
  {
    Routes first(routes());
    ASSERT_EQ(first.problems(), "");
    const auto put = first.send("direct:put", "a body", {{"id", "1"}, {"colour", "red"}});
    EXPECT_EQ(put.body(), "gone");
  }
  EXPECT_EQ(stored(), 1U);
  {
    Routes second(routes());
    const auto looked = second.send("direct:look", "asks", {{"id", "1"}});
    EXPECT_EQ(looked.body(), "a body");
    EXPECT_EQ(looked.message.headers.find("colour")->slice().view(), "red");
    EXPECT_EQ(second.send("direct:take", "asks", {{"id", "1"}}).body(), "a body");
    EXPECT_EQ(second.send("direct:take", "asks again", {{"id", "1"}}).body(), "asks again");
  }
  EXPECT_EQ(stored(), 0U);
}

TEST_F(ClaimRepositoryFile, KeepsWhatWasTakenUntilItsExchangeHasEnded) {
  const test::LeftBehind waiting;
  {
    Routes first(routes("kept", "{ to: mock:taken }, { delay: { constant: 600000 } }") + "- from: { uri: direct:later, steps: [ { wireTap: { uri: direct:take } } ] }\n");
    first.send("direct:put", "a body", {{"id", "1"}});
    first.send("direct:later", "asks", {{"id", "1"}});
    ASSERT_TRUE(first.wait("mock:taken", 1));
    EXPECT_EQ(first.send("direct:look", "asks", {{"id", "1"}}).body(), "asks");  // nobody else finds it
  }
  Routes second(routes());
  EXPECT_EQ(second.send("direct:take", "asks", {{"id", "1"}}).body(), "a body");
}

TEST_F(ClaimRepositoryFile, KeepsANewMessageThatCameUnderTheKeyOfOneThatWasTaken) {
  Routes routes(beans() + route("put", "Set", "kept", "{ log: put }") + route("take", "GetAndRemove", "kept", "{ setBody: { constant: new } }, { to: direct:put }"));
  routes.send("direct:put", "old", {{"id", "1"}});
  routes.send("direct:take", "asks", {{"id", "1"}});
  EXPECT_EQ(stored(), 1U);
  EXPECT_EQ(Routes(this->routes()).send("direct:take", "asks", {{"id", "1"}}).body(), "new");
}

TEST_F(ClaimRepositoryFile, InMemoryOutlivesALiveSwap) {
  Routes routes(this->routes("memory"));
  routes.send("direct:put", "a body", {{"id", "1"}});
  EXPECT_EQ(routes.apply(this->routes("memory", "{ setHeader: { name: swapped, constant: yes } }")), "");
  const auto taken = routes.send("direct:take", "asks", {{"id", "1"}});
  EXPECT_EQ(taken.body(), "a body");
  EXPECT_TRUE(taken.message.headers.has("swapped"));
  EXPECT_EQ(routes.send("direct:take", "asks again", {{"id", "1"}}).body(), "asks again");
}

TEST_F(ClaimRepositoryFile, IsForKeysAlone) {
  const auto problems = [this](const std::string& options, const std::string& bean = "kept") {
    return Routes(beans() + "- from: { uri: direct:in, steps: [ { claimCheck: { claimCheckRepository: '#" + bean + "', " + options + " } } ] }\n").problems();
  };
  EXPECT_THAT(problems("operation: Push"), HasSubstr("use Set and GetAndRemove with a key"));
  EXPECT_THAT(problems("operation: Set"), HasSubstr("needs a key"));
  EXPECT_THAT(problems("operation: Set, key: a", "none"), HasSubstr("no bean '#none'"));
}

}  // namespace
}  // namespace kamel
