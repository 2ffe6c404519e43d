#include "dsl/route.h"

#include <gtest/gtest.h>

#include "tests/dsl/source.h"

namespace kamel {
namespace {

RouteSet load(std::initializer_list<std::string> texts, Diagnostics& diagnostics, Properties properties = {}) {
  std::vector<SourcePtr> sources;
  for (const std::string& text : texts) sources.push_back(source(text, "file" + std::to_string(sources.size() + 1) + ".yaml"));
  return load_routes(sources, std::move(properties), diagnostics);
}

RouteSet load(const std::string& text) {
  Diagnostics diagnostics;
  RouteSet set = load({text}, diagnostics);
  EXPECT_TRUE(diagnostics.empty()) << diagnostics.text();
  return set;
}

std::string problems(const std::string& text) {
  Diagnostics diagnostics;
  load({text}, diagnostics);
  return lines(diagnostics);
}

std::string java_class(const std::string& text) {
  Diagnostics diagnostics;
  load({text}, diagnostics);
  for (const Diagnostic& diagnostic : diagnostics.list()) {
    if (diagnostic.severity == Severity::Error) return diagnostic.java_class.substr(diagnostic.java_class.rfind('.') + 1);
  }
  return "";
}

std::vector<std::string> ids(const RouteSet& set) {
  std::vector<std::string> out;
  for (const RouteDecl& route : set.routes) out.push_back(route.id);
  return out;
}

const std::string kSteps = "steps: [{to: 'mock:a'}]";

TEST(LoadRoutes, ReadsRoutesInBothForms) {
  const RouteSet set = load("- route: {id: r1, autoStartup: false, from: {uri: 'direct:a', " + kSteps + "}}\n- from: {uri: 'direct:b', " + kSteps + "}\n");
  ASSERT_EQ(ids(set), (std::vector<std::string>{"r1", "route1"}));
  EXPECT_EQ(set.routes[0].options.find("autoStartup")->text, "false");
  EXPECT_EQ(set.routes[0].options.find("from"), nullptr);
  EXPECT_EQ(set.routes[0].from.find("uri")->text, "direct:a");
  EXPECT_FALSE(set.routes[0].generated_id);
  EXPECT_TRUE(set.routes[1].generated_id);
  EXPECT_EQ(at(set.routes[1].mark), "2:3");
  EXPECT_EQ(set.name, "file1");
}

TEST(LoadRoutes, KeepsOtherElementsInOrder) {
  const RouteSet set = load("- beans: [{name: b}]\n- onException: {exception: [x]}\n- errorHandler: {noErrorHandler: {}}\n- onException: {exception: [y]}\n");
  ASSERT_EQ(set.elements.size(), 4u);
  EXPECT_EQ(set.elements[1].name, "onException");
  EXPECT_EQ(set.elements[3].value.find("exception")->items[0].text, "y");
  EXPECT_EQ(at(set.elements[2].mark), "3:3");
}

TEST(LoadRoutes, ReportsUnknownTopLevelElements) {
  EXPECT_EQ(problems("- rout: {}\n"), "1:3 error unknown top-level element 'rout'; did you mean 'route'?\n");
  EXPECT_EQ(problems("- setBody: {constant: a}\n"), "1:3 error unknown top-level element 'setBody'; steps belong under a route's from: steps:\n");
  EXPECT_EQ(java_class("- rout: {}\n"), "UnknownNodeIdException");
}

TEST(LoadRoutes, TakesOldSpellingsWithAWarning) {
  Diagnostics diagnostics;
  const RouteSet set = load({"- on-exception: {exception: [x]}\n- route: {auto-startup: false, from: {uri: 'direct:a', variable-receive: v, " + kSteps + "}}\n"}, diagnostics);
  EXPECT_EQ(diagnostics.errors(), 0u) << diagnostics.text();
  EXPECT_EQ(diagnostics.list().size(), 3u);
  EXPECT_EQ(set.elements.at(0).name, "onException");
  EXPECT_NE(set.routes.at(0).options.find("autoStartup"), nullptr);
  EXPECT_NE(set.routes.at(0).from.find("variableReceive"), nullptr);
}

TEST(LoadRoutes, WarnsOfAFileThatLoadsNothing) {
  EXPECT_EQ(problems("route:\n  from: x\n"), "1:1 warning this file loads nothing: its top level is a map, not a list; write '- route:' and indent what follows\n");
  EXPECT_EQ(problems("hello\n"), "1:1 warning this file loads nothing: its top level is a text, not a list; a Camel YAML file begins with '- route:' or '- from:'\n");
  EXPECT_EQ(problems(""), "");
  EXPECT_EQ(problems("# only a comment\n"), "");
}

TEST(LoadRoutes, ReportsItemsOfTheWrongShape) {
  EXPECT_EQ(problems("- from: {uri: 'direct:a', " + kSteps + "}\n  steps: []\n"), "1:3 error a top-level item has one key, this one has 2: 'from', 'steps'; maybe a line is not indented far enough\n");
  EXPECT_EQ(java_class("- from: {}\n  steps: []\n"), "DuplicateKeyException");
  EXPECT_EQ(problems("- hello\n"), "1:3 error a top-level item must be a map with one key; for example '- route:'\n");
  EXPECT_EQ(problems("- route: []\n"), "1:10 error a route must be a map with 'from'\n");
}

TEST(LoadRoutes, ReportsRoutesThatCannotRun) {
  EXPECT_EQ(problems("- route: {id: x}\n"), "1:3 error a route needs 'from'\n");
  EXPECT_EQ(problems("- route:\n    id: x\n    from:\n      uri: direct:a\n"), "4:7 error route 'x' has no steps; add one under from: steps:, such as '- log: \"${body}\"'\n");
  EXPECT_EQ(problems("- from: {uri: 'direct:a', steps: []}\n").substr(0, 29), "1:9 error route has no steps;");
  EXPECT_EQ(problems("- from: 'direct:a'\n").substr(0, 29), "1:9 error route has no steps;");
  EXPECT_EQ(problems("- from: {" + kSteps + "}\n"), "1:9 error 'from' needs the option 'uri'\n");
  EXPECT_EQ(problems("- from: {uri: 'direct:a', steps: {to: x}}\n"), "1:34 error option 'steps' of 'from' must be a list of steps, not a map\n");
  EXPECT_EQ(java_class("- from: {uri: 'direct:a'}\n"), "FailedToCreateRouteException");
}

TEST(LoadRoutes, ReportsUnknownOptionsOfRoutes) {
  EXPECT_EQ(problems("- from: {uri: 'direct:a', parametrs: {}, " + kSteps + "}\n"), "1:27 error 'from' has no option 'parametrs'; did you mean 'parameters'?\n");
  EXPECT_EQ(problems("- route: {autostartup: true, from: {uri: 'direct:a', " + kSteps + "}}\n"), "1:11 error a route has no option 'autostartup'; did you mean 'autoStartup'?\n");
  EXPECT_EQ(problems("- route: {onException: [], from: {uri: 'direct:a', " + kSteps + "}}\n"),
            "1:11 error a route has no option 'onException'; 'onException' belongs on the top level, or into a routeConfiguration\n");
  EXPECT_EQ(problems("- route: {disabled: true, from: {uri: 'direct:a', " + kSteps + "}}\n"),
            "1:11 error option 'disabled' of a route is not supported; only steps can be disabled; a route can have autoStartup: false\n");
  EXPECT_EQ(problems("- route: {steps: [], from: {uri: 'direct:a', " + kSteps + "}}\n"), "1:11 error a route has no option 'steps'; steps belong under from: steps:\n");
}

TEST(LoadRoutes, TellsEveryProblemOfEverySource) {
  Diagnostics diagnostics;
  load({"- rout: {}\n- from: {uri: 'direct:a'}\n", "- 'open\n", "- from: {uri: '{{nope}}', " + kSteps + "}\n"}, diagnostics);
  EXPECT_EQ(diagnostics.errors(), 4u) << diagnostics.text();
}

TEST(LoadRoutes, ReportsIdsThatAreUsedTwice) {
  Diagnostics diagnostics;
  load({"- route: {id: r, from: {uri: 'direct:a', " + kSteps + "}}\n", "- route: {id: r, from: {uri: 'direct:b', " + kSteps + "}}\n"}, diagnostics);
  EXPECT_EQ(lines(diagnostics), "1:3 error the route id 'r' is used twice; the first is at file1.yaml:1:3\n");
  EXPECT_EQ(diagnostics.list()[0].java_class, "org.apache.camel.FailedToStartRouteException");
}

TEST(LoadRoutes, NumbersRoutesAsCamelDoes) {
  // Recorded from Apache Camel 4.14: templated routes come last, and each drops a number first.
  Diagnostics diagnostics;
  const std::string tpl = "- routeTemplate: {id: tpl, parameters: [{name: v}], from: {uri: 'direct:{{v}}', " + kSteps + "}}\n";
  const auto use = [](const std::string& v, const std::string& id = "") {
    return "- templatedRoute: {routeTemplateRef: tpl, parameters: [{name: v, value: " + v + "}]" + (id.empty() ? "" : ", routeId: " + id) + "}\n";
  };
  const RouteSet set = load({tpl + use("t") + use("u") + use("v", "hello") + use("w") + "- from: {uri: 'direct:in', " + kSteps + "}\n", "- from: {uri: 'direct:aa', " + kSteps + "}\n"}, diagnostics);
  EXPECT_TRUE(diagnostics.empty()) << diagnostics.text();
  EXPECT_EQ(ids(set), (std::vector<std::string>{"route1", "route2", "route6", "route7", "hello", "route8"}));
  const RouteSet other = load({"- from: {uri: 'direct:in', " + kSteps + "}\n- route: {id: route1, from: {uri: 'direct:b', " + kSteps + "}}\n"}, diagnostics);
  EXPECT_EQ(ids(other), (std::vector<std::string>{"route2", "route1"}));
}

TEST(LoadRoutes, ResolvesPlaceholdersEverywhereButInTemplates) {
  Properties properties;
  properties.set("name", "orders");
  Diagnostics diagnostics;
  const RouteSet set = load({"- route: {id: 'r-{{name}}', from: {uri: 'direct:{{name}}', parameters: {a: '{{?nope}}'}, " + kSteps +
                             "}}\n- routeTemplate: {id: t, from: {uri: 'direct:{{x}}', " + kSteps + "}}\n- beans: [{name: '{{name}}'}]\n"},
                            diagnostics, properties);
  EXPECT_TRUE(diagnostics.empty()) << diagnostics.text();
  EXPECT_EQ(set.routes[0].id, "r-orders");
  EXPECT_EQ(set.routes[0].from.find("uri")->text, "direct:orders");
  EXPECT_TRUE(set.routes[0].from.find("parameters")->entries.empty());
  EXPECT_EQ(set.templates[0].definition.find("from")->find("uri")->text, "direct:{{x}}");
  EXPECT_EQ(set.elements[0].value.items[0].find("name")->text, "orders");
}

TEST(LoadRoutes, SaysWhereAPropertyIsMissing) {
  const std::string text = "- from:\n    uri: direct:a\n    steps:\n      - setBody: { constant: \"x {{nope.key}}\" }\n";
  EXPECT_EQ(problems(text), "4:33 error property with key 'nope.key' not found; set it with --property, or give a default: {{nope.key:...}}\n");
  EXPECT_EQ(java_class(text), "FailedToCreateRouteException");
}

TEST(LoadRoutes, ReadsPropertiesFilesAmongTheSources) {
  Diagnostics diagnostics;
  Properties given;
  given.set("b", "given");
  const RouteSet set = load_routes({source("- from: {uri: 'direct:{{a}}-{{b}}', " + kSteps + "}\n"), source("a=1\nb=2\n", "application.properties")}, given, diagnostics);
  EXPECT_TRUE(diagnostics.empty()) << diagnostics.text();
  EXPECT_EQ(set.routes.at(0).from.find("uri")->text, "direct:1-given");
}

TEST(Digest, IsTheSameForTheSameMeaning) {
  const RouteSet a = load("- route: {id: r, from: {uri: 'direct:a', steps: [{to: mock:a}]}}\n");
  const RouteSet b = load("# a comment\n- route:\n    id: r\n    from:\n      uri: 'direct:a'\n      steps:\n        - to: mock:a\n");
  EXPECT_EQ(a.routes[0].digest, b.routes[0].digest);
  EXPECT_EQ(a.routes[0].from_digest, b.routes[0].from_digest);
  EXPECT_EQ(a.routes[0].digest.size(), 32u);
}

TEST(Diff, TellsWhatChanged) {
  const auto route = [](const std::string& id, const std::string& from, const std::string& to) { return "- route: {id: " + id + ", from: {uri: 'direct:" + from + "', steps: [{to: 'mock:" + to + "'}]}}\n"; };
  const RouteSet before = load(route("same", "a", "x") + route("swapped", "b", "x") + route("restarted", "c", "x") + route("removed", "d", "x"));
  const RouteSet after = load(route("added", "e", "x") + route("same", "a", "x") + route("swapped", "b", "y") + route("restarted", "cc", "x"));
  const RouteDiff found = diff(before, after);
  EXPECT_EQ(found.added, std::vector<std::string>{"added"});
  EXPECT_EQ(found.removed, std::vector<std::string>{"removed"});
  EXPECT_EQ(found.swapped, std::vector<std::string>{"swapped"});
  EXPECT_EQ(found.restarted, std::vector<std::string>{"restarted"});
  EXPECT_EQ(found.unchanged, std::vector<std::string>{"same"});
}

TEST(Diff, SwapsEveryRouteWhenAGlobalElementChanges) {
  const std::string routes = "- from: {uri: 'direct:a', " + kSteps + "}\n- from: {uri: 'direct:b', " + kSteps + "}\n";
  const RouteDiff found = diff(load(routes), load("- onException: {exception: [x]}\n" + routes));
  EXPECT_EQ(found.swapped.size(), 2u);
}

TEST(Diff, SeesPropertiesThatAreReadAtRunTime) {
  const std::string reads = "- from: {uri: 'direct:a', steps: [{setBody: {simple: '${properties:k}'}}]}\n", does_not = "- from: {uri: 'direct:b', " + kSteps + "}\n";
  Properties one, two;
  one.set("k", "1");
  two.set("k", "2");
  Diagnostics diagnostics;
  const RouteDiff found = diff(load({reads + does_not}, diagnostics, one), load({reads + does_not}, diagnostics, two));
  EXPECT_EQ(found.swapped, std::vector<std::string>{"route1"});
  EXPECT_EQ(found.unchanged, std::vector<std::string>{"route2"});
}

TEST(Diff, SeesAChangedTemplateBehindAKamelet) {
  const auto set = [](const std::string& value) {
    return load("- routeTemplate: {id: t, from: {uri: 'kamelet:source', steps: [{setBody: {constant: " + value + "}}]}}\n- from: {uri: 'direct:a', steps: [{to: 'kamelet:t'}]}\n");
  };
  EXPECT_EQ(diff(set("a"), set("b")).swapped.size(), 1u);
  EXPECT_EQ(diff(set("a"), set("a")).unchanged.size(), 1u);
}

}  // namespace
}  // namespace kamel
