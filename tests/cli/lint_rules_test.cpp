#include "kamel-cli/lint/rules.h"

#include <gtest/gtest.h>

#include "dsl/yaml.h"
#include "kamel-cli/lint/report.h"

namespace kamel::cli {
namespace {

SourcePtr source(std::string text) { return std::make_shared<const Source>(Source{"routes.yaml", std::move(text)}); }

// The warnings for one route whose steps these are.
Diagnostics lint_steps(const std::string& steps) {
  Diagnostics diagnostics;
  RouteSet set;
  RouteDecl& route = set.routes.emplace_back();
  route.from = yaml::parse(source("uri: direct:in\nsteps:\n" + steps), diagnostics).at(0);
  lint(set, diagnostics);
  return diagnostics;
}

TEST(Lint, WarnsOfAStepAfterStop) {
  const Diagnostics found = lint_steps("  - stop: {}\n  - to: mock:never\n");
  ASSERT_EQ(found.list().size(), 1U);
  EXPECT_EQ(found.list()[0].mark.line, 4U);
  EXPECT_NE(found.list()[0].message.find("never reached"), std::string::npos);
}

TEST(Lint, SaysNothingOfAStopAtTheEndOfABranch) {
  EXPECT_TRUE(lint_steps("  - choice:\n      when:\n        - simple: ${body}\n          steps:\n            - stop: {}\n  - to: mock:a\n")
                  .empty());
}

TEST(Lint, WarnsOfAnOperatorWhereAValueIsMade) {
  const Diagnostics found = lint_steps("  - setBody:\n      simple: ${body} > 3\n");
  ASSERT_EQ(found.list().size(), 1U);
  EXPECT_EQ(found.list()[0].mark.column, 23U);  // of the operator
}

TEST(Lint, TakesAnOperatorWithABooleanResultType) {
  EXPECT_TRUE(lint_steps("  - setBody:\n      simple:\n        expression: ${body} > 3\n        resultType: boolean\n").empty());
}

TEST(Lint, TakesAnOperatorInAPredicateAndTextThatOnlyLooksLikeOne) {
  EXPECT_TRUE(lint_steps("  - filter:\n      simple: ${body} > 3\n      steps:\n        - to: mock:a\n").empty());
  EXPECT_TRUE(lint_steps("  - setBody:\n      simple: Total ${body} > limit\n").empty());
}

TEST(Lint, WarnsOfADoubleComparedWithAWholeNumber) {
  EXPECT_EQ(lint_steps("  - filter:\n      simple: ${bodyAs(Double)} > 2\n      steps: []\n").list().size(), 1U);
  EXPECT_TRUE(lint_steps("  - filter:\n      simple: ${bodyAs(Double)} > 2.0\n      steps: []\n").empty());
}

TEST(Lint, WarnsOfADecimalThatAnIntegerMayBeComparedWith) {
  EXPECT_EQ(lint_steps("  - filter:\n      simple: ${header.a} == 1 && ${header.n} < 3.5\n      steps: []\n").list().size(), 1U);
  EXPECT_TRUE(lint_steps("  - filter:\n      simple: ${headerAs(n, Double)} < 3.5\n      steps: []\n").empty());
}

TEST(LintReport, PlacesAResultOfSarif) {
  Diagnostics diagnostics;
  diagnostics.error({source("a\nb\n"), 2, 1}, "wrong", "do it right");
  const Value sarif = as_sarif(diagnostics);
  const Map& result = sarif.map().find("runs")->list()[0].map().find("results")->list()[0].map();
  EXPECT_EQ(result.find("level")->slice(), "error");
  EXPECT_EQ(result.find("message")->map().find("text")->slice(), "wrong; do it right");
  const Map& place = result.find("locations")->list()[0].map().find("physicalLocation")->map();
  EXPECT_EQ(place.find("artifactLocation")->map().find("uri")->slice(), "routes.yaml");
  EXPECT_EQ(place.find("region")->map().find("startLine")->as_whole(), 2);
}

TEST(LintReport, CountsInWords) {
  Diagnostics diagnostics;
  diagnostics.warning({}, "a");
  EXPECT_EQ(count_text(diagnostics), "1 warning");
  diagnostics.error({}, "b");
  diagnostics.error({}, "c");
  EXPECT_EQ(count_text(diagnostics), "2 errors and 1 warning");
}

}  // namespace
}  // namespace kamel::cli
