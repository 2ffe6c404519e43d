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

// libjq 1.6 loses 21 bytes of each program that it gives up within a text: the leak sanitizer tells when one comes to it.
TEST(Jq, RefusesWhatEndsOrIsWrongWithinATextBeforeLibjq) {
  Values values;
  for (const std::string program :
       {R"jq("abc)jq", R"jq(")jq", R"jq(.a | ")jq", R"jq("a\(1)jq", R"jq("a\(1))jq", R"jq("a\("b"))jq", R"jq("a\((1)")jq", R"jq("a\([1)")jq", R"jq("a\()")jq",
        R"jq("a\(1 2)")jq", R"jq("a\(def f: 1;)")jq", R"jq("a\(. | foreach)")jq", R"jq(@base64 "a)jq", R"jq(def f: "x; f)jq"}) {
    EXPECT_TRUE(values.evaluate("jq: |\n  " + program, "{}").starts_with("rejected: test.yaml:")) << program;
  }
}

TEST(Jq, TakesTextsWithExpressionsWithinExpressions) {
  Values values;
  EXPECT_EQ(values.evaluate(R"jq(jq: 'def f: "<\(.a | "\(. + 1)")>"; f')jq", R"({"a":1})"), R"("<2>")");
  EXPECT_EQ(values.evaluate("jq: |\n  def f: \"\\(1 # )\n  )\"; f", "{}"), R"("1")");
  EXPECT_TRUE(values.evaluate(R"jq(jq: '"\(now | todate)"')jq", "{}").ends_with("Function todate/0 does not exist"));
}

TEST(Jq, EndsLoopsAndListsThatHaveNoEnd) {
  Values values;
  const std::string failed = "org.apache.camel.RuntimeCamelException: net.thisptr.jackson.jq.exception.JsonQueryException: ";
  EXPECT_EQ(values.evaluate("jq: 'until(false; .)'", "1"), failed + "until has taken more than 1,000,000 steps");
  EXPECT_EQ(values.evaluate("jq: '[range(4) | range(4000000)] | length'", "1"), failed + "more than 10,000,000 values");
  EXPECT_EQ(values.evaluate("jq: 'reduce range(40) as $i ([1]; . + .) | length'", "1"), failed + "a list of more than 10,000,000 values");
  EXPECT_EQ(values.evaluate("jq: 'reduce range(60) as $i (\"x\"; . + .) | length'", "1"), failed + "a text of more than 256 MB");
}

TEST(Jq, PrintsObjectsAsPrettyJson) {
  Values values;
  EXPECT_EQ(values.evaluate("jq: {expression: '.store.book[0]', resultType: String}", kStore), R"("{\n  \"title\" : \"A\",\n  \"price\" : 8.95\n}")");
}

}  // namespace
}  // namespace kamel::testing
