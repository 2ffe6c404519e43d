#include <gtest/gtest.h>

#include "dsl/route.h"
#include "tests/dsl/source.h"

namespace kamel {
namespace {

RouteSet load(const std::string& text, Diagnostics& diagnostics, Properties properties = {}) { return load_routes({source(text)}, std::move(properties), diagnostics); }

std::string body_of(const RouteDecl& route) { return route.from.find("steps")->items[0].find("setBody")->find("simple")->text; }

const std::string kTemplate = R"(
- routeTemplate:
    id: tpl
    parameters:
      - { name: prefix }
      - { name: suffix, defaultValue: "!" }
      - { name: extra, required: false }
    from:
      uri: "direct:{{prefix}}"
      parameters: { timeout: "{{?extra}}" }
      steps:
        - setBody: { simple: "{{prefix}}${body}{{suffix}}{{global}}" }
)";

const std::string kKamelet = R"(
apiVersion: camel.apache.org/v1
kind: Kamelet
metadata: { name: my-act }
spec:
  definition:
    required: [ v ]
    properties:
      v: { type: string, default: "dv" }
      o: { type: string }
      needed: { type: string }
  template:
    beans:
      - { name: counter, type: "#class:java.util.concurrent.atomic.AtomicInteger", properties: { start: "{{v}}" } }
      - { name: "{{kb}}", type: "#class:java.util.ArrayList" }
    from:
      uri: "kamelet:source"
      steps:
        - setBody: { simple: "[{{v}}:{{?o}}:{{routeId}}:{{counter}}]" }
)";

Properties with_global() {
  Properties properties;
  properties.set("global", "?");
  return properties;
}

TEST(Template, IsExpandedWithParametersDefaultsAndProperties) {
  Diagnostics diagnostics;
  const RouteSet set = load(kTemplate + "- templatedRoute: {routeTemplateRef: tpl, routeId: r, prefixId: zz, parameters: [{name: prefix, value: P}, {name: suffix, value: S}]}\n", diagnostics, with_global());
  ASSERT_TRUE(diagnostics.empty()) << diagnostics.text();
  ASSERT_EQ(set.routes.size(), 1u);
  EXPECT_EQ(set.routes[0].id, "r");
  EXPECT_EQ(set.routes[0].from.find("uri")->text, "direct:P");
  EXPECT_EQ(body_of(set.routes[0]), "P${body}S?");
  EXPECT_TRUE(set.routes[0].from.find("parameters")->entries.empty());
  EXPECT_EQ(set.routes[0].options.find("nodePrefixId")->text, "zz");
  EXPECT_FALSE(set.routes[0].digest.empty());
}

TEST(Template, ReportsAMissingParameterWhereItIsUsed) {
  Diagnostics diagnostics;
  load(kTemplate + "- templatedRoute: {routeTemplateRef: tpl}\n", diagnostics, with_global());
  EXPECT_EQ(lines(diagnostics), "13:3 error route template 'tpl' needs the parameter 'prefix'\n");
  EXPECT_EQ(diagnostics.list()[0].java_class, "java.lang.IllegalArgumentException");
}

TEST(Template, ReportsATemplateThatIsNotThere) {
  Diagnostics diagnostics;
  load(kTemplate + "- templatedRoute: {routeTemplateRef: tlp}\n", diagnostics, with_global());
  EXPECT_EQ(lines(diagnostics), "13:3 error there is no route template 'tlp'; did you mean 'tpl'?\n");
}

TEST(Template, NeedsFromOrRoute) {
  Diagnostics diagnostics;
  load("- routeTemplate: {id: x}\n", diagnostics);
  EXPECT_EQ(lines(diagnostics), "1:3 error a route template needs 'from' or 'route'\n");
}

TEST(Template, MayHoldAWholeRoute) {
  Diagnostics diagnostics;
  const RouteSet set = load("- routeTemplate: {id: t, route: {id: ignored, autoStartup: false, from: {uri: 'direct:a', steps: [{to: 'mock:a'}]}}}\n- templatedRoute: {routeTemplateRef: t, routeId: r}\n", diagnostics);
  ASSERT_TRUE(diagnostics.empty()) << diagnostics.text();
  EXPECT_EQ(set.routes.at(0).id, "r");
  EXPECT_EQ(set.routes.at(0).options.find("autoStartup")->text, "false");
  EXPECT_EQ(set.routes.at(0).options.find("id"), nullptr);
}

TEST(Template, CannotBringAnIdThatIsInUse) {
  Diagnostics diagnostics;
  load("- routeTemplate: {id: t, from: {uri: 'direct:a', steps: [{to: 'mock:a'}]}}\n- templatedRoute: {routeTemplateRef: t, routeId: r}\n- templatedRoute: {routeTemplateRef: t, routeId: r}\n", diagnostics);
  EXPECT_EQ(diagnostics.errors(), 1u) << diagnostics.text();
}

std::optional<RouteDecl> expand_kamelet(Properties properties, const std::vector<std::pair<std::string, std::string>>& parameters, Diagnostics& diagnostics, std::string text = kKamelet) {
  const RouteSet set = load(text, diagnostics, std::move(properties));
  return expand_template(*set.find_template("my-act"), "act-1", parameters, set, {}, diagnostics);
}

TEST(Kamelet, TakesDefaultsThenPropertiesThenParameters) {
  Diagnostics diagnostics;
  EXPECT_EQ(body_of(*expand_kamelet({}, {}, diagnostics)), "[dv::act-1:counter-act-1]");
  Properties properties;
  properties.set("camel.kamelet.my-act.v", "general");
  properties.set("camel.kamelet.my-act.other.v", "not this one");
  EXPECT_EQ(body_of(*expand_kamelet(properties, {}, diagnostics)), "[general::act-1:counter-act-1]");
  properties.set("camel.kamelet.my-act.act-1.v", "special");
  EXPECT_EQ(body_of(*expand_kamelet(properties, {}, diagnostics)), "[special::act-1:counter-act-1]");
  EXPECT_EQ(body_of(*expand_kamelet(properties, {{"v", "given"}, {"o", "opt"}, {"unknown", "x"}}, diagnostics)), "[given:opt:act-1:counter-act-1]");
  EXPECT_TRUE(diagnostics.empty()) << diagnostics.text();
}

TEST(Kamelet, ReportsARequiredParameterWithoutAValue) {
  std::string text = kKamelet;
  text.replace(text.find("required: [ v ]"), 15, "required: [ needed, o ]");
  Diagnostics diagnostics;
  EXPECT_FALSE(expand_kamelet({}, {{"o", "x"}}, diagnostics, text).has_value());
  EXPECT_EQ(lines(diagnostics), "0:0 error Kamelet 'my-act' needs the parameter 'needed'\n");
}

TEST(Kamelet, HasBeansOfItsOwn) {
  Diagnostics diagnostics;
  const auto route = expand_kamelet({}, {}, diagnostics);
  ASSERT_EQ(route->beans.size(), 2u);
  EXPECT_EQ(route->beans[0].find("name")->text, "counter-act-1");
  EXPECT_EQ(route->beans[0].find("properties")->find("start")->text, "dv");
  EXPECT_EQ(route->beans[1].find("name")->text, "{{kb}}");
}

}  // namespace
}  // namespace kamel
