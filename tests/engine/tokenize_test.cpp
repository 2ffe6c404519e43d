// tokenize, as recorded from Apache Camel 4.14.
#include "tests/engine/values.h"

namespace kamel::testing {
namespace {

TEST(Tokenize, DropsATrailingEmptyTokenAndKeepsInnerOnes) {
  Values values;
  EXPECT_EQ(values.evaluate("tokenize: \",\"", "a,b,c,"), R"(["a","b","c"])");
  EXPECT_EQ(values.evaluate("tokenize: \",\"", ",a,,b,,"), R"(["a","","b",""])");
  EXPECT_EQ(values.evaluate("tokenize: \",\"", ""), "[]");
  EXPECT_EQ(values.evaluate("tokenize: \" \"", "a b  c "), R"(["a","b","","c"])");
}

TEST(Tokenize, TakesEveryTokenForARegularExpression) {
  Values values;
  EXPECT_EQ(values.evaluate("tokenize: \"|\"", "a|b"), R"(["a","|","b"])");
  EXPECT_EQ(values.evaluate("tokenize: \".\"", "a.b"), R"(["",""])");
  EXPECT_EQ(values.evaluate("tokenize: \"^\"", "a^b"), R"(["a^b"])");
  EXPECT_EQ(values.evaluate("tokenize: {token: \"(?<=a)x\", regex: true}", "ax,bx"), R"(["a",",bx"])");
  EXPECT_TRUE(values.evaluate("tokenize: \"*\"", "a*b").starts_with("java.util.regex.PatternSyntaxException"));
}

TEST(Tokenize, FailsOnANullBody) {
  Values values;
  EXPECT_EQ(values.evaluate("tokenize: \",\"", Value()), "java.lang.NullPointerException: source");
  EXPECT_EQ(values.evaluate("tokenize: {token: item, xml: true}", Value()), "null");
}

TEST(Tokenize, GroupsTokens) {
  Values values;
  EXPECT_EQ(values.evaluate("tokenize: {token: \",\", group: 2}", "a,b,c,d,e"), R"(["a,b","c,d","e"])");
  EXPECT_EQ(values.evaluate("tokenize: {token: \",\", group: 2, groupDelimiter: \"+\"}", "a,b,c"), R"(["a+b","c"])");
  EXPECT_EQ(values.evaluate("tokenize: {token: \",\", group: 2, skipFirst: true}", "a,b,c,d,e"), R"(["b,c","d,e"])");
  EXPECT_EQ(values.evaluate("tokenize: {token: \",\", skipFirst: true}", "a,b"), R"(["b"])");
}

TEST(Tokenize, CutsBetweenTwoTokens) {
  Values values;
  EXPECT_EQ(values.evaluate("tokenize: {token: <i>, endToken: </i>}", "zz<i>1</i>yy<i>2</i>"), R"(["1","2"])");
  EXPECT_EQ(values.evaluate("tokenize: {token: <i>, endToken: </i>, includeTokens: true}", "<i>1</i>"), R"(["<i>1</i>"])");
  EXPECT_EQ(values.evaluate("tokenize: {token: \"[\", endToken: \"]\"}", "a[1]x]b[2]"), R"(["1"])");
}

TEST(Tokenize, FindsXmlElementsWithAnyPrefix) {
  Values values;
  const std::string xml = "<root xmlns:a=\"u\"><item>1</item><item x=\"2\"/><other/><a:item>3</a:item></root>";
  EXPECT_EQ(values.evaluate("tokenize: {token: item, xml: true}", xml), R"(["<item>1</item>","<item x=\"2\"/>","<a:item>3</a:item>"])");
  EXPECT_EQ(values.evaluate("tokenize: {token: item, xml: true, inheritNamespaceTagName: root}", xml),
            R"(["<item xmlns:a=\"u\">1</item>","<item x=\"2\" xmlns:a=\"u\"/>","<a:item xmlns:a=\"u\">3</a:item>"])");
  EXPECT_EQ(values.evaluate("tokenize: {token: i, xml: true, inheritNamespaceTagName: \"*\"}", "<r><a/><i>1</i><z/><i>2</i></r>"),
            R"(["<r><a/><i>1</i></r>","<r><a/><i>2</i></r>"])");
}

TEST(Tokenize, ReadsFromItsSource) {
  Values values;
  const auto with_header = [](Exchange& exchange) { exchange.message.headers.set("h", "1,2"); };
  EXPECT_EQ(values.evaluate("tokenize: {token: \",\", source: \"header:h\"}", "x", with_header), R"(["1","2"])");
  EXPECT_TRUE(values.evaluate("tokenize: {token: \",\", source: \"header:no\"}", "x").starts_with("org.apache.camel.RuntimeCamelException"));
}

}  // namespace
}  // namespace kamel::testing
