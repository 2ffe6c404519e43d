// Kamelets that nothing uses are linted all the same.
#include "kamel-cli/lint/kamelets.h"

#include <gtest/gtest.h>

#include "dsl/diagnostics.h"

namespace kamel::cli {
namespace {

constexpr const char* kAction = R"(apiVersion: camel.apache.org/v1
kind: Kamelet
metadata: { name: act }
spec:
  definition:
    required: [ v, n ]
    properties:
      v: { type: string, example: "it's" }
      n: { type: integer }
      d: { type: string, default: x }
      optional: { type: string }
  template: { from: { uri: "kamelet:source", steps: [ { setBody: { simple: "{{v}} {{n}} {{?optional}}" } } ] } }
)";

RouteSet load_texts(const std::vector<std::string>& texts) {
  Diagnostics diagnostics;
  std::vector<SourcePtr> sources;
  for (const std::string& text : texts) sources.push_back(std::make_shared<const Source>(Source{"test.yaml", text}));
  return load_routes(sources, {}, diagnostics);
}

TEST(LintKamelets, UsesAnActionWithItsExamples) {
  RouteSet set = load_texts({kAction});
  try_unused_kamelets(set);
  ASSERT_EQ(set.routes.size(), 1U);
  EXPECT_EQ(set.routes.front().id, "lint-act");
  const Node* to = set.routes.front().from.find("steps")->items.front().find("to");
  ASSERT_NE(to, nullptr);
  EXPECT_EQ(to->find("uri")->text, "kamelet:act/act");
  const Node* parameters = to->find("parameters");
  EXPECT_EQ(parameters->entries.size(), 2U);
  EXPECT_EQ(parameters->find("v")->text, "it's");
  EXPECT_EQ(parameters->find("n")->text, "1");
}

TEST(LintKamelets, LeavesThoseAloneThatARouteUses) {
  RouteSet set = load_texts({kAction, R"(- from: { uri: "direct:a", steps: [ { to: "kamelet:act?v=1&n=2" } ] })"});
  try_unused_kamelets(set);
  EXPECT_EQ(set.routes.size(), 1U);
}

TEST(LintKamelets, BeginsARouteWithASource) {
  RouteSet set = load_texts({R"(apiVersion: camel.apache.org/v1
kind: Kamelet
metadata: { name: tick }
spec:
  template: { from: { uri: "timer:x", steps: [ { to: "kamelet:sink" } ] } }
)"});
  try_unused_kamelets(set);
  ASSERT_EQ(set.routes.size(), 1U);
  EXPECT_EQ(set.routes.front().from.find("uri")->text, "kamelet:tick/tick");
}

}  // namespace
}  // namespace kamel::cli
