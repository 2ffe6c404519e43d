// xslt, validator, json-validator and mustache: what a recorded case cannot show: bombs, endless templates, large messages, files that come later.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "engine/convert.h"
#include "tests/connectors/route_rig.h"

namespace kamel {
namespace {

namespace fs = std::filesystem;
using tests::RouteRig;

class TransformComponents : public testing::Test {
 protected:
  TransformComponents() {
    char name[] = "/tmp/kamel-transform-XXXXXX";
    folder = ::mkdtemp(name);
  }
  ~TransformComponents() override { fs::remove_all(folder); }

  std::string file(const std::string& name, const std::string& text) {
    std::ofstream(folder + "/" + name, std::ios::binary) << text;
    return "file:" + folder + "/" + name;
  }
  std::string route(const std::string& uri) { return rig.apply("- route: { from: { uri: 'direct:in', steps: [ { to: '" + uri + "' } ] } }\n"); }
  /// What the body becomes, or "class: message".
  std::string send(const std::string& body) {
    std::string out;
    rig.send(
        "direct:in", [&](Exchange& exchange) { exchange.message.body = body; },
        [&](Exchange& exchange) { out = exchange.failed() ? exchange.exception.text() : to_text(exchange.message.body).str(); });
    return out;
  }

  std::string folder;
  RouteRig rig;
};

std::string sheet(const std::string& inside) {
  return "<xsl:stylesheet xmlns:xsl=\"http://www.w3.org/1999/XSL/Transform\" version=\"1.0\"><xsl:output omit-xml-declaration=\"yes\"/>" + inside + "</xsl:stylesheet>";
}
const std::string kCopy = "<xsl:template match=\"/\"><o><xsl:value-of select=\".\"/></o></xsl:template>";

std::string bomb() {
  std::string text = "<!DOCTYPE a [<!ENTITY e0 'lollollollollollollol'>";
  for (int i = 1; i < 20; ++i) {
    text += "<!ENTITY e" + std::to_string(i) + " '";
    for (int j = 0; j < 10; ++j) text += "&e" + std::to_string(i - 1) + ";";
    text += "'>";
  }
  return text + "]><a>&e19;</a>";
}

TEST_F(TransformComponents, XsltRefusesEntityBombs) {
  ASSERT_EQ(route("xslt:" + file("t.xsl", sheet(kCopy))), "");
  EXPECT_TRUE(send(bomb()).starts_with("javax.xml.transform.TransformerException")) << send(bomb()).substr(0, 200);
}

TEST_F(TransformComponents, XsltReadsNoFilesThatAMessageNames) {
  const std::string secret = file("secret", "secret").substr(5);
  ASSERT_EQ(route("xslt:" + file("t.xsl", sheet(kCopy))), "");
  EXPECT_EQ(send("<!DOCTYPE a [<!ENTITY x SYSTEM '" + secret + "'>]><a>&x;</a>"), "<o/>");
  EXPECT_EQ(send("<!DOCTYPE a SYSTEM '" + secret + "' [<!ENTITY % p SYSTEM '" + secret + "'> %p;]><a>b</a>"), "<o>b</o>");
}

TEST_F(TransformComponents, XsltEndsTemplatesThatCallThemselves) {
  ASSERT_EQ(route("xslt:" + file("t.xsl", sheet("<xsl:template match=\"/\"><xsl:call-template name=\"t\"/></xsl:template><xsl:template name=\"t\"><xsl:call-template name=\"t\"/></xsl:template>"))), "");
  EXPECT_TRUE(send("<a/>").starts_with("javax.xml.transform.TransformerException"));
}

TEST_F(TransformComponents, XsltWritesNoFiles) {
  const std::string target = folder + "/written";
  ASSERT_EQ(route("xslt:" + file("t.xsl", "<xsl:stylesheet xmlns:xsl=\"http://www.w3.org/1999/XSL/Transform\" xmlns:e=\"http://exslt.org/common\" extension-element-prefixes=\"e\" version=\"1.0\"><xsl:template match=\"/\"><e:document href=\"" +
                                              target + "\"><x/></e:document></xsl:template></xsl:stylesheet>")),
            "");
  send("<a/>");
  EXPECT_FALSE(fs::exists(target));
}

TEST_F(TransformComponents, XsltTransformsLargeMessagesElsewhere) {
  ASSERT_EQ(route("xslt:" + file("t.xsl", sheet("<xsl:template match=\"/\"><n><xsl:value-of select=\"count(//b)\"/></n></xsl:template>"))), "");
  std::string body = "<a>";
  for (int i = 0; i < 50'000; ++i) body += "<b>x</b>";
  EXPECT_EQ(send(body + "</a>"), "<n>50000</n>");
  EXPECT_TRUE(send(body).starts_with("javax.xml.transform.TransformerException"));
}

TEST_F(TransformComponents, XsltRefusesStylesheetsWhenTheRouteIsRead) {
  EXPECT_NE(route("xslt:" + file("t.xsl", "<a")).find("cannot use the stylesheet"), std::string::npos);
  EXPECT_NE(route("xslt:" + file("u.xsl", sheet("<xsl:template match=\"//[\"/>"))).find("cannot use the stylesheet"), std::string::npos);
  EXPECT_NE(route("xslt:http://example.com/a.xsl").find("write file:PATH"), std::string::npos);
}

constexpr const char* kSchema = "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\"><xs:element name=\"a\"><xs:complexType><xs:sequence><xs:element name=\"b\" type=\"xs:int\" maxOccurs=\"unbounded\"/></xs:sequence></xs:complexType></xs:element></xs:schema>";

TEST_F(TransformComponents, ValidatorTellsEachErrorWithItsLine) {
  ASSERT_EQ(route("validator:" + file("s.xsd", kSchema)), "");
  const std::string outcome = send("<a>\n<b>x</b>\n<b>y</b></a>");
  EXPECT_TRUE(outcome.starts_with("org.apache.camel.support.processor.validation.SchemaValidationException"));
  EXPECT_NE(outcome.find("Line : 2"), std::string::npos) << outcome;
  EXPECT_NE(outcome.find("Line : 3"), std::string::npos) << outcome;
}

TEST_F(TransformComponents, ValidatorChecksLargeMessagesElsewhereAndRefusesBombs) {
  ASSERT_EQ(route("validator:" + file("s.xsd", kSchema)), "");
  std::string body = "<a>";
  for (int i = 0; i < 20'000; ++i) body += "<b>1</b>";
  EXPECT_EQ(send(body + "</a>"), body + "</a>");
  EXPECT_TRUE(send(body + "<b>x</b></a>").starts_with("org.apache.camel.support.processor.validation.SchemaValidationException"));
  EXPECT_TRUE(send(bomb()).starts_with("org.apache.camel.support.processor.validation.SchemaValidationException"));
}

TEST_F(TransformComponents, JsonValidatorEndsSchemasThatReferToThemselves) {
  ASSERT_EQ(route("json-validator:" + file("s.json", R"({"$ref":"#"})")), "");
  EXPECT_NE(send("1").find("refers to itself"), std::string::npos);
  ASSERT_EQ(route("json-validator:" + file("t.json", R"({"anyOf":[{"type":"null"},{"type":"array","items":{"$ref":"#"}}]})")), "");
  EXPECT_EQ(send("[[],[[null]]]"), "[[],[[null]]]");
}

TEST_F(TransformComponents, JsonValidatorRefusesDocumentsNestedTooDeeply) {
  ASSERT_EQ(route("json-validator:" + file("s.json", "{}")), "");
  EXPECT_TRUE(send(std::string(100'000, '[')).starts_with("org.apache.camel.component.jsonvalidator.JsonValidationException"));
}

TEST_F(TransformComponents, JsonValidatorFollowsReferencesToOtherFiles) {
  file("part.json", R"({"$defs":{"n":{"type":"integer"}}})");
  ASSERT_EQ(route("json-validator:" + file("s.json", R"({"properties":{"a":{"$ref":"part.json#/$defs/n"}}})")), "");
  EXPECT_EQ(send(R"({"a":1})"), R"({"a":1})");
  EXPECT_NE(send(R"({"a":"x"})").find("$.a: string found, integer expected"), std::string::npos);
}

TEST_F(TransformComponents, JsonValidatorKnowsWhatHasNotBeenEvaluated) {
  ASSERT_EQ(route("json-validator:" + file("s.json", R"({"$schema":"https://json-schema.org/draft/2020-12/schema","allOf":[{"properties":{"a":true}}],"unevaluatedProperties":false})")), "");
  EXPECT_EQ(send(R"({"a":1})"), R"({"a":1})");
  EXPECT_NE(send(R"({"a":1,"b":2})").find("'b' is not evaluated"), std::string::npos);
}

TEST_F(TransformComponents, JsonValidatorUsesASchemaThatComesLater) {
  ASSERT_EQ(route("json-validator:file:" + folder + "/late.json"), "");
  EXPECT_TRUE(send("{}").starts_with("java.io.FileNotFoundException"));
  file("late.json", "{}");
  EXPECT_EQ(send("{}"), "{}");
}

TEST_F(TransformComponents, MustacheRefusesPartialsThatIncludeThemselves) {
  file("b.mustache", "{{>a}}");
  ASSERT_EQ(route("mustache:" + file("a.mustache", "{{>b}}")), "");
  EXPECT_TRUE(send("x").starts_with("com.github.mustachejava.MustacheException"));
}

TEST_F(TransformComponents, MustacheRefusesWhatDoesNotMatch) {
  for (const std::string text : {"{{#a}}", "{{/a}}", "{{#a}}{{/b}}", "{{a", "{{{a}}", "{{= x =}}", "{{#a}}{{^b}}{{/a}}{{/b}}"}) {
    ASSERT_EQ(route("mustache:" + file("t.mustache", text)), "");
    EXPECT_TRUE(send("x").starts_with("com.github.mustachejava.MustacheException")) << text << " gave " << send("x");
  }
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "{{#a}}";
  ASSERT_EQ(route("mustache:" + file("deep.mustache", deep)), "");
  EXPECT_TRUE(send("x").starts_with("com.github.mustachejava.MustacheException"));
}

TEST_F(TransformComponents, MustacheReadsAChangedTemplateAgainWithoutACache) {
  const std::string uri = file("t.mustache", "one {{body}}");
  ASSERT_EQ(route("mustache:" + uri + "?contentCache=false"), "");
  EXPECT_EQ(send("x"), "one x");
  file("t.mustache", "two {{body}}");
  EXPECT_EQ(send("x"), "two x");
}

TEST_F(TransformComponents, TheOnesOfOtherEnginesAreRefusedByName) {
  EXPECT_NE(route("jslt:file:a.jslt").find("there is no component 'jslt'; its engine runs in a JVM; transform JSON with jq"), std::string::npos) << route("jslt:file:a.jslt");
  EXPECT_NE(route("velocity:file:a.vm").find("Mustache"), std::string::npos);
  for (const std::string uri : {"netty-http:http://localhost/x", "vertx-http:http://localhost/x"}) {
    EXPECT_NE(route(uri).find("HTTP has one server and one client here: from: platform-http:/path, to: http://host:port/path"), std::string::npos) << route(uri);
  }
  EXPECT_NE(route("ref:orders").find("there is no component 'ref'; endpoints have no names here"), std::string::npos);
}

}  // namespace
}  // namespace kamel
