#include "dsl/json.h"

#include <gtest/gtest.h>

#include <cmath>

namespace kamel::json {
namespace {

Value read(std::string_view text) {
  const auto result = parse(Slice(text));
  EXPECT_TRUE(result.has_value()) << text << ": " << (result.has_error() ? result.error().text() : "");
  return result.has_value() ? *result : Value();
}

struct Broken {
  std::string_view text, type, message;
};

// Recorded from Apache Camel 4.14 (Jackson 2.19); the source in each location is left out here.
constexpr Broken kBroken[] = {
    {"", "MismatchedInputException",
     "No content to map due to end-of-input\n at [line: 1]"},
    {"   ", "MismatchedInputException",
     "No content to map due to end-of-input\n at [line: 1]"},
    {"{", "JsonEOFException",
     "Unexpected end-of-input: expected close marker for Object (start marker at [line: 1, column: 1])\n at [line: 1, column: 2]"},
    {"{\"a\"", "JsonEOFException",
     "Unexpected end-of-input within/between Object entries\n at [line: 1, column: 5]"},
    {"{\"a\":", "JsonEOFException",
     "Unexpected end-of-input within/between Object entries\n at [line: 1, column: 6]"},
    {"{\"a\":1", "JsonEOFException",
     "Unexpected end-of-input: expected close marker for Object (start marker at [line: 1, column: 1])\n at [line: 1, column: 7]"},
    {"{\"a\":1,}", "JsonParseException",
     "Unexpected character ('}' (code 125)): was expecting double-quote to start field name\n at [line: 1, column: 8]"},
    {"[1,2", "JsonEOFException",
     "Unexpected end-of-input: expected close marker for Array (start marker at [line: 1, column: 1])\n at [line: 1, column: 5]"},
    {"[1,]", "JsonParseException",
     "Unexpected character (']' (code 93)): expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')\n at [line: 1, column: 4]"},
    {"[1 2]", "JsonParseException",
     "Unexpected character ('2' (code 50)): was expecting comma to separate Array entries\n at [line: 1, column: 4]"},
    {"{\"a\" 1}", "JsonParseException",
     "Unexpected character ('1' (code 49)): was expecting a colon to separate field name and value\n at [line: 1, column: 6]"},
    {"{a:1}", "JsonParseException",
     "Unexpected character ('a' (code 97)): was expecting double-quote to start field name\n at [line: 1, column: 2]"},
    {"{'a':1}", "JsonParseException",
     "Unexpected character (''' (code 39)): was expecting double-quote to start field name\n at [line: 1, column: 2]"},
    {"tru", "JsonParseException",
     "Unrecognized token 'tru': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')\n at [line: 1, column: 4]"},
    {"nul", "JsonParseException",
     "Unrecognized token 'nul': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')\n at [line: 1, column: 4]"},
    {"hello", "JsonParseException",
     "Unrecognized token 'hello': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')\n at [line: 1, column: 6]"},
    {"{\"a\":01}", "JsonParseException",
     "Invalid numeric value: Leading zeroes not allowed\n at [line: 1, column: 7]"},
    {"{\"a\":-}", "JsonParseException",
     "Unexpected character ('}' (code 125)) in numeric value: expected digit (0-9) to follow minus sign, for valid numeric value\n at [line: 1, column: 7]"},
    {"{\"a\":1.}", "JsonParseException",
     "Unexpected character ('}' (code 125)) in numeric value: Decimal point not followed by a digit\n at [line: 1, column: 7]"},
    {"{\"a\":.5}", "JsonParseException",
     "Unexpected character ('.' (code 46)): expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')\n at [line: 1, column: 6]"},
    {"{\"a\":1e}", "JsonParseException",
     "Unexpected character ('}' (code 125)) in numeric value: Exponent indicator not followed by a digit\n at [line: 1, column: 7]"},
    {"\"abc", "JsonEOFException",
     "Unexpected end-of-input: was expecting closing quote for a string value\n at [line: 1, column: 5]"},
    {"\"a\nb\"", "JsonParseException",
     "Illegal unquoted character ((CTRL-CHAR, code 10)): has to be escaped using backslash to be included in string value\n at [line: 1, column: 3]"},
    {"\"\\x\"", "JsonParseException",
     "Unrecognized character escape 'x' (code 120)\n at [line: 1, column: 3]"},
    {"\"\\u12g4\"", "JsonParseException",
     "Unexpected character ('g' (code 103)): expected a hex-digit for character escape sequence\n at [line: 1, column: 6]"},
    {"12x", "JsonParseException",
     "Unexpected character ('x' (code 120)): Expected space separating root-level values\n at [line: 1, column: 3]"},
    {"{\n  \"a\": tru\n}", "JsonParseException",
     "Unrecognized token 'tru': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')\n at [line: 2, column: 11]"},
    {"{\"a\":NaN}", "JsonParseException",
     "Non-standard token 'NaN': enable `JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS` to allow\n at [line: 1, column: 9]"},
    {"{\"a\":+1}", "JsonParseException",
     "Unexpected character ('+' (code 43)) in numeric value: JSON spec does not allow numbers to have plus signs: enable `JsonReadFeature.ALLOW_LEADING_PLUS_SIGN_FOR_NUMBERS` to allow\n at [line: 1, column: 7]"},
    {"// c\n1", "JsonParseException",
     "Unexpected character ('/' (code 47)): maybe a (non-standard) comment? (not recognized as one since Feature 'ALLOW_COMMENTS' not enabled for parser)\n at [line: 1, column: 1]"},
    {"]", "JsonParseException",
     "Unexpected close marker ']': no open Array to close\n at [line: 1, column: 1]"},
    {"{\"a\":[}", "JsonParseException",
     "Unexpected close marker '}': expected ']' (for Array starting at [line: 1, column: 6])\n at [line: 1, column: 7]"},
    {"\001", "JsonParseException",
     "Illegal character ((CTRL-CHAR, code 1)): only regular white space (\\r, \\n, \\t) is allowed between tokens\n at [line: 1, column: 2]"},
    {"{\"a\":\"b\tc\"}", "JsonParseException",
     "Illegal unquoted character ((CTRL-CHAR, code 9)): has to be escaped using backslash to be included in string value\n at [line: 1, column: 8]"},
    {"[1,2}", "JsonParseException",
     "Unexpected close marker '}': expected ']' (for Array starting at [line: 1, column: 1])\n at [line: 1, column: 5]"},
    {"{\"a\":1]", "JsonParseException",
     "Unexpected close marker ']': expected '}' (for Object starting at [line: 1, column: 1])\n at [line: 1, column: 7]"},
    {",", "JsonParseException",
     "Unexpected character (',' (code 44)): expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')\n at [line: 1, column: 1]"},
    {"{,}", "JsonParseException",
     "Unexpected character (',' (code 44)): was expecting double-quote to start field name\n at [line: 1, column: 2]"},
    {"-", "JsonEOFException",
     "Unexpected end-of-inputNo digit following sign\n at [line: 1, column: 2]"},
    {"[tru]", "JsonParseException",
     "Unrecognized token 'tru': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')\n at [line: 1, column: 5]"},
    {"nullx", "JsonParseException",
     "Unrecognized token 'nullx': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')\n at [line: 1, column: 6]"},
};

std::string without_source(std::string message) {
  const std::string source = "Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); ";
  for (auto at = message.find(source); at != std::string::npos; at = message.find(source)) message.erase(at, source.size());
  return message;
}

TEST(Json, FailsWithTheWordsOfJackson) {
  for (const Broken& broken : kBroken) {
    const auto result = parse(Slice(broken.text));
    ASSERT_TRUE(result.has_error()) << broken.text;
    EXPECT_EQ(result.error().simple_type(), broken.type) << broken.text;
    EXPECT_EQ(without_source(std::string(result.error().message())), broken.message) << broken.text;
  }
}

TEST(Json, GivesEachKindOfValue) {
  EXPECT_TRUE(read("null").is_null());
  EXPECT_EQ(read("true"), Value(true));
  EXPECT_EQ(read("42").kind(), Value::Kind::Int);
  EXPECT_EQ(read("2147483648").kind(), Value::Kind::Long);
  EXPECT_EQ(read("-9223372036854775808"), Value(INT64_MIN));
  EXPECT_EQ(read("1.0").kind(), Value::Kind::Double);
  EXPECT_EQ(read("1e5"), Value(100000.0));
  EXPECT_EQ(read("\"x\""), Value("x"));
  EXPECT_EQ(read("[1,[],{}]"), Value(List{Value(1), Value(List()), Value(Map())}));
}

TEST(Json, KeepsNumbersBeyond64Bits) {
  for (std::string_view digits : {"9223372036854775808", "18446744073709551615", "12345678901234567890123", "-12345678901234567890123"}) {
    const Value value = read(digits);
    ASSERT_TRUE(value.is_object()) << digits;
    EXPECT_EQ(value.object().java_class(), "java.math.BigInteger");
    EXPECT_EQ(value.object().text(), digits);
    EXPECT_EQ(write(value).view(), digits);
  }
}

TEST(Json, ReadsDoublesExactly) {
  for (double value : {0.1, 1.7976931348623157e308, 5e-324, 2.2250738585072014e-308, 123456789.125, 9007199254740993.5, 0.3, 1e23}) {
    SliceBuilder out;
    write_double(value, out);
    EXPECT_EQ(read(out.view()), Value(value)) << out.view();
  }
  EXPECT_EQ(read("1e400"), Value(HUGE_VAL));
  EXPECT_EQ(read("1e-400"), Value(0.0));
}

TEST(Json, SharesStringsWithoutEscapes) {
  const Slice text(R"({"name":"value","other":"a\nb"})");
  const auto result = parse(text);
  ASSERT_TRUE(result.has_value());
  const Map& map = result->map();
  EXPECT_TRUE(text.holds(map.find("name")->slice()));
  EXPECT_TRUE(text.holds(map.entries()[0].key));
  EXPECT_FALSE(text.holds(map.find("other")->slice()));
  EXPECT_EQ(map.find("other")->slice(), "a\nb");
}

TEST(Json, UnescapesSurrogatePairs) { EXPECT_EQ(read(R"("\ud83d\ude00\u00e9\/")"), Value("😀é/")); }

TEST(Json, TakesTheLastOfARepeatedKeyAndTheFirstPlace) {
  const Value value = read(R"({"a":1,"b":2,"a":3})");
  EXPECT_EQ(write(value).view(), R"({"a":3,"b":2})");
}

TEST(Json, IgnoresWhatFollowsTheFirstValue) {
  EXPECT_EQ(read(R"({"a":1} x)"), read(R"({"a":1})"));
  EXPECT_EQ(read("12 x"), Value(12));
  EXPECT_EQ(read(R"("a"b)"), Value("a"));
}

TEST(Json, StopsAtAThousandLevels) {
  EXPECT_FALSE(parse(Slice(std::string(1000, '[') + std::string(1000, ']'))).has_error());
  const auto deeper = parse(Slice(std::string(1001, '[') + std::string(1001, ']')));
  ASSERT_TRUE(deeper.has_error());
  EXPECT_EQ(deeper.error().simple_type(), "StreamConstraintsException");
}

TEST(Json, RefusesBytesThatAreNoUtf8) { EXPECT_TRUE(parse(Slice("\"\xff\"")).has_error()); }

TEST(Json, HoldsBytesBeyondAsciiToUtf8) {
  EXPECT_EQ(read("\"a\xc3\xa9\xe6\xbc\xa2\xf0\x9f\x98\x80z\""), Value("aé漢😀z"));
  for (const std::string_view broken : {"\x80", "\xc0\xaf", "\xe0\x80\x80", "\xed\xa0\x80", "\xf0\x80\x80\x80", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xc3", "\xe6\xbc"}) {
    EXPECT_TRUE(parse(Slice("[\"" + std::string(broken) + "\"]")).has_error()) << broken;
  }
}

TEST(Json, FindsTheEndOfStringsOfEveryLength) {
  for (std::size_t size = 0; size < 40; ++size) {
    const std::string plain(size, 'x');
    EXPECT_EQ(read("[\"" + plain + "\",1]"), Value(List{Value(plain), Value(1)}));
    EXPECT_EQ(read("\"" + plain + "\\n" + plain + "\""), Value(plain + "\n" + plain));
    EXPECT_TRUE(parse(Slice("[\"" + plain + "\x1f\"]")).has_error());
    EXPECT_TRUE(parse(Slice("[\"" + plain)).has_error());
  }
}

TEST(Json, RefusesHalfASurrogatePair) {
  for (const std::string_view broken : {R"("\ud800")", R"("\ud800x")", R"("\ud800\n")", R"("\ud800\ud800")", R"("\udc00")", R"("\ud8")"}) {
    EXPECT_TRUE(parse(Slice(broken)).has_error()) << broken;
  }
}

TEST(Json, ReadsExponentsBeyondAnyDouble) {
  EXPECT_EQ(read("1e99999999999"), Value(HUGE_VAL));
  EXPECT_EQ(read("-1e99999999999"), Value(-HUGE_VAL));
  EXPECT_EQ(read("1e-99999999999"), Value(0.0));
}

// {"id", "nested": {"x"}} of a document.
Selection id_and_x() {
  Selection wanted;
  wanted.members.push_back({"id", {.whole = true, .members = {}}});
  wanted.members.push_back({"nested", {.whole = false, .members = {{"x", {.whole = true, .members = {}}}}}});
  return wanted;
}

TEST(Json, ReadsOnlyWhatIsWanted) {
  const auto tree = parse(Slice(R"({"a":[1,{"id":2}],"id":[3,{"deep":4}],"nested":{"x":5,"y":6},"id2":7})"), id_and_x());
  ASSERT_TRUE(tree.has_value());
  EXPECT_EQ(write(*tree).view(), R"({"id":[3,{"deep":4}],"nested":{"x":5}})");
}

TEST(Json, TakesWhatIsNoObjectAsItIs) {
  for (const std::string_view text : {R"([1,{"y":2}])", "12", "\"x\"", "null", R"({"nested":[{"y":1}]})", R"({"nested":"x"})"}) {
    const auto tree = parse(Slice(text), id_and_x());
    ASSERT_TRUE(tree.has_value()) << text;
    EXPECT_EQ(write(*tree).view(), text);
  }
}

TEST(Json, TakesTheLastOfARepeatedKeyThatIsWanted) {
  const auto tree = parse(Slice(R"({"nested":{"x":1},"nested":{"y":2},"i\u0064":3})"), id_and_x());
  ASSERT_TRUE(tree.has_value());
  EXPECT_EQ(write(*tree).view(), R"({"nested":{},"id":3})");
}

TEST(Json, FailsOnWhatIsNotWantedWithTheSameWords) {
  for (const Broken& broken : kBroken) {
    const std::string inside = "{\"id\":1,\"other\":" + std::string(broken.text) + "}";
    const auto whole = parse(Slice(inside)), part = parse(Slice(inside), id_and_x());
    ASSERT_EQ(whole.has_error(), part.has_error()) << inside;
    if (whole.has_error()) {
      EXPECT_EQ(whole.error().text(), part.error().text());
    }
  }
  const std::string deep = "{\"other\":" + std::string(1000, '[') + std::string(1000, ']') + "}";
  EXPECT_TRUE(parse(Slice(deep), id_and_x()).has_error());
}

TEST(Json, WritesAsJacksonDoes) {
  Map map{{"t", Value("q\"\\b\f\n\r\t\x01/é")}, {"d", Value(5.0)}, {"n", Value()}, {"b", Value::bytes("hello")}, {"nan", Value(std::nan(""))}, {"l", Value(List{Value(1), Value(2.5)})}};
  EXPECT_EQ(write(Value(map)).view(), R"({"t":"q\"\\b\f\n\r\t\u0001/é","d":5.0,"n":null,"b":"aGVsbG8=","nan":"NaN","l":[1,2.5]})");
}

TEST(Json, WritesPrettyAsJacksonDoes) {
  const Value value = read(R"({"a":1,"b":{"c":[1,2,{"d":3}],"e":[],"f":{}},"g":[{"h":1},{"i":2}]})");
  EXPECT_EQ(write(value, Style::Pretty).view(), R"({
  "a" : 1,
  "b" : {
    "c" : [ 1, 2, {
      "d" : 3
    } ],
    "e" : [ ],
    "f" : { }
  },
  "g" : [ {
    "h" : 1
  }, {
    "i" : 2
  } ]
})");
}

TEST(Json, WritesDoublesAsJavaDoes) {
  const std::pair<double, std::string_view> cases[] = {{0.0, "0.0"}, {-0.0, "-0.0"}, {1e7, "1.0E7"}, {9999999.0, "9999999.0"}, {0.001, "0.001"}, {0.00099, "9.9E-4"},
                                                       {1.23456789125e8, "1.23456789125E8"}, {1e100, "1.0E100"}, {-2.5e-8, "-2.5E-8"}, {100.25, "100.25"}};
  for (const auto& [value, text] : cases) {
    SliceBuilder out;
    write_double(value, out);
    EXPECT_EQ(out.view(), text);
  }
}

}  // namespace
}  // namespace kamel::json
