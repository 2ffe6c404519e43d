// Aggregation repositories: groups that outlive the process, completed exchanges that are delivered until they end well, and routes that end.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "engine/aggregator.h"
#include "engine/repositories/encoding.h"
#include "engine/exchange_value.h"
#include "engine/repositories/sqlite_store.h"
#include "tests/support/left_behind.h"
#include "tests/support/routes.h"

namespace kamel {
namespace {

using test::Routes;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

class AggregationRepositories : public testing::Test {
 protected:
  AggregationRepositories() {
    std::string name = (std::filesystem::temp_directory_path() / "kamel-XXXXXX").string();
    folder_ = mkdtemp(name.data());
  }
  ~AggregationRepositories() override { std::filesystem::remove_all(folder_); }

  std::string file() const { return folder_ + "/state.db"; }
  /// A route that joins texts in the file; `options` are the step's, `properties` the repository's.
  std::string route(const std::string& options, const std::string& steps = "[ { to: mock:done } ]", const std::string& properties = "", const std::string& around = "") const {
    return "- beans:\n  - { name: groups, type: org.apache.camel.processor.aggregate.jdbc.JdbcAggregationRepository, properties: { file: '" + file() + "'" + properties + " } }\n" +
           "  - { name: join, type: org.apache.camel.processor.aggregate.StringAggregationStrategy, properties: { delimiter: '+' } }\n" + around +
           "- route:\n    id: in\n    from:\n      uri: direct:in\n      steps:\n        - aggregate: { correlationExpression: { header: id }, aggregationStrategy: '#join', "
           "aggregationRepository: '#groups', " + options + ", steps: " + steps + " }\n        - to: mock:all\n";
  }
  static void send(Routes& routes, const std::string& id, const std::string& body) { routes.send("direct:in", body, {{"id", id}}); }
  std::vector<Stored> stored(const std::string& repository = "groups") const {
    auto store = SqliteStore::open(file());
    return *(*store)->load(repository);
  }

  std::string folder_;
};

TEST_F(AggregationRepositories, GroupsGoOnAfterARestart) {
  const test::LeftBehind waiting;
  {
    Routes first(route("completionSize: 3"));
    ASSERT_EQ(first.problems(), "");
    send(first, "a", "1");
    send(first, "b", "2");
    send(first, "a", "3");
    EXPECT_EQ(first.arrived("mock:all").size(), 3U);
  }
  EXPECT_EQ(stored().size(), 3U);
  {
    Routes second(route("completionSize: 3"));
    send(second, "a", "4");
    ASSERT_TRUE(second.wait("mock:done", 1));
    EXPECT_THAT(second.arrived("mock:done"), ElementsAre("1+3+4"));
  }
  EXPECT_EQ(stored().size(), 1U);
  Routes third(route("completionSize: 3"));
  send(third, "b", "5");
  send(third, "a", "6");
  send(third, "b", "7");
  ASSERT_TRUE(third.wait("mock:done", 1));
  EXPECT_THAT(third.arrived("mock:done"), ElementsAre("2+5+7"));
}

TEST_F(AggregationRepositories, ATimeoutBeginsAnewAfterARestart) {
  const test::LeftBehind waiting;
  {
    Routes first(route("completionTimeout: 60000"));
    send(first, "a", "1");
    send(first, "a", "2");
  }
  Routes second(route("completionTimeout: 50"));
  ASSERT_TRUE(second.wait("mock:done", 1));
  EXPECT_THAT(second.arrived("mock:done"), ElementsAre("1+2"));
}

TEST_F(AggregationRepositories, AnIntervalCompletesWhatWasThereBeforeARestart) {
  const test::LeftBehind waiting;
  {
    Routes first(route("completionSize: 10"));
    send(first, "a", "1");
    send(first, "b", "2");
  }
  Routes second(route("completionInterval: 50"));
  ASSERT_TRUE(second.wait("mock:done", 2));
  EXPECT_THAT(second.arrived("mock:done"), ElementsAre("1", "2"));
}

TEST_F(AggregationRepositories, ALiveSwapKeepsTheGroups) {
  Routes routes(route("completionSize: 2"));
  send(routes, "a", "1");
  EXPECT_EQ(routes.apply(route("completionSize: 2", "[ { to: mock:swapped } ]")), "");
  send(routes, "a", "2");
  ASSERT_TRUE(routes.wait("mock:swapped", 1));
  EXPECT_THAT(routes.arrived("mock:swapped"), ElementsAre("1+2"));
}

constexpr const char* kFails = "[ { to: mock:done }, { filter: { simple: \"${header.CamelRedeliveryCounter} == null || ${body} == 'bad'\", steps: [ { throwException: { exceptionType: java.io.IOException, message: no } } ] } } ]";

TEST_F(AggregationRepositories, WhatFailsIsDeliveredAgain) {
  Routes routes(route("completionSize: 2", kFails, ", recoveryInterval: 50"));
  send(routes, "a", "1");
  send(routes, "a", "2");
  ASSERT_TRUE(routes.wait("mock:done", 2));
  EXPECT_THAT(routes.arrived("mock:done"), ElementsAre("1+2", "1+2"));
}

TEST_F(AggregationRepositories, WhatFailsTooOftenGoesToTheDeadLetter) {
  {
    Routes routes(route("completionSize: 1", kFails, ", recoveryInterval: 20, maximumRedeliveries: 2, deadLetterUri: 'mock:dead'"));
    ASSERT_EQ(routes.problems(), "");
    send(routes, "a", "bad");
    ASSERT_TRUE(routes.wait("mock:dead", 1));
    EXPECT_EQ(routes.arrived("mock:done").size(), 3U);
    EXPECT_THAT(routes.arrived("mock:dead"), ElementsAre("bad"));
  }
  EXPECT_TRUE(stored().empty());
}

TEST_F(AggregationRepositories, WhatWasUnderWayAtACrashIsDeliveredAgain) {
  {
    auto store = *SqliteStores::of(Routes(route("completionSize: 1")).runtime().context())->open(file());
    Outcome completed;
    completed.message.body = Value("cut short");
    completed.exchange_id = "the-id";
    store->write({{Change::Kind::Put, "groups", "c/the-id", encode("a", completed)}}, nullptr);
    store->flush();
  }
  Routes routes(route("completionSize: 1", "[ { setBody: { simple: '${exchangeId} ${header.CamelRedelivered} ${body}' } }, { to: mock:done } ]"));
  ASSERT_TRUE(routes.wait("mock:done", 1));
  EXPECT_THAT(routes.arrived("mock:done"), ElementsAre("the-id true cut short"));
}

TEST_F(AggregationRepositories, AMessageAndItsKeyBecomeDurableAtOnce) {
  const test::LeftBehind waiting;
  const std::string beans = "  - { name: seen, type: org.apache.camel.processor.idempotent.jdbc.JdbcMessageIdRepository, properties: { file: '" + file() + "' } }\n";
  const std::string yaml = "- beans:\n  - { name: groups, type: org.apache.camel.processor.aggregate.jdbc.JdbcAggregationRepository, properties: { file: '" + file() + "' } }\n" + beans +
                           "- route:\n    id: in\n    from:\n      uri: direct:in\n      steps:\n        - idempotentConsumer:\n            header: id\n            idempotentRepository: '#seen'\n"
                           "            steps:\n              - aggregate: { correlationExpression: { constant: x }, completionSize: 3, aggregationRepository: '#groups', "
                           "aggregationStrategy: '#class:org.apache.camel.processor.aggregate.StringAggregationStrategy', steps: [ { to: mock:done } ] }\n";
  {
    Routes routes(yaml);
    ASSERT_EQ(routes.problems(), "");
    for (const char* id : {"1", "2", "1", "2"}) send(routes, id, id);
  }
  Routes routes(yaml);
  for (const char* id : {"1", "2", "3"}) send(routes, id, id);
  ASSERT_TRUE(routes.wait("mock:done", 1));
  EXPECT_THAT(routes.arrived("mock:done"), ElementsAre("123"));
}

TEST_F(AggregationRepositories, ManyWorkersShareTheGroups) {
  Routes routes(route("completionSize: 10"), 2);
  for (int i = 0; i < 2000; ++i) {
    const std::string id = std::to_string(i % 20);
    ASSERT_TRUE(routes.runtime().send("direct:in", Pattern::InOnly, [id](Exchange& exchange) {
      exchange.message.body = Value("x");
      exchange.message.headers.set("id", Value(id));
    }, [](Exchange&) {}).has_value());
  }
  ASSERT_TRUE(routes.wait("mock:done", 200));
  for (const std::string& body : routes.arrived("mock:done")) EXPECT_EQ(body, "x+x+x+x+x+x+x+x+x+x");
}

TEST_F(AggregationRepositories, TheEndOfTheRouteForcesCompletion) {
  {
    Routes routes(route("completionSize: 10, forceCompletionOnStop: true"));
    send(routes, "a", "1");
    send(routes, "b", "2");
    EXPECT_TRUE(routes.runtime().drain(std::chrono::seconds(10)));
    EXPECT_THAT(routes.arrived("mock:done"), ElementsAre("1", "2"));
  }
  EXPECT_TRUE(stored().empty());
}

TEST_F(AggregationRepositories, TheEndOfTheRouteWaitsForCompletion) {
  Routes routes(route("completionTimeout: 100, completeAllOnStop: true"));
  send(routes, "a", "1");
  send(routes, "b", "2");
  EXPECT_TRUE(routes.runtime().drain(std::chrono::seconds(10)));
  EXPECT_THAT(routes.arrived("mock:done"), UnorderedElementsAre("1", "2"));
}

TEST_F(AggregationRepositories, WhatDoesNotFitIsRefused) {
  EXPECT_THAT(Routes(route("completionSize: 1", "[ { to: mock:x } ]", ", deadLetterUri: 'mock:dead'")).problems(), HasSubstr("Option maximumRedeliveries must be a positive number, was: 0"));
  EXPECT_THAT(Routes(route("completionSize: 1", "[ { to: mock:x } ]", ", lobHandler: '#x'")).problems(), HasSubstr("'lobHandler' of JdbcAggregationRepository is not supported"));
}

TEST(Encoding, GivesBackWhatItWasGiven) {
  Outcome outcome;
  outcome.message.body = Value(List{Value(), Value(true), Value(std::int32_t{-5}), Value(std::int64_t{1} << 40), Value(0.5), Value("text"), Value::bytes(Slice(std::string_view("a\0b", 3)))});
  outcome.message.headers.set("Name", Value(Map{{"key", Value("value")}}));
  outcome.properties.set("message", Value(std::unique_ptr<Object>(std::make_unique<ExchangeValue>(Message{Value("inner"), {}}, ExchangeProperties(), true))));
  outcome.variables.set("v", Value::exception(Error("java.io.IOException", "why", Error("java.lang.Error", "cause"))));
  outcome.exchange_id = "id";
  const std::string bytes = encode("label", outcome);
  const auto decoded = decode(bytes);
  ASSERT_TRUE(decoded.has_value());
  EXPECT_EQ(decoded->label, "label");
  EXPECT_EQ(decoded->outcome.exchange_id, "id");
  EXPECT_EQ(decoded->outcome.message.body, outcome.message.body);
  EXPECT_EQ(decoded->outcome.message.headers.get("name"), outcome.message.headers.get("Name"));
  const Value inner = decoded->outcome.properties.get("message");
  ASSERT_NE(inner.object_as<ExchangeValue>(), nullptr);
  EXPECT_EQ(inner.object_as<ExchangeValue>()->message().body, Value("inner"));
  EXPECT_EQ(decoded->outcome.variables.get("v").error().cause().message(), "cause");
  for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(decode(std::string_view(bytes).substr(0, size)).has_value());
}

}  // namespace
}  // namespace kamel
