// jq, as recorded from Apache Camel 4.14.
#include "tests/engine/values.h"

namespace kamel::testing {
namespace {

constexpr const char* kStore = R"({"store":{"name":"S","book":[{"title":"A","price":8.95},{"title":"B","price":12}]},"big":9007199254740993,"one":1.0})";

TEST(Jq, GivesNothingOneOrAListOfOutputs) {
  Values values;
  EXPECT_EQ(values.evaluate("jq: .store.name", kStore), "\"S\"");
  EXPECT_EQ(values.evaluate("jq: '.store.book[].title'", kStore), R"(["A","B"])");
  EXPECT_EQ(values.evaluate("jq: .nope", kStore), "null");
  EXPECT_EQ(values.evaluate("jq: empty", kStore), "null");
  EXPECT_EQ(values.evaluate("jq: '[.store.book[].price] | add'", kStore), "20.95");
}

TEST(Jq, KeepsNumbersOfPlainPathsAsWritten) {
  Values values;
  EXPECT_EQ(values.evaluate("jq: .big", kStore), "9007199254740993");
  EXPECT_EQ(values.evaluate("jq: .one", kStore), "1.0");
}

TEST(Jq, ReadsHeadersPropertiesAndVariables) {
  Values values;
  const auto prepare = [](Exchange& exchange) {
    exchange.message.headers.set("hh", "hv");
    exchange.properties.set("pp", "pv");
    exchange.variables.set("vv", Value(7));
  };
  EXPECT_EQ(values.evaluate("jq: '{h: header(\"HH\"), p: property(\"pp\"), v: variable(\"vv\"), n: header(\"no\")}'", "{}", prepare),
            R"({"h":"hv","p":"pv","v":"7","n":null})");
}

TEST(Jq, EndsWhereAPatternOrATextIsFoundWithoutALength) {
  Values values;
  EXPECT_EQ(values.evaluate("jq: 'gsub(\"^\"; \"x\")'", "\"ab\""), R"("xab")");
  EXPECT_EQ(values.evaluate("jq: 'gsub(\"(?=b)\"; \"-\")'", "\"abab\""), R"("a-ba-b")");
  EXPECT_EQ(values.evaluate("jq: 'gsub(\"(?<one>l)\"; \"<\\(.one)>\")'", "\"hello\""), R"("he<l><l>o")");
  EXPECT_EQ(values.evaluate("jq: 'indices(\"\")'", "\"ab\""), "[]");
  EXPECT_EQ(values.evaluate("jq: 'index(\"\")'", "\"ab\""), "null");
  EXPECT_EQ(values.evaluate("jq: 'indices(\"\u00fc\")'", "\"a\u00fc\u00fcb\""), "[1,2]");
}

TEST(Jq, MatchesOnTrueOnly) {
  Values values;
  EXPECT_EQ(values.matches("jq: .store.book | length > 1", kStore), "true");
  EXPECT_EQ(values.matches("jq: .store.name", kStore), "false");
  EXPECT_EQ(values.matches("jq: 5", kStore), "false");
}

TEST(Jq, ReportsErrorsAsCamelDoes) {
  Values values;
  EXPECT_EQ(values.evaluate("jq: .store.name.x", kStore),
            "org.apache.camel.RuntimeCamelException: net.thisptr.jackson.jq.exception.JsonQueryException: Cannot index string with string \"x\"");
  EXPECT_TRUE(values.evaluate("jq: .a", "nojson").starts_with("org.apache.camel.RuntimeCamelException: org.apache.camel.TypeConversionException"));
  EXPECT_TRUE(values.evaluate("jq: 'bad syntax ('", "{}").starts_with("rejected: test.yaml:1:"));
}

TEST(Jq, PrintsObjectsAsPrettyJson) {
  Values values;
  EXPECT_EQ(values.evaluate("jq: {expression: '.store.book[0]', resultType: String}", kStore), R"("{\n  \"title\" : \"A\",\n  \"price\" : 8.95\n}")");
}

}  // namespace
}  // namespace kamel::testing
