// Idempotent repositories: what they remember, for how long, and how they are declared.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "engine/repositories/sqlite_store.h"
#include "tests/support/routes.h"

namespace kamel {
namespace {

using test::Routes;
using testing::ElementsAre;
using testing::HasSubstr;

class IdempotentRepositories : public testing::Test {
 protected:
  IdempotentRepositories() {
    std::string name = (std::filesystem::temp_directory_path() / "kamel-XXXXXX").string();
    folder_ = mkdtemp(name.data());
  }
  ~IdempotentRepositories() override { std::filesystem::remove_all(folder_); }

  static std::string routes(const std::string& type, const std::string& properties, const std::string& steps = "[ { to: mock:new } ]", const std::string& more = "") {
    return "- beans:\n  - { name: seen, type: '" + type + "', properties: { " + properties + " } }\n" + more +
           "- route:\n    id: in\n    from:\n      uri: direct:in\n      steps:\n        - idempotentConsumer: { header: id, idempotentRepository: '#seen', steps: " + steps + " }\n        - to: mock:all\n";
  }
  std::string file() const { return folder_ + "/state.db"; }
  std::string sqlite(const std::string& steps = "[ { to: mock:new } ]") const { return routes(kJdbc, "file: '" + file() + "'", steps); }
  static void send(Routes& routes, const std::string& id) { routes.send("direct:in", "body " + id, {{"id", id}}); }

  static std::string content(const std::string& path) {
    std::ifstream in(path);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  static constexpr const char* kKeyFile = "org.apache.camel.support.processor.idempotent.FileIdempotentRepository";
  static constexpr const char* kJdbc = "org.apache.camel.processor.idempotent.jdbc.JdbcMessageIdRepository";
  std::string folder_;
};

TEST_F(IdempotentRepositories, AFileRemembersAcrossRuns) {
  {
    Routes first(sqlite());
    ASSERT_EQ(first.problems(), "");
    for (const char* id : {"1", "2", "1"}) send(first, id);
    EXPECT_THAT(first.arrived("mock:new"), ElementsAre("body 1", "body 2"));
    EXPECT_EQ(first.arrived("mock:all").size(), 3U);
  }
  Routes second(sqlite());
  for (const char* id : {"2", "3", "1"}) send(second, id);
  EXPECT_THAT(second.arrived("mock:new"), ElementsAre("body 3"));
}

TEST_F(IdempotentRepositories, AFailedMessageMayComeAgain) {
  const std::string fails = "[ { to: mock:new }, { filter: { simple: \"${header.bad} == 'yes'\", steps: [ { throwException: { exceptionType: java.io.IOException, message: no } } ] } } ]";
  {
    Routes routes(sqlite(fails));
    routes.send("direct:in", "a", {{"id", "1"}, {"bad", "yes"}});
    routes.send("direct:in", "b", {{"id", "1"}});
    routes.send("direct:in", "c", {{"id", "1"}});
    EXPECT_THAT(routes.arrived("mock:new"), ElementsAre("a", "b"));
  }
  Routes again(sqlite(fails));
  again.send("direct:in", "d", {{"id", "1"}});
  EXPECT_TRUE(again.arrived("mock:new").empty());
}

TEST_F(IdempotentRepositories, KeysThatWereUnderWayWhenTheProcessDiedAreForgotten) {
  {
    Routes routes(sqlite());
    send(routes, "done");
  }
  {
    auto store = *SqliteStore::open(file());
    store->write("INSERT INTO kamel_seen VALUES ('seen', 'cut short', 0)", {}, nullptr);
    store->flush();
  }
  Routes routes(sqlite());
  for (const char* id : {"done", "cut short", "cut short"}) send(routes, id);
  EXPECT_THAT(routes.arrived("mock:new"), ElementsAre("body cut short"));
}

TEST_F(IdempotentRepositories, SurviveALiveSwap) {
  Routes routes(sqlite());
  send(routes, "1");
  EXPECT_EQ(routes.apply(sqlite("[ { to: mock:swapped } ]")), "");
  send(routes, "1");
  send(routes, "2");
  EXPECT_THAT(routes.arrived("mock:swapped"), ElementsAre("body 2"));
}

TEST_F(IdempotentRepositories, TheWholeOfARouteCanWaitForTheDiskAtOnce) {
  Routes routes(sqlite(), 2);
  for (int i = 0; i < 2000; ++i) {
    const std::string id = std::to_string(i % 1000);
    ASSERT_TRUE(routes.runtime().send("direct:in", Pattern::InOnly, [id](Exchange& exchange) { exchange.message.headers.set("id", Value(id)); }, [](Exchange&) {}).has_value());
  }
  ASSERT_TRUE(routes.wait("mock:all", 2000));
  EXPECT_EQ(routes.arrived("mock:new").size(), 1000U);
}

TEST_F(IdempotentRepositories, AFileOfKeysRemembersAcrossRuns) {
  const std::string keys = folder_ + "/new/folder/keys.txt";
  const std::string route = routes(kKeyFile, "fileStore: '" + keys + "'");
  {
    Routes first(route);
    ASSERT_EQ(first.problems(), "");
    for (const char* id : {"1", "2", "1"}) send(first, id);
    EXPECT_THAT(first.arrived("mock:new"), ElementsAre("body 1", "body 2"));
  }
  EXPECT_EQ(content(keys), "1\n2\n");
  Routes second(route);
  for (const char* id : {"2", "3", "1"}) send(second, id);
  EXPECT_THAT(second.arrived("mock:new"), ElementsAre("body 3"));
  EXPECT_EQ(content(keys), "1\n2\n3\n");
}

TEST_F(IdempotentRepositories, AFileOfKeysForgetsWhatFailedAndWhatWasCutOff) {
  const std::string keys = folder_ + "/keys.txt";
  std::ofstream(keys) << "old\nhal";
  const std::string fails = "[ { to: mock:new }, { filter: { simple: \"${header.id} == 'bad'\", steps: [ { throwException: { exceptionType: java.io.IOException, message: no } } ] } } ]";
  {
    Routes routes(IdempotentRepositories::routes(kKeyFile, "fileStore: '" + keys + "'", fails));
    for (const char* id : {"old", "hal", "bad", "bad"}) send(routes, id);
    EXPECT_THAT(routes.arrived("mock:new"), ElementsAre("body hal", "body bad", "body bad"));
  }
  EXPECT_EQ(content(keys), "old\nhal\n");
}

TEST_F(IdempotentRepositories, AFullFileOfKeysDropsTheOldest) {
  const std::string keys = folder_ + "/keys.txt";
  const std::string route = routes(kKeyFile, "fileStore: '" + keys + "', maxFileStoreSize: 20, dropOldestFileStore: 2");
  {
    Routes routes(route);
    for (int i = 10; i < 20; ++i) send(routes, std::to_string(i));
  }
  EXPECT_EQ(content(keys), "14\n15\n16\n17\n18\n19\n");
}

TEST_F(IdempotentRepositories, ManyMessagesOfOneFileOfKeysWaitTogether) {
  const std::string keys = folder_ + "/keys.txt";
  Routes routes(IdempotentRepositories::routes(kKeyFile, "fileStore: '" + keys + "'"), 2);
  for (int i = 0; i < 2000; ++i) {
    const std::string id = std::to_string(i % 1000);
    ASSERT_TRUE(routes.runtime().send("direct:in", Pattern::InOnly, [id](Exchange& exchange) { exchange.message.headers.set("id", Value(id)); }, [](Exchange&) {}).has_value());
  }
  ASSERT_TRUE(routes.wait("mock:all", 2000));
  EXPECT_EQ(routes.arrived("mock:new").size(), 1000U);
}

TEST_F(IdempotentRepositories, ADataSourceNamesTheFile) {
  const std::string source = "- beans:\n  - { name: ds, type: org.sqlite.SQLiteDataSource, properties: { url: 'jdbc:sqlite:" + file() + "' } }\n";
  Routes routes(IdempotentRepositories::routes(kJdbc, "dataSource: '#ds', processorName: orders", "[ { to: mock:new } ]", source));
  EXPECT_EQ(routes.problems(), "");
  send(routes, "1");
  EXPECT_TRUE(std::filesystem::exists(file()));
}

TEST_F(IdempotentRepositories, InMemoryOnlyLeavesNoFile) {
  Routes routes("# camel-k: property=kamel.repositories=memory\n" + sqlite());
  EXPECT_EQ(routes.problems(), "");
  for (const char* id : {"1", "1"}) send(routes, id);
  EXPECT_THAT(routes.arrived("mock:new"), ElementsAre("body 1"));
  EXPECT_FALSE(std::filesystem::exists(file()));
}

TEST_F(IdempotentRepositories, WhatCannotBeUsedIsRefused) {
  EXPECT_THAT(Routes(routes("org.apache.camel.processor.idempotent.jpa.JpaMessageIdRepository", "processorName: t")).problems(), HasSubstr("there is no idempotent repository 'org.apache.camel.processor.idempotent.jpa.JpaMessageIdRepository'"));
  EXPECT_THAT(Routes(routes(kJdbc, "file: x.db, flie: y")).problems(), HasSubstr("JdbcMessageIdRepository has no option 'flie'; did you mean 'file'?"));
  EXPECT_THAT(Routes(routes(kJdbc, "url: 'jdbc:postgresql://db/x'")).problems(), HasSubstr("'jdbc:postgresql://db/x' is no SQLite database"));
  EXPECT_THAT(Routes(routes(kJdbc, "processorName: x")).problems(), HasSubstr("the repository has no database"));
  EXPECT_THAT(Routes(routes(kJdbc, "file: '" + folder_ + "/no/such/folder/x.db'")).problems(), HasSubstr("cannot open"));
  EXPECT_THAT(Routes(routes(kJdbc, "file: x.db, tableName: T")).problems(), HasSubstr("'tableName' of JdbcMessageIdRepository is not supported"));
}

}  // namespace
}  // namespace kamel
