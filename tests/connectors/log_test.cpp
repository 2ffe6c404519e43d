#include "tests/connectors/running.h"

namespace kamel::testing {
namespace {

// Each text was recorded from Apache Camel 4.14.
std::string logged(const std::string& options, Value body, const std::string& before = "") {
  Running routes("- route: { id: r, from: { uri: 'direct:in', steps: [ " + before + " { to: 'log:x" + options + "' } ] } }");
  routes.send("direct:in", std::move(body), Pattern::InOut, {{"h", "hv"}, {"a", List({Value(1), Value(2)})}});
  const auto lines = routes.logs->all();
  return lines.size() == 1 ? lines[0] : routes.diagnostics + std::to_string(lines.size()) + " lines";
}

TEST(Log, ShowsPatternTypeAndBodyByDefault) {
  EXPECT_EQ(logged("", "b"), "INFO x Exchange[ExchangePattern: InOut, BodyType: String, Body: b]");
  EXPECT_EQ(logged("?showExchangePattern=false", "b"), "INFO x Exchange[ExchangePattern: InOut, BodyType: String, Body: b]");
}

TEST(Log, ShowsNoPatternOnceAnythingIsFormatted) {
  EXPECT_EQ(logged("?showHeaders=true", "b"), "INFO x Exchange[Headers: {a=[1, 2], h=hv}, BodyType: String, Body: b]");
  EXPECT_EQ(logged("?showBody=false&showBodyType=false", "b"), "INFO x Exchange[]");
}

TEST(Log, NamesWhatIsNotThere) { EXPECT_EQ(logged("?level=WARN", Value()), "WARN x Exchange[ExchangePattern: InOut, BodyType: null, Body: [Body is null]]"); }

TEST(Log, PutsABodyIntoOneLine) {
  EXPECT_EQ(logged("?showBodyType=false", "multi\nline"), "INFO x Exchange[Body: multiline]");
  EXPECT_EQ(logged("?skipBodyLineSeparator=false", "multi\nline"), "INFO x Exchange[BodyType: String, Body: multi\nline]");
}

TEST(Log, WritesLinesWhereAsked) {
  EXPECT_EQ(logged("?multiline=true", "b"), "INFO x Exchange[\n  BodyType: String\n  Body: b\n]");
  EXPECT_EQ(logged("?style=Tab", "b"), "INFO x Exchange[\tBodyType: String\tBody: b]");
  EXPECT_EQ(logged("?style=Fixed&multiline=true", "b"), "INFO x Exchange[\n\tBodyType            String\n\tBody                b\n]");
}

TEST(Log, CutsWhatIsTooLong) {
  EXPECT_EQ(logged("?maxChars=5", "b"), "INFO x Exchange[Bod...]");
  EXPECT_EQ(logged("?maxChars=12&multiline=true", "multi and long"), "INFO x Exchange[\n  BodyType: ...\n  Body: mult...\n]");
  EXPECT_EQ(logged("?plain=true&maxChars=3", "multi\nline"), "INFO x mul... [Body clipped after 3 chars, total length is 10]");
}

TEST(Log, ShowsAllWithAnEmptyLineForMissingVariables) {
  const std::string text = logged("?showAll=true&multiline=true", "b");
  EXPECT_NE(text.find("\n  RouteGroup: null\n  RouteId: r\n  ExchangePattern: InOut\n  Properties: {CamelToEndpoint=log://x?multiline=true&showAll=true}\n\n  Headers: {a=[1, 2], h=hv}\n"
                      "  BodyType: String\n  Body: b\n]"),
            std::string::npos)
      << text;
}

TEST(Log, HidesSecrets) {
  EXPECT_EQ(logged("?plain=true&logMask=true", "password=geheim, x=1"), "INFO x password=xxxxx, x=1");
  EXPECT_EQ(logged("?plain=true&logMask=true", R"({"password": "foo", "x": "y"})"), R"(INFO x {"password": "xxxxx", "x": "y"})");
}

TEST(Log, CountsInsteadOfPrinting) {
  Running routes("- from: { uri: 'direct:in', steps: [ { to: 'log:x?groupSize=2' } ] }");
  for (int i = 0; i < 4; ++i) routes.send("direct:in", "b");
  const auto lines = routes.logs->all();
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].substr(0, 67), "INFO * x: Received: 2 new messages, with total 2 so far. Last group");
}

TEST(Mock, KeepsWhatItIsToldTo) {
  Running routes(R"y(
- from: { uri: "direct:in", steps: [ { to: "mock:all" }, { to: "mock:first?retainFirst=1" }, { to: "mock:last?retainLast=1" }, { to: "mock:both?retainFirst=1&retainLast=1" }, { to: "mock:none?retainFirst=0" } ] }
)y");
  for (const char* body : {"1", "2", "3"}) routes.send("direct:in", body);
  EXPECT_EQ(routes.bodies("mock:all", 3), (std::vector<std::string>{"1", "2", "3"}));
  EXPECT_EQ(routes.bodies("mock:first?retainFirst=1", 3), (std::vector<std::string>{"1"}));
  EXPECT_EQ(routes.bodies("mock:last?retainLast=1", 3), (std::vector<std::string>{"3"}));
  EXPECT_EQ(routes.bodies("mock:both?retainFirst=1&retainLast=1", 3), (std::vector<std::string>{"1", "3"}));
  EXPECT_TRUE(routes.bodies("mock:none?retainFirst=0", 3).empty());
}

TEST(Mock, OnlyCountsWhileNobodyLooks) {
  Running routes("- from: { uri: 'direct:in', steps: [ { to: 'mock:out' } ] }");
  routes.mocks->record(false);
  routes.send("direct:in", "x");
  EXPECT_EQ(routes.mocks->count("mock:out"), 1U);
  EXPECT_TRUE(routes.mocks->arrived("mock:out").empty());
}

TEST(Mock, CannotBeConsumedFrom) {
  Running routes("- from: { uri: 'mock:in', steps: [ { to: 'mock:out' } ] }");
  EXPECT_NE(routes.diagnostics.find("error"), std::string::npos);
}

TEST(Language, RunsAScript) {
  Running routes(R"y(
- from: { uri: "direct:in", steps: [ { to: "language:simple:X(${body})" } ] }
- from: { uri: "direct:script", steps: [ { to: "language:simple?script=RAW(<${body}>)" } ] }
- from: { uri: "direct:keep", steps: [ { to: "language:constant:y?transform=false" } ] }
- from: { uri: "direct:none", steps: [ { to: "language:simple" } ] }
- from: { uri: "direct:header", steps: [ { to: "language:simple?allowTemplateFromHeader=true" } ] }
)y");
  EXPECT_EQ(routes.send("direct:in", "1").body, "X(1)") << routes.diagnostics;
  EXPECT_EQ(routes.send("direct:script", "1").body, "<1>");
  EXPECT_EQ(routes.send("direct:keep", "1").body, "1");
  EXPECT_EQ(routes.send("direct:none", "1").error.type(), "org.apache.camel.CamelExchangeException");
  EXPECT_EQ(routes.send("direct:header", "1", Pattern::InOut, {{"CamelLanguageScript", "S ${body}"}}).body, "S 1");
}

TEST(Language, NamesALanguageThatIsNone) {
  Running routes("- from: { uri: 'direct:in', steps: [ { to: 'language:simpel:x' } ] }");
  EXPECT_NE(routes.diagnostics.find("No language could be found for: simpel; did you mean 'simple'?"), std::string::npos) << routes.diagnostics;
}

TEST(ControlBus, KnowsTheStateOfRoutes) {
  Running routes(R"y(
- route: { id: a, from: { uri: "direct:in", steps: [ { to: "controlbus:route?routeId=b&action=status" } ] } }
- route: { id: b, autoStartup: false, from: { uri: "direct:b", steps: [ { to: "mock:b" } ] } }
- route: { id: c, from: { uri: "direct:eval", steps: [ { to: "controlbus:language:simple" } ] } }
)y");
  EXPECT_EQ(routes.send("direct:in", "x").body, "Stopped") << routes.diagnostics;
  EXPECT_EQ(routes.send("direct:eval", "${routeId}").body, "c");
}

}  // namespace
}  // namespace kamel::testing
