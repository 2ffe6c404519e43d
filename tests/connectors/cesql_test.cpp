// CloudEvents SQL 1.0: what expressions come to, one line each. The specification's own cases are run where they are (tests/integration/cesql/run).
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "connectors/knative/cesql/expression.h"
#include "connectors/knative/cesql/like.h"
#include "dsl/yaml.h"

namespace kamel::cesql {
namespace {

class Event final : public Attributes {
 public:
  std::map<std::string, Value, std::less<>> attributes;
  std::optional<Value> find(std::string_view name) const override {
    const auto found = attributes.find(name);
    return found == attributes.end() ? std::nullopt : std::optional(found->second);
  }
};

Event event() {
  Event made;
  made.attributes = {{"specversion", "1.0"}, {"id", "i1"}, {"source", "http://shop/orders"}, {"type", "order.placed"}, {"subject", "s"},
                     {"hop", "5"},           {"ttl", "10"}, {"flag", true},                   {"count", 7}};
  return made;
}

/// "true", "5", "'text'", and behind it the error: "0 math".
std::string result_of(const std::string& expression) {
  const auto parsed = parse(expression);
  if (!parsed) return "parse";
  const Outcome outcome = (*parsed)->evaluate(event());
  std::string text = std::get<std::string>(cast(outcome.value, Type::String).value);
  if (type_of(outcome.value) == Type::String) text = "'" + text + "'";
  return outcome.fine() ? text : text + " " + std::string(name_of(outcome.problem));
}

struct Case {
  const char* expression;
  const char* result;
};

class Cesql : public testing::TestWithParam<Case> {};
TEST_P(Cesql, Gives) { EXPECT_EQ(result_of(GetParam().expression), GetParam().result) << GetParam().expression; }

constexpr Case kLiterals[] = {
    {"tRuE", "true"}, {"False", "false"}, {"0", "0"}, {"+7", "7"}, {"-7", "-7"}, {"--7", "7"}, {"-2147483648", "-2147483648"}, {"2147483648", "parse"}, {"'aB'", "'aB'"},
    {"\"it's\"", "'it's'"}, {"'a\\'b'", "'a'b'"}, {"'a\\\\b'", "'a\\\\b'"}, {"id", "'i1'"}, {"ID", "'i1'"}, {"flag", "true"}, {"count", "7"}, {"nosuch", "false missingAttribute"}};
INSTANTIATE_TEST_SUITE_P(Literals, Cesql, testing::ValuesIn(kLiterals));

constexpr Case kOperators[] = {
    {"4 * 2 + 4 / 2", "10"}, {"4 * (2 + 4) / 2", "12"}, {"20 / 2 / 5", "2"}, {"9-2", "7"}, {"-7 / 2", "-3"}, {"-7 % 2", "-1"}, {"1 / 0", "0 math"}, {"1 % 0", "0 math"},
    {"2147483647 + 1", "0 math"}, {"-2147483648 / -1", "0 math"}, {"'5' + '3'", "8"}, {"5 + TRUE", "6"}, {"'x' + 1", "0 cast"}, {"nosuch / 0", "0 missingAttribute"},
    {"-'10'", "-10"}, {"-TRUE", "-1"}, {"-nosuch", "0 missingAttribute"}, {"-'x'", "0 cast"},
    {"hop < ttl", "true"}, {"2 >= 3", "false"}, {"'a' < 1", "false cast"}, {"nosuch <= 2", "false missingAttribute"},
    {"'abc' = 'abc'", "true"}, {"hop = 5", "true"}, {"true = 'TRUE'", "false"}, {"'TRUE' = true", "true"}, {"1 <> 2", "true"}, {"'x' != 1", "false cast"}, {"nosuch != 2", "false missingAttribute"},
    {"NOT TRUE", "false"}, {"NOT 'FALSE'", "true"}, {"NOT 10", "false"}, {"NOT 'x'", "false cast"}, {"NOT nosuch", "false missingAttribute"}, {"NOT NOT true", "true"},
    {"FALSE AND 1 / 0 = 1", "false"}, {"TRUE AND 1 / 0 = 1", "false math"}, {"TRUE OR nosuch", "true"}, {"FALSE OR nosuch", "false missingAttribute"}, {"TRUE XOR TRUE", "false"}, {"TRUE XOR 0", "true"},
    {"TRUE OR FALSE AND FALSE", "true"}, {"FALSE AND TRUE OR TRUE", "false"}, {"1 + 1 = 2 AND 3 > 2", "true"}};
INSTANTIATE_TEST_SUITE_P(Operators, Cesql, testing::ValuesIn(kOperators));

constexpr Case kMatching[] = {
    {"source LIKE 'http://%'", "true"}, {"source NOT LIKE 'http://%'", "false"}, {"234 LIKE '23_'", "true"}, {"TRUE LIKE 'tr%'", "true"}, {"nosuch LIKE '%'", "false missingAttribute"},
    {"'a\\_b' LIKE 'x'", "false"}, {"id LIKE id", "parse"}, {"1 IN (1, '2')", "true"}, {"'1' IN (1, 2)", "true"}, {"'TRUE' IN (TRUE)", "false"}, {"TRUE IN ('true')", "true"}, {"1 NOT IN (2)", "true"},
    {"id IN (type, 'i1')", "true"}, {"1 IN ('x')", "false cast"}, {"1 IN (nosuch)", "false missingAttribute"}, {"1 IN ()", "parse"}, {"EXISTS subject", "true"}, {"EXISTS Subject AND NOT EXISTS nosuch", "true"}, {"EXISTS 'id'", "parse"}};
INSTANTIATE_TEST_SUITE_P(Matching, Cesql, testing::ValuesIn(kMatching));

constexpr Case kFunctions[] = {
    {"INT('-1')", "-1"}, {"int('x')", "0 cast"}, {"BOOL('tRue')", "true"}, {"BOOL(-50)", "true"}, {"BOOL('x')", "false cast"}, {"STRING(TRUE)", "'true'"}, {"IS_INT('5')", "true"}, {"IS_BOOL('x')", "false"},
    {"ABS(-10)", "10"}, {"ABS(-2147483648)", "2147483647 math"}, {"LENGTH('h\xC3\xA4')", "2"}, {"LENGTH(TRUE)", "4"}, {"CONCAT()", "''"}, {"CONCAT('a', 1, TRUE)", "'a1true'"}, {"CONCAT_WS(',', 'a', 'b')", "'a,b'"},
    {"CONCAT_WS()", "false missingFunction"}, {"NOSUCH(1)", "false missingFunction"}, {"LENGTH('a', 'b')", "false missingFunction"}, {"LOWER('\xC3\x84')", "'\xC3\xA4'"}, {"UPPER('b')", "'B'"}, {"TRIM('  a b ')", "'a b'"}, {"TRIM(' ')", "''"},
    {"LEFT('abc', 2)", "'ab'"}, {"LEFT('abc', 9)", "'abc'"}, {"LEFT('abc', -2)", "'abc' functionEvaluation"}, {"RIGHT('h\xC3\xA4t', 2)", "'\xC3\xA4t'"}, {"RIGHT('abc', -1)", "'abc' functionEvaluation"},
    {"SUBSTRING('abcdef', 2)", "'bcdef'"}, {"SUBSTRING('Sakila', -3)", "'ila'"}, {"SUBSTRING('Sakila', -5, 3)", "'aki'"}, {"SUBSTRING('abc', 2, 99)", "'bc'"}, {"SUBSTRING('abc', 0, 1)", "''"}, {"SUBSTRING('abc', 4)", "'' functionEvaluation"},
    {"SUBSTRING('abc', 1, -1)", "'' functionEvaluation"}, {"LENGTH(nosuch)", "0 missingAttribute"}, {"LENGTH(hop + 10) = 2", "true"}};
INSTANTIATE_TEST_SUITE_P(Functions, Cesql, testing::ValuesIn(kFunctions));

constexpr Case kNoExpressions[] = {{"", "parse"}, {"ABC(", "parse"}, {"1 +", "parse"}, {"(1", "parse"}, {"1 2", "parse"}, {"'a", "parse"}, {"a b", "parse"}, {"NOT", "parse"}, {"a NOT b", "parse"}, {"AND", "parse"}, {"a_b", "parse"}, {"#", "parse"}};
INSTANTIATE_TEST_SUITE_P(NoExpressions, Cesql, testing::ValuesIn(kNoExpressions));

TEST(CesqlParser, SaysWhereAndEndsWithoutLimit) {
  EXPECT_EQ(parse("1 +").error().message(), "no CloudEvents SQL expression: expected an expression instead of the end, at offset 3");
  EXPECT_FALSE(parse(std::string(100'000, '(')));
  EXPECT_FALSE(parse(std::string(100'000, '-') + "1"));
  std::string chain = "1";
  for (int i = 0; i < 5'000; ++i) chain += " AND 1";
  EXPECT_FALSE(parse(chain)) << "groups to the right, and would be as deep";
}

TEST(CesqlLike, TakesNoMoreThanTheProductOfTheLengths) {
  EXPECT_FALSE(is_like(std::string(20'000, 'a'), "%a%a%a%a%a%a%a%a%b"));
  EXPECT_TRUE(is_like("h\xC3\xA4t", "h_t"));
  EXPECT_TRUE(is_like("a%b", "a\\%b"));
  EXPECT_FALSE(is_like("axb", "a\\%b"));
  EXPECT_FALSE(is_like("", "_"));
  EXPECT_TRUE(is_like("", "%%"));
}

TEST(CesqlFilter, LetsPassOnlyWhatIsTrueWithoutAnError) {
  const auto lets_pass = [](const char* text) { return passes(**parse(text), event()); };
  EXPECT_TRUE(lets_pass("type = 'order.placed'"));
  EXPECT_FALSE(lets_pass("type"));
  EXPECT_FALSE(lets_pass("1"));
  EXPECT_FALSE(lets_pass("NOT nosuch"));
}

// The conformance suite of cloudevents/spec (cesql_tck), from the directory that KAMEL_CESQL_TCK names.
Value scalar(const Node& node) {
  const auto value = node.value();
  if (value.is_bool()) return value.as_bool();
  if (value.is_whole()) return static_cast<std::int32_t>(value.as_whole());
  return node.text;
}

Event suite_event(const Node& test) {
  Event made;
  made.attributes = {{"specversion", "1.0"}, {"id", "full"}, {"type", "com.example"}, {"source", "http://example.com/source"}, {"subject", "topic"}, {"time", "2020-03-21T12:34:56Z"},
                     {"dataschema", "http://example.com/schema"}, {"datacontenttype", "text/json"}};
  if (const Node* whole = test.find("event")) {
    made.attributes.clear();
    for (const auto& entry : whole->entries) made.attributes[entry.key] = scalar(entry.value);
  }
  if (const Node* more = test.find("eventOverrides")) {
    for (const auto& entry : more->entries) made.attributes[entry.key] = scalar(entry.value);
  }
  return made;
}

void check(const std::string& file, const Node& test) {
  const Node *expression = test.find("expression"), *result = test.find("result"), *error = test.find("error");
  SCOPED_TRACE(file + ": " + test.find("name")->text);
  ASSERT_NE(expression, nullptr);
  const auto parsed = parse(expression->text);
  if (error != nullptr && error->text == "parse") {
    EXPECT_FALSE(parsed);
    return;
  }
  ASSERT_TRUE(parsed) << parsed.error().text();
  const Outcome outcome = (*parsed)->evaluate(suite_event(test));
  EXPECT_EQ(name_of(outcome.problem), error == nullptr ? "" : error->text);
  if (result != nullptr) {
    EXPECT_EQ(outcome.value, scalar(*result));
  }
}

TEST(CesqlSuite, IsPassedWhole) {
  const char* directory = std::getenv("KAMEL_CESQL_TCK");
  if (directory == nullptr) GTEST_SKIP() << "KAMEL_CESQL_TCK names no directory; tests/integration/cesql/run fetches it";
  int cases = 0;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    if (entry.path().extension() != ".yaml") continue;
    std::stringstream content;
    content << std::ifstream(entry.path()).rdbuf();
    Diagnostics problems;
    const auto source = std::make_shared<const Source>(Source{entry.path().string(), content.str()});
    const auto documents = yaml::parse(source, problems);
    ASSERT_FALSE(documents.empty()) << problems.text();
    const Node* tests = documents.front().find("tests");
    ASSERT_NE(tests, nullptr);
    for (const Node& test : tests->items) check(entry.path().filename().string(), test), ++cases;
  }
  std::printf("CESQL conformance cases: %d\n", cases);
  EXPECT_GE(cases, 275);
}

}  // namespace
}  // namespace kamel::cesql
