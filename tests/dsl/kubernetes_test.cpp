#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "dsl/route.h"
#include "tests/dsl/source.h"

namespace kamel {
namespace {

RouteSet load(const std::string& text) {
  Diagnostics diagnostics;
  RouteSet set = load_routes({source(text)}, {}, diagnostics);
  EXPECT_TRUE(diagnostics.empty()) << diagnostics.text();
  return set;
}

std::string problems(const std::string& text) {
  Diagnostics diagnostics;
  load_routes({source(text)}, {}, diagnostics);
  return lines(diagnostics);
}

const std::string kHead = "apiVersion: camel.apache.org/v1\n";

TEST(Integration, RunsItsFlowsAndSourcesWithItsProperties) {
  const RouteSet set = load(kHead + R"(kind: Integration
metadata: { name: my-integration }
spec:
  flows:
    - route: { id: one, from: { uri: "direct:{{foo}}", steps: [ { to: "mock:{{old}}" } ] } }
  sources:
    - name: more.yaml
      content: |
        - from:
            uri: direct:two
            steps:
              - to: mock:b
  configuration:
    - { type: property, value: "old = style" }
  traits:
    camel: { properties: [ "foo=bar" ] }
)");
  EXPECT_EQ(set.name, "my-integration");
  ASSERT_EQ(set.routes.size(), 2u);
  EXPECT_EQ(set.routes[0].from.find("uri")->text, "direct:bar");
  EXPECT_EQ(set.routes[0].from.find("steps")->items[0].find("to")->text, "mock:style");
  EXPECT_EQ(set.routes[1].mark.text(), "test.yaml#more.yaml:1:3");
  EXPECT_EQ(set.properties.get("foo"), "bar");
}

TEST(Integration, SaysWhichSourcesCannotRun) {
  EXPECT_EQ(problems(kHead + "kind: Integration\nspec:\n  sources:\n    - {name: A.java, content: x}\n    - {name: a.yaml}\n    - {name: b.yaml, contentRef: cm}\n"),
            "5:7 error source 'A.java' is not in YAML; only Camel YAML is run natively\n"
            "6:7 error source 'a.yaml' has no content\n"
            "7:7 error source 'b.yaml' has no content; a contentRef needs a cluster\n");
  EXPECT_EQ(problems(kHead + "kind: Integration\nspec: {}\n"), "1:1 error this Integration has neither spec.flows nor spec.sources\n");
}

TEST(Resources, OfOtherKindsAreReported) {
  EXPECT_EQ(problems("apiVersion: v1\nkind: ConfigMap\n"), "2:7 error documents of kind 'ConfigMap' are not run here\n");
  EXPECT_EQ(problems(kHead + "kind: Integratoin\n"), "2:7 error documents of kind 'Integratoin' are not run here; did you mean 'Integration'?\n");
}

TEST(Kamelet, BecomesATemplate) {
  const RouteSet set = load(kHead + "kind: Kamelet\nmetadata: {name: k}\nspec:\n  template: {from: {uri: 'kamelet:source', steps: [{to: 'mock:a'}]}}\n");
  ASSERT_NE(set.find_template("k"), nullptr);
  EXPECT_TRUE(set.find_template("k")->kamelet);
  EXPECT_EQ(problems(kHead + "kind: Kamelet\nmetadata: {name: k}\nspec: {}\n"), "1:1 error Kamelet 'k' needs spec.template with 'from' or 'route'\n");
  EXPECT_EQ(problems(kHead + "kind: Kamelet\nspec: {}\n"), "1:1 error a Kamelet needs metadata.name\n");
}

TEST(Pipe, BecomesARouteFromSourceToSink) {
  for (const char* kind : {"Pipe", "KameletBinding"}) {
    const RouteSet set = load(kHead + "kind: " + kind + R"(
metadata: { name: my-pipe }
spec:
  source:
    ref: { kind: Kamelet, apiVersion: camel.apache.org/v1, name: my-source }
    properties: { ep: "in" }
  steps:
    - ref: { kind: Kamelet, apiVersion: camel.apache.org/v1, name: my-action }
      properties: { v: "S1" }
    - uri: "direct:mid"
  sink:
    uri: mock:sink
    properties: { retainFirst: 100 }
  errorHandler:
    sink:
      endpoint: { uri: "mock:dead", properties: { a: "b c" } }
      parameters: { maximumRedeliveries: 2 }
)");
    ASSERT_EQ(set.routes.size(), 1u);
    const RouteDecl& route = set.routes[0];
    EXPECT_EQ(route.id, "my-pipe");
    EXPECT_EQ(route.from.find("uri")->text, "kamelet:my-source");
    EXPECT_EQ(route.from.find("parameters")->find("ep")->text, "in");
    const auto& steps = route.from.find("steps")->items;
    ASSERT_EQ(steps.size(), 3u);
    EXPECT_EQ(steps[0].find("kamelet")->find("name")->text, "my-action");
    EXPECT_EQ(steps[0].find("kamelet")->find("parameters")->find("v")->text, "S1");
    EXPECT_EQ(steps[1].find("to")->find("uri")->text, "direct:mid");
    EXPECT_EQ(steps[2].find("to")->find("parameters")->find("retainFirst")->text, "100");
    const Node* handler = route.options.find("errorHandler")->find("deadLetterChannel");
    EXPECT_EQ(handler->find("deadLetterUri")->text, "mock:dead?a=b+c");
    EXPECT_EQ(handler->find("redeliveryPolicy")->find("maximumRedeliveries")->text, "2");
  }
}

TEST(Pipe, KnowsTopicsAndKnativeReferences) {
  const RouteSet set = load(kHead + R"(kind: Pipe
metadata: { name: p }
spec:
  source:
    ref: { kind: KafkaTopic, apiVersion: kafka.strimzi.io/v1beta2, name: orders }
    properties: { brokers: "b:9092" }
  sink:
    ref: { kind: Broker, apiVersion: eventing.knative.dev/v1, name: default }
    properties: { type: my.event }
)");
  EXPECT_EQ(set.routes.at(0).from.find("uri")->text, "kafka:orders");
  const Node* to = set.routes.at(0).from.find("steps")->items[0].find("to");
  EXPECT_EQ(to->find("uri")->text, "knative:event/my.event");
  EXPECT_EQ(to->find("parameters")->find("name")->text, "default");
  EXPECT_EQ(to->find("parameters")->find("type"), nullptr);
}

TEST(Pipe, SaysWhatIsMissing) {
  EXPECT_EQ(problems(kHead + "kind: Pipe\nspec: {source: {uri: 'direct:a'}}\n"), "1:1 error this Pipe needs spec.sink\n");
  EXPECT_EQ(problems(kHead + "kind: Pipe\nspec:\n  source: {}\n  sink: {uri: x, ref: {kind: Kamelet, name: k}}\n"),
            "4:11 error the source needs 'ref' or 'uri'\n5:9 error the sink has both 'ref' and 'uri'\n");
  EXPECT_EQ(problems(kHead + "kind: Pipe\nspec:\n  source: {ref: {kind: Kamlet, name: k}}\n  sink: {uri: 'mock:a'}\n"),
            "4:17 error a reference to a 'Kamlet' needs a cluster; did you mean 'Kamelet'?\n");
}

TEST(Modeline, SetsProperties) {
  const RouteSet set = load("# camel-k: property=a=1 property=\"b=two words\" trait=camel.properties=c=3 name=other\n- from: {uri: 'direct:{{a}}', steps: [{to: 'mock:{{c}}'}]}\n");
  EXPECT_EQ(set.routes.at(0).from.find("uri")->text, "direct:1");
  EXPECT_EQ(set.properties.get("b"), "two words");
  EXPECT_EQ(set.name, "other");
}

TEST(Modeline, LosesAgainstGivenProperties) {
  Properties given;
  given.set("a", "given");
  Diagnostics diagnostics;
  EXPECT_EQ(load_routes({source("# camel-k: property=a=1\n")}, given, diagnostics).properties.get("a"), "given");
}

TEST(Modeline, ReadsPropertiesFilesBesideTheSource) {
  const std::string folder = testing::TempDir() + "kamel_modeline_test";
  std::filesystem::create_directories(folder);
  std::ofstream(folder + "/x.properties") << "fromFile=yes\n";
  Diagnostics diagnostics;
  const RouteSet set = load_routes({source("# camel-k: property=file:x.properties\n", folder + "/r.yaml")}, {}, diagnostics);
  EXPECT_EQ(set.properties.get("fromFile"), "yes");
  load_routes({source("# camel-k: property=file:nope.properties\n", folder + "/r.yaml")}, {}, diagnostics);
  EXPECT_EQ(diagnostics.errors(), 1u);
  std::filesystem::remove_all(folder);
}

TEST(Modeline, WarnsOfWhatHasNoEffectHere) {
  EXPECT_EQ(problems("#+ camel-k: dependency=camel:x\n"), "");
  EXPECT_EQ(problems("# camel-k : dependency=camel:x\n#camel-k: proprety=a=b\n# about camel-k: nothing\n"),
            "1:13 warning the modeline's 'dependency' has no effect in a local run\n2:11 warning unknown option 'proprety' in the modeline; did you mean 'property'?\n");
}

}  // namespace
}  // namespace kamel
