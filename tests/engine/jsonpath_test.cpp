// jsonpath, as recorded from Apache Camel 4.14 with Jayway's library.
#include "engine/languages/jsonpath/path.h"
#include "tests/engine/values.h"

namespace kamel::testing {
namespace {

constexpr const char* kStore =
    R"({"store":{"open":true,"name":"S","nul":null,"book":[{"title":"A","price":8.95,"tags":["x","y"],"category":"fiction"},)"
    R"({"title":"B","price":12,"category":"ref"},{"title":"C","price":22.99,"category":"fiction"}],"bicycle":{"price":19.95}},)"
    R"("nums":[5,3,9,1],"exp":10,"odd key":1})";

std::string on_store(const std::string& path) {
  static Values values;
  return values.evaluate("jsonpath: '" + path + "'", kStore);
}

TEST(JsonPath, GivesAValueForADefinitePathAndAListForAnother) {
  EXPECT_EQ(on_store("$.store.name"), "\"S\"");
  EXPECT_EQ(on_store("$[\"store\"].book[-1].title"), "\"C\"");
  EXPECT_EQ(on_store("$.store.book[*].title"), R"(["A","B","C"])");
  EXPECT_EQ(on_store("$..price"), "[8.95,12,22.99,19.95]");
  EXPECT_EQ(on_store("$.store.book[0,1].title"), R"(["A","B"])");
  EXPECT_EQ(on_store("store.name"), "\"S\"");
}

TEST(JsonPath, Slices) {
  EXPECT_EQ(on_store("$.nums[1:]"), "[3,9,1]");
  EXPECT_EQ(on_store("$.nums[:-1]"), "[5,3,9]");
  EXPECT_EQ(on_store("$.nums[-2:-1]"), "[9]");
  EXPECT_EQ(on_store("$.nums[1:-1]"), "[]");
}

TEST(JsonPath, Filters) {
  EXPECT_EQ(on_store("$.store.book[?(@.price < $.exp)].title"), R"(["A"])");
  EXPECT_EQ(on_store("$.store.book[?(@.price > 20 || @.price < 10 && @.title == \"A\")].title"), R"(["A","C"])");
  EXPECT_EQ(on_store("$.store.book[?(!@.tags)].title"), R"(["B","C"])");
  EXPECT_EQ(on_store("$.store.book[?(@.title =~ /[ab]/i)].title"), R"(["A","B"])");
  EXPECT_EQ(on_store("$.store.book[?(@.category in [\"ref\"])].title"), R"(["B"])");
  EXPECT_EQ(on_store("$.store.book[?(@.price == \"12\")].title"), R"(["B"])");
  EXPECT_EQ(on_store("$.store.book[?(@.tags size 2)].title"), R"(["A"])");
  EXPECT_EQ(on_store("$.nums[?(@ > 4)]"), "[5,9]");
}

TEST(JsonPath, Functions) {
  EXPECT_EQ(on_store("$.store.book.length()"), "3");
  EXPECT_EQ(on_store("$..book.length()"), "3");
  EXPECT_EQ(on_store("$.nums.sum()"), "18.0");
  EXPECT_EQ(on_store("$..price.max()"), "22.99");
  EXPECT_EQ(on_store("$.nums.avg()"), "4.5");
  EXPECT_EQ(on_store("$.nums.first()"), "5");
  EXPECT_EQ(on_store("$.nums.index(1)"), "3");
  EXPECT_EQ(on_store("$.concat($.store.name, \"z\", $.exp)"), "\"Sz10\"");
  EXPECT_EQ(on_store("$.store.bicycle.keys()"), R"(["price"])");
}

TEST(JsonPath, FailsOnAMissingDefinitePathOnly) {
  EXPECT_EQ(on_store("$.nope"),
            "org.apache.camel.ExpressionEvaluationException: com.jayway.jsonpath.PathNotFoundException: No results for path: $['nope']");
  EXPECT_NE(on_store("$.nope.x").find("Missing property in path $['nope']"), std::string::npos);
  EXPECT_EQ(on_store("$..nope"), "[]");
  EXPECT_NE(on_store("$.odd key").find("Use bracket notion"), std::string::npos);
}

TEST(JsonPath, HeedsItsOptions) {
  Values values;
  EXPECT_EQ(values.evaluate("jsonpath: {expression: $.nope, suppressExceptions: true}", kStore), "null");
  EXPECT_EQ(values.evaluate("jsonpath: {expression: $.exp, option: ALWAYS_RETURN_LIST}", kStore), "[10]");
  EXPECT_EQ(values.evaluate("jsonpath: {expression: \"$.nums[0:2]\", option: AS_PATH_LIST}", kStore), R"(["$['nums'][0]","$['nums'][1]"])");
  EXPECT_EQ(values.evaluate("jsonpath: {expression: \"$.nums[0:1]\", unpackArray: true}", kStore), "5");
  EXPECT_EQ(values.evaluate("jsonpath: {expression: \"$.store.book[1]\", writeAsString: true}", kStore),
            R"({"title":"\"B\"","price":"12","category":"\"ref\""})");
  EXPECT_EQ(values.evaluate("jsonpath: {expression: $.exp, resultType: String}", kStore), "\"10\"");
}

TEST(JsonPath, MakesAnotherTypeOfAnUnpackedItem) {
  Values values;
  EXPECT_EQ(values.evaluate("jsonpath: {expression: \"$.nums[0:1]\", unpackArray: true, resultType: String}", kStore), "\"5\"");
  EXPECT_EQ(values.evaluate("jsonpath: {expression: \"$.a[*]\", unpackArray: true, resultType: java.util.Map}", R"({"a":[{"x":1}]})"), R"({"x":1})");
}

TEST(JsonPath, EndsWhatHasTooManyResults) {
  Values values;
  std::string deep = "1";
  for (int i = 0; i < 100; ++i) deep = "{\"a\":" + deep + "}";
  EXPECT_TRUE(values.evaluate("jsonpath: \"$..*..*..*..*..*\"", deep.c_str()).starts_with("org.apache.camel.ExpressionEvaluationException: java.lang.OutOfMemoryError: "));
}

TEST(JsonPath, TakesEasyPredicates) {
  Values values;
  EXPECT_EQ(values.matches("jsonpath: store.name == 'S'", kStore), "true");
  EXPECT_EQ(values.matches("jsonpath: exp > 5", kStore), "false");  // $..*[?(@.exp > 5)], as in Camel
  EXPECT_EQ(values.matches("jsonpath: $.store.open", kStore), "true");
  EXPECT_EQ(values.matches("jsonpath: $.store.book[?(@.price > 100)]", kStore), "false");
}

TEST(JsonPath, ReadsMapsListsAndBytesButNoNumbers) {
  Values values;
  EXPECT_EQ(values.evaluate("jsonpath: $.a", Values::json(R"({"a":1})")), "1");
  EXPECT_EQ(values.evaluate("jsonpath: $[0]", Values::json("[7]")), "7");
  EXPECT_EQ(values.evaluate("jsonpath: $.a", Value::bytes(Slice(R"({"a":2})"))), "2");
  EXPECT_NE(values.evaluate("jsonpath: $.a", Value(5)).find("Cannot read body as supported JSON value"), std::string::npos);
  EXPECT_NE(values.evaluate("jsonpath: $.a", "nojson").find("InvalidJsonException"), std::string::npos);
}

// Of a text only those parts are read that the path looks at; of a tree everything is there.
TEST(JsonPath, GivesTheSameForATextAsForItsTree) {
  Values values;
  for (const std::string path : {"$", "$.store.name", "$.store", "$.store.nul", "$.store.name.x", "$.nope", "$.nums", "$.nums.x", "$.nums[1]", "$.store[\"open\",\"name\"]", "$[\"odd key\"]",
                                 "$[?(@.exp > 5)]", "$[?(@.exp > 5)].store.name", "$[?(@.store.name == \"S\" && @.exp)].nums", "$[?($.exp > 50)]", "$.store[?(@.open)].bicycle",
                                 "$.store.book[?(@.price < $.exp)]", "$.store.book[*].title", "$.store[*]", "$..price", "$.nums.sum()", "$.store[?(!@.nope)].name", "$[?(@.nums contains 9)].exp"}) {
    const std::string expression = "jsonpath: '" + path + "'";
    EXPECT_EQ(values.evaluate(expression, kStore), values.evaluate(expression, Values::json(kStore))) << path;
    EXPECT_EQ(values.matches(expression, kStore), values.matches(expression, Values::json(kStore))) << path;
  }
}

TEST(JsonPath, JudgesATextWithoutGivingAPartForTheWhole) {
  Values values;
  const std::string predicate = "jsonpath: '$[?(@.exp > 5)]'";
  EXPECT_EQ(values.matches(predicate, kStore), "true");
  EXPECT_NE(values.evaluate(predicate, kStore).find("bicycle"), std::string::npos);
  EXPECT_NE(values.matches(predicate, R"({"exp":10,"broken":)").find("InvalidJsonException"), std::string::npos);
}

TEST(JsonPath, SaysWhereAPathIsWrong) {
  languages::json_path::SyntaxError why;
  EXPECT_EQ(languages::json_path::parse_path("$.a.", why), nullptr);
  EXPECT_EQ(why.error.message(), "Path must not end with a '.' or '..'");
}

}  // namespace
}  // namespace kamel::testing
