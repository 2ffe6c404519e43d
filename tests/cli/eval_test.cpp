#include <gtest/gtest.h>

#include "dsl/json.h"
#include "tests/cli/process.h"

namespace kamel::cli::test {
namespace {

// What `kamel eval` prints for a case with this route and these inputs.
Value eval(const std::string& route, const std::string& inputs, const std::string& settings = "{}") {
  const Folder folder;
  folder.write("route.yaml", route);
  folder.write("inputs.jsonl", inputs);
  folder.write("case.json", settings);
  const Finished finished = kamel({"eval", folder.path()});
  EXPECT_EQ(finished.code, 0) << finished.err;
  const Result<Value> parsed = json::parse(Slice(finished.out));
  EXPECT_TRUE(parsed.has_value()) << finished.out << finished.err;
  return parsed.has_value() ? *parsed : Value(Map());
}

const Value& at(const Value& value, std::string_view key) {
  static const Value kNothing;
  const Value* found = value.is_map() ? value.map().find(key) : nullptr;
  return found != nullptr ? *found : kNothing;
}

constexpr const char* kRoute =
    "- route:\n    id: r\n    from:\n      uri: direct:in\n      steps:\n        - log: got ${body}\n        - setHeader: {name: h, "
    "constant: v}\n"
    "        - to: mock:out\n        - setBody: {simple: \"<${body}>\"}\n";

TEST(Eval, PrintsResultsMocksAndLogs) {
  const Value out = eval(kRoute, "{\"body\":\"a\"}\n# a comment\n\n{\"body\":{\"$long\":5}}\n");
  ASSERT_EQ(at(out, "results").list().size(), 2U);
  EXPECT_EQ(at(at(out, "results").list()[0], "body").slice(), "<a>");
  ASSERT_EQ(at(at(out, "mocks"), "mock:out").list().size(), 2U);
  const Value& second = at(at(out, "mocks"), "mock:out").list()[1];
  EXPECT_EQ(at(at(second, "body"), "$long").as_whole(), 5);  // as it was on arrival
  EXPECT_EQ(at(at(second, "headers"), "h").slice(), "v");
  ASSERT_EQ(at(out, "logs").list().size(), 2U);
  EXPECT_EQ(at(at(out, "logs").list()[0], "logger").slice(), "r");
  EXPECT_EQ(at(at(out, "logs").list()[0], "message").slice(), "got a");
}

TEST(Eval, RepeatsAnInput) { EXPECT_EQ(at(eval(kRoute, "{\"body\":\"a\",\"repeat\":3}\n"), "results").list().size(), 3U); }

TEST(Eval, TellsWhereLoadingFailed) {
  const Value error = at(eval("- from:\n    uri: direct:in\n    steps:\n      - frobnicate: {}\n", "{\"body\":\"a\"}\n"), "loadError");
  EXPECT_EQ(at(error, "class").slice(), "org.apache.camel.dsl.yaml.common.exception.UnknownNodeIdException");
  EXPECT_EQ(at(error, "line").as_whole(), 4);
  EXPECT_EQ(at(error, "file").slice(), "route.yaml");
}

TEST(Eval, ShowsTheExceptionThatCameBack) {
  const Value out = eval(
      "- from:\n    uri: direct:in\n    steps:\n      - throwException: {exceptionType: java.lang.IllegalStateException, message: no}\n",
      "{\"body\":\"a\"}\n");
  EXPECT_EQ(at(at(at(out, "results").list()[0], "exception"), "class").slice(), "java.lang.IllegalStateException");
}

TEST(Eval, GivesAnErrorForAnEndpointThatCannotBeMade) {
  const Value out = eval(kRoute, "{\"body\":\"a\",\"endpoint\":\"nonesuch:x\"}\n");
  EXPECT_FALSE(at(at(out, "results").list()[0], "sendError").is_null());
}

TEST(Eval, HandsPropertiesAndTheFolderToTheRoutes) {
  const Value out = eval("- from:\n    uri: direct:in\n    steps:\n      - setBody: {constant: \"{{word}} {{case.dir}}\"}\n",
                         "{\"body\":\"a\"}\n", "{\"properties\":{\"word\":\"w\"}}");
  EXPECT_EQ(at(at(out, "results").list()[0], "body").slice(), "w $CASE");
}

TEST(Eval, RefusesAFolderWithoutRoutes) {
  const Folder folder;
  EXPECT_EQ(kamel({"eval", folder.path()}).code, 1);
  EXPECT_EQ(kamel({"eval"}).code, 2);
}

}  // namespace
}  // namespace kamel::cli::test
