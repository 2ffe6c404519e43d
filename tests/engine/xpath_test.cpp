// xpath, as recorded from Apache Camel 4.14.
#include "tests/engine/values.h"

namespace kamel::testing {
namespace {

constexpr const char* kOrder = R"(<r id="7" xmlns:q="urn:x"><a>1</a><a k="v">2</a><q:y>ny</q:y><b><c>x</c> t </b></r>)";

TEST(XPath, GivesWhatTheResultTypeAsksFor) {
  Values values;
  EXPECT_EQ(values.evaluate("xpath: {expression: /r/a, resultType: String}", kOrder), "\"1\"");
  EXPECT_EQ(values.evaluate("xpath: {expression: count(/r/a), resultType: Integer}", kOrder), "2");
  EXPECT_EQ(values.evaluate("xpath: {expression: /r/@id, resultQName: STRING}", kOrder), "\"7\"");
  EXPECT_EQ(values.evaluate("xpath: {expression: /r/nope, resultType: Integer}", kOrder), "null");
  EXPECT_TRUE(values.evaluate("xpath: count(/r/a)", kOrder).starts_with("org.apache.camel.language.xpath.InvalidXPathException"));
}

TEST(XPath, SelectsByNamespaceAndDeclaresItInWhatItPrints) {
  Values values;
  EXPECT_EQ(values.evaluate("xpath: {expression: /r/x:y, resultQName: NODE, namespace: [{key: x, value: 'urn:x'}]}", kOrder), "\"ny\"");
  EXPECT_TRUE(values.evaluate("xpath: /r/x:y", kOrder).starts_with("rejected: test.yaml:1:11: error: prefix 'x' has no namespace"));
}

TEST(XPath, ReadsHeadersAsVariables) {
  Values values;
  const auto prepare = [](Exchange& exchange) { exchange.message.headers.set("n", Value(2)); };
  EXPECT_EQ(values.evaluate("xpath: {expression: \"/r/a[. = $n]/@k\", resultType: String}", kOrder, prepare), "\"v\"");
  EXPECT_EQ(values.evaluate("xpath: {expression: \"in:header('n')\", resultType: String}", kOrder, prepare), "\"2\"");
}

TEST(XPath, Matches) {
  Values values;
  EXPECT_EQ(values.matches("xpath: /r/a = '2'", kOrder), "true");
  EXPECT_EQ(values.matches("xpath: /r/a = '3'", kOrder), "false");
  EXPECT_EQ(values.matches("xpath: /r/a", Value()), "false");
}

TEST(XPath, RefusesBrokenXmlAndDocumentTypes) {
  Values values;
  EXPECT_TRUE(values.evaluate("xpath: /r", "notxml").starts_with("org.apache.camel.TypeConversionException"));
  EXPECT_NE(values.evaluate("xpath: /r", "<!DOCTYPE r [<!ENTITY x 'y'>]><r>&x;</r>").find("DOCTYPE is disallowed"), std::string::npos);
}

}  // namespace
}  // namespace kamel::testing
