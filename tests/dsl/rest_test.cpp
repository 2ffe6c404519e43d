// REST services as routes.
#include "dsl/rest.h"

#include <gtest/gtest.h>

#include "tests/dsl/source.h"

namespace kamel {
namespace {

RouteSet load(const std::string& text, Diagnostics& diagnostics, Properties properties = {}) {
  return load_routes({source(text, "file1.yaml")}, std::move(properties), diagnostics);
}

RouteSet load(const std::string& text) {
  Diagnostics diagnostics;
  RouteSet set = load(text, diagnostics);
  EXPECT_FALSE(diagnostics.has_errors()) << diagnostics.text();
  return set;
}

std::string problems(const std::string& text) {
  Diagnostics diagnostics;
  load(text, diagnostics);
  return lines(diagnostics);
}

std::string uri(const RouteDecl& route) { return route.from.find("uri")->text; }

constexpr const char* kDirect = "- route: { id: orders, from: { uri: 'direct:orders', steps: [ { log: a } ] } }\n";

TEST(Rest, MakesARouteOfEachOperation) {
  const RouteSet set = load("- rest: { path: /a, get: [ { to: 'mock:x' }, { path: '/{id}', to: 'mock:y' } ], delete: [ { path: b, to: 'mock:z' } ] }\n");
  ASSERT_EQ(set.routes.size(), 3u);
  EXPECT_EQ(uri(set.routes[0]), "rest:get:/a");
  EXPECT_EQ(uri(set.routes[1]), "rest:get:/a:/{id}");
  EXPECT_EQ(uri(set.routes[2]), "rest:delete:/a:b");
}

TEST(Rest, TakesInTheDirectRouteThatAnOperationNames) {
  const RouteSet set = load(std::string(kDirect) + "- rest: { get: [ { path: /o, to: 'direct:orders' } ] }\n");
  ASSERT_EQ(set.routes.size(), 1u);
  EXPECT_EQ(set.routes[0].id, "orders");
  EXPECT_EQ(uri(set.routes[0]), "rest:get:/o");
  EXPECT_EQ(set.routes[0].from.find("steps")->items[0].entries[0].key, "log");
}

TEST(Rest, LeavesDirectRoutesAloneWhereAskedTo) {
  const RouteSet set = load(std::string(kDirect) + "- restConfiguration: { inlineRoutes: false }\n- rest: { get: [ { path: /o, to: 'direct:orders' } ] }\n");
  ASSERT_EQ(set.routes.size(), 2u);
  EXPECT_EQ(uri(set.routes[0]), "direct:orders");
}

TEST(Rest, RestartsOnlyWhatIsMountedElsewhere) {
  const std::string rest = "- rest: { path: /a, get: [ { path: /o, routeId: r, to: 'mock:x' } ] }\n";
  const RouteSet before = load(rest);
  EXPECT_EQ(diff(before, load("- restConfiguration: { contextPath: /v2 }\n" + rest)).restarted, std::vector<std::string>{"r"});
  EXPECT_EQ(diff(before, load(rest)).unchanged, std::vector<std::string>{"r"});
  const std::string served = "- rest: { path: /a, get: [ { path: /o, routeId: r, to: 'direct:x' } ] }\n- route: { from: { uri: 'direct:x', steps: [ { log: ";
  EXPECT_EQ(diff(load(served + "one } ] } }\n"), load(served + "two } ] } }\n")).swapped, std::vector<std::string>{"r"});
}

TEST(Rest, TellsWhatIsWrongAndWhere) {
  EXPECT_EQ(problems("- rest: { path: /a, get: [ { path: /b } ] }\n"), "1:28 error a REST operation needs 'to'; name the endpoint that answers: to: direct:orders\n");
  EXPECT_NE(problems("- rest: { get: [ { path: /b, to: 'mock:a' }, { path: /b, to: 'mock:b' } ] }\n").find("get /b is there twice"), std::string::npos);
  EXPECT_NE(problems("- rest: { gett: [ ] }\n").find("did you mean 'get'"), std::string::npos);
  EXPECT_NE(problems("- restConfiguration: { bindingMode: jsn }\n").find("json"), std::string::npos);
}

TEST(RestConfiguration, LaterElementsWinKeyByKeyAndPropertiesComeLast) {
  Diagnostics diagnostics;
  Properties properties;
  properties.set("camel.rest.contextPath", "/p");
  properties.set("camel.rest.host", "p");
  const RouteSet set = load("- restConfiguration: { host: a, port: '1', apiProperty: [ { key: x, value: '1' }, { key: y, value: '1' } ] }\n- restConfiguration: { host: b, apiProperty: [ { key: x, value: '2' } ] }\n", diagnostics, std::move(properties));
  const RestConfiguration configuration(set);
  EXPECT_EQ(configuration.text("host"), "b");
  EXPECT_EQ(configuration.text("port"), "1");
  EXPECT_EQ(configuration.text("contextPath"), "/p");
  EXPECT_EQ(configuration.properties("apiProperty").size(), 2u);
}

TEST(RestPaths, AreJoinedByOneSlash) {
  EXPECT_EQ(join_rest_paths("/a/", "/b"), "/a/b");
  EXPECT_EQ(join_rest_paths("a", "b"), "/a/b");
  EXPECT_EQ(join_rest_paths("", ""), "/");
}

}  // namespace
}  // namespace kamel
