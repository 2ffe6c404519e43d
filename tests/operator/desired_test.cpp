// Desired: what golden cases do not show.
#include <gtest/gtest.h>

#include <chrono>

#include "operator/cron/schedule.h"
#include "operator/integration/workload.h"
#include "operator/text/yaml.h"

namespace kamel::cluster {
namespace {

using namespace std::chrono_literals;

json::object object(const std::string& yaml) {
  Diagnostics diagnostics;
  auto out = read_objects(std::make_shared<const Source>(Source{"test.yaml", yaml}), diagnostics);
  EXPECT_EQ(out.size(), 1U) << diagnostics.text();
  return out.at(0);
}

Declared declared(const std::string& message, const std::string& more = "") {
  Declared out;
  out.integration = object("metadata: {name: a, namespace: b, generation: 1}\nspec:\n" + more + "  flows:\n  - from:\n      uri: timer:t\n      steps:\n      - log: \"" + message + "\"\n");
  return out;
}

// The heart of live edits: another route, the same pods.
TEST(Desired, KeepsRoutesOutOfThePodTemplate) {
  const Desired before = desired(declared("one"), {}), after = desired(declared("two"), {});
  ASSERT_EQ(before.objects.size(), 2U);
  EXPECT_NE(before.program.digest, after.program.digest);
  EXPECT_NE(before.objects[0], after.objects[0]);
  EXPECT_EQ(before.objects[1], after.objects[1]);
}

TEST(Desired, KeepsPropertiesOutOfThePodTemplate) {
  const Desired before = desired(declared("{{a}}", "  traits: {camel: {properties: [a=1]}}\n"), {});
  const Desired after = desired(declared("{{a}}", "  traits: {camel: {properties: [a=2]}}\n"), {});
  EXPECT_NE(before.program.digest, after.program.digest);
  EXPECT_EQ(before.objects.at(1), after.objects.at(1));
}

TEST(Desired, HasTheSameDigestForTheSameDeclaration) {
  EXPECT_EQ(desired(declared("one"), {}).program.digest, desired(declared("one"), {}).program.digest);
}

TEST(Desired, MakesNothingOfAnIntegrationWithErrors) {
  Facts facts;
  facts.check = [](const RouteSet&) {
    Diagnostics out;
    out.error({}, "the engine does not like it");
    return out;
  };
  const Desired out = desired(declared("one"), facts);
  EXPECT_TRUE(out.objects.empty());
  EXPECT_NE(out.diagnostics.text().find("the engine does not like it"), std::string::npos);
}

TEST(Desired, RefusesRoutesThatAConfigMapCannotHold) {
  const Desired out = desired(declared(std::string(1'100'000, 'x')), {});
  EXPECT_NE(out.diagnostics.text().find("a ConfigMap holds"), std::string::npos);
}

TEST(References, AreFoundWhereverTheyAreSaid) {
  Declared all = declared("x",
                          "  sources: [{name: a.yaml, contentRef: routes}]\n  configuration: [{type: configmap, value: old}]\n"
                          "  traits:\n    mount: {configs: ['secret:s1/k', 'configmap:c1'], resources: ['configmap:c2@/x']}\n    environment: {vars: ['A=secret:s2/k', B=1]}\n");
  const References out = references(all);
  EXPECT_EQ(out.config_maps, (std::vector<std::string>{"routes", "c1", "c2"}));
  EXPECT_EQ(out.secrets, (std::vector<std::string>{"s1", "s2"}));
}

TEST(Schedule, TakesPeriodsThatKubernetesCanKeep) {
  EXPECT_EQ(schedule_of(60s), "* * * * *");
  EXPECT_EQ(schedule_of(5min), "*/5 * * * *");
  EXPECT_EQ(schedule_of(1h), "0 * * * *");
  EXPECT_EQ(schedule_of(6h), "0 */6 * * *");
  EXPECT_EQ(schedule_of(24h), "0 0 * * *");
  for (const auto period : {std::chrono::milliseconds(1s), std::chrono::milliseconds(90s), std::chrono::milliseconds(7min), std::chrono::milliseconds(5h), std::chrono::milliseconds(0)}) {
    EXPECT_EQ(schedule_of(period), std::nullopt) << period.count();
  }
}

TEST(Schedule, TakesExpressionsThatKubernetesUnderstands) {
  const auto schedule = [](const char* expression) {
    RouteFacts facts;
    facts.from.emplace_back();
    facts.from[0].scheme = "quartz";
    facts.from[0].parameters.push_back({.name = "cron", .value = expression, .raw = false, .mark = {}});
    return common_schedule(facts);
  };
  EXPECT_EQ(schedule("0 0/5 12-18 ? * MON-fri"), "0/5 12-18 * * MON-fri");
  EXPECT_EQ(schedule("0+30+12+*+JAN,Jul+?+2030"), "30 12 * JAN,Jul *");
  EXPECT_EQ(schedule("*/2  * * * *"), "*/2 * * * *");
  EXPECT_EQ(schedule("0 0 12 ? * 1,4-5"), "0 12 * * 0,3-4") << "Quartz begins with Sunday as 1, Kubernetes as 0";
  EXPECT_EQ(schedule("0 0 12 ? * 2/2"), "0 12 * * 1/2");
  for (const char* other : {"0 0 12 L * ?", "0 0 12 ? * 6#3", "0 0 12 15W * ?", "0 0 12 ? MARCH *", "* * * *", "1 2 3 4 5 6 7 8", "* * * * \"x\"", "a b c d \n", "0 0 12 ? * 8"}) {
    EXPECT_EQ(schedule(other), std::nullopt) << other;
  }
}

TEST(Merge, MergesListsByNameAndTakesAwayWhatIsNull) {
  json::value into = json::parse(R"({"containers":[{"name":"a","env":[{"name":"X","value":"1"}],"cpu":1},{"name":"b"}],"list":[1,2]})");
  merge(into, json::parse(R"({"containers":[{"name":"a","env":[{"name":"Y","value":"2"}],"cpu":null}],"list":[3]})"));
  EXPECT_EQ(into, json::parse(R"({"containers":[{"name":"a","env":[{"name":"X","value":"1"},{"name":"Y","value":"2"}]},{"name":"b"}],"list":[3]})"));
}

TEST(Compression, GivesBackWhatItTook) {
  const std::string text = "- from:\n    uri: direct:a\n";
  EXPECT_EQ(uncompressed(compressed(text)), text);
  EXPECT_EQ(uncompressed("no gzip"), "");
}

TEST(AsName, MakesNamesThatKubernetesTakes) {
  EXPECT_EQ(as_name("myRoute_1"), "my-route-1");
  EXPECT_EQ(as_name("Orders"), "orders");
  EXPECT_EQ(as_name("--a b--"), "a-b");
}

}  // namespace
}  // namespace kamel::cluster
