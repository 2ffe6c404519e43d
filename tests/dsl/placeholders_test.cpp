#include "dsl/placeholders.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "dsl/yaml.h"
#include "tests/dsl/source.h"

namespace kamel {
namespace {

Properties sample() {
  Properties properties;
  for (const auto& [key, value] : std::initializer_list<std::pair<const char*, const char*>>{
           {"k1", "v1"}, {"k3", "hname"}, {"a.b-c", "abc"}, {"val", "<{{a.b-c}}>"}, {"self", "{{self}}"}, {"empty", ""}, {"q.wE", "qwe"}, {"x:y", "colon"}, {"br", "x}}y"}}) {
    properties.set(key, value);
  }
  return properties;
}

std::string resolve(std::string_view text) {
  Diagnostics diagnostics;
  const auto out = resolve_placeholders(text, sample(), {}, diagnostics);
  EXPECT_TRUE(out.has_value()) << text << ": " << diagnostics.text();
  return out.value_or("");
}

std::string problem(const std::string& text) {
  Diagnostics diagnostics;
  EXPECT_FALSE(resolve_placeholders(text, sample(), {source(text), 1, 1}, diagnostics).has_value()) << text;
  return lines(diagnostics);
}

// What follows was recorded from Apache Camel 4.14, where nothing else is said.
TEST(Placeholders, AreReplacedByProperties) {
  EXPECT_EQ(resolve("{{k1}} {{a.b-c}}"), "v1 abc");
  EXPECT_EQ(resolve("no placeholder }} {"), "no placeholder }} {");
  EXPECT_EQ(resolve("{{{a.b-c}}}"), "{abc}");
  EXPECT_EQ(resolve("[{{empty}}]"), "[]");
}

TEST(Placeholders, HaveDefaults) {
  EXPECT_EQ(resolve("{{k2:dflt}}"), "dflt");
  EXPECT_EQ(resolve("{{nope:a:b}}"), "a:b");
  EXPECT_EQ(resolve("[{{nn:}}]"), "[]");
  EXPECT_EQ(resolve("{{http://x:y:z}}"), "//x:y:z");
  EXPECT_EQ(resolve("{{k1:other}}"), "v1");
  EXPECT_EQ(resolve("{{x:y}}"), "y");  // though there is a property x:y
}

TEST(Placeholders, Nest) {
  EXPECT_EQ(resolve("{{k5:{{a.b-c}}-x}}"), "abc-x");
  EXPECT_EQ(resolve("{{nested-{{k3}}:nd}}"), "nd");
  EXPECT_EQ(resolve("{{nope:{{k1}}{{k1}}}}"), "v1v1");
  EXPECT_EQ(resolve("{{val}}"), "<abc>");
}

TEST(Placeholders, MayBeOptional) {
  EXPECT_EQ(resolve("a{{?nope}}b"), "ab");
  EXPECT_EQ(resolve("{{?k1}}"), "v1");
  EXPECT_EQ(resolve("{{?nope:dd}}"), "dd");
  Diagnostics diagnostics;
  bool absent = false;
  EXPECT_EQ(resolve_placeholders("{{?nope}}", sample(), {}, diagnostics, &absent), "");
  EXPECT_TRUE(absent);
  EXPECT_EQ(resolve_placeholders("{{?empty}}", sample(), {}, diagnostics, &absent), "");
  EXPECT_FALSE(absent);
  EXPECT_EQ(resolve_placeholders("{{?nope}}{{?nope}}", sample(), {}, diagnostics, &absent), "");
  EXPECT_FALSE(absent);
}

TEST(Placeholders, CanBeEscaped) { EXPECT_EQ(resolve("x\\{{a\\}}y {{k1}}"), "x{{a}}y v1"); }

TEST(Placeholders, LeaveClosingBracesOfJsonAlone) {  // ours: Camel fails with "Missing {{"
  EXPECT_EQ(resolve(R"({"a":{"b":"{{k1}}"}})"), R"({"a":{"b":"v1"}})");
  EXPECT_EQ(resolve("{{br}}"), "x}}y");
}

TEST(Placeholders, AskTheEnvironmentAndTheSystem) {
  ::setenv("KAMEL_TEST_NAME", "from env", 1);
  EXPECT_EQ(resolve("{{env:KAMEL_TEST_NAME}}"), "from env");
  EXPECT_EQ(resolve("{{env:kamel.test-name}}"), "from env");
  EXPECT_EQ(resolve("{{env:KAMEL_NOT_SET:dd}}"), "dd");
  EXPECT_EQ(resolve("{{sys:nope:ee}}"), "ee");
  EXPECT_EQ(resolve("{{sys:os.name}}"), "Linux");
  EXPECT_EQ(resolve("{{kamel.test-name}}"), "from env");
  ::unsetenv("KAMEL_TEST_NAME");
}

TEST(Placeholders, LetTheEnvironmentOverrideProperties) {
  ::setenv("K1", "from env", 1);
  EXPECT_EQ(resolve("{{k1}}"), "from env");
  ::unsetenv("K1");
}

TEST(Placeholders, LetTheParametersOfATemplateWin) {
  ::setenv("K1", "from env", 1);
  Properties properties = sample();
  properties.set_local("k1", "local");
  EXPECT_EQ(properties.get("k1"), "local");
  ::unsetenv("K1");
}

TEST(Placeholders, FindCamelCaseForDashes) { EXPECT_EQ(resolve("{{q.w-e}}"), "qwe"); }  // ours

TEST(Placeholders, SayWhatIsMissingAndWhere) {
  EXPECT_EQ(problem("x{{nope.key}}"), "1:2 error property with key 'nope.key' not found; set it with --property, or give a default: {{nope.key:...}}\n");
  EXPECT_EQ(problem("{{k1}}{{a.b-d}}"), "1:7 error property with key 'a.b-d' not found; did you mean 'a.b-c'?\n");
  EXPECT_EQ(problem("{{env:KAMEL_NOT_SET}}"), "1:1 error property with key 'env:KAMEL_NOT_SET' using function 'env' has no value; give it a default: {{env:KAMEL_NOT_SET:...}}\n");
  EXPECT_EQ(problem("a {{"), "1:3 error '{{' without '}}'\n");
  EXPECT_NE(problem("{{self}}").find("property 'self' refers to itself"), std::string::npos);
  EXPECT_NE(problem("{{ k1 }}").find("' k1 ' not found"), std::string::npos);
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "{{a:";
  for (int i = 0; i < 100; ++i) deep += "}}";
  EXPECT_NE(problem(deep).find("nested too deeply"), std::string::npos);
}

TEST(Placeholders, AreResolvedInATree) {
  Diagnostics diagnostics;
  Node node = yaml::parse(source("a: '{{k1}}'\nb: ['{{k1}}', {c: '{{?nope}}', d: '{{nope}}'}]\nu: 'log:x?a={{?nope}}&b={{k1}}&c={{?nope}}'\nv: 'log:x?a={{?nope}}'\n"), diagnostics).at(0);
  resolve_placeholders(node, sample(), diagnostics);
  EXPECT_EQ(node.find("a")->text, "v1");
  EXPECT_EQ(node.find("b")->items[0].text, "v1");
  EXPECT_EQ(node.find("b")->items[1].find("c"), nullptr);
  EXPECT_EQ(node.find("u")->text, "log:x?b=v1");
  EXPECT_EQ(node.find("v")->text, "log:x");
  EXPECT_EQ(lines(diagnostics), "2:36 error property with key 'nope' not found; set it with --property, or give a default: {{nope:...}}\n");
}

TEST(Properties, AreReadFromJavasFiles) {
  Properties properties;
  Diagnostics diagnostics;
  properties.load(source("# comment\n! comment\n\na=1\nb : 2\nc 3\n  d  =  4 5  \ne=x\\\n   y\\\\z\nf\\ g\\==h\\tA\\u00e9\\ud83d\\ude00\nempty\nlast==eq#x", "a.properties"), diagnostics);
  EXPECT_TRUE(diagnostics.empty());
  const std::map<std::string, std::string, std::less<>> expected{{"a", "1"},       {"b", "2"},          {"c", "3"},      {"d", "4 5  "},
                                                                 {"e", "xy\\z"},   {"f g=", "h\tAé😀"}, {"empty", ""}, {"last", "=eq#x"}};
  EXPECT_EQ(properties.all(), expected);
}

TEST(Properties, ReportABadEscape) {
  Properties properties;
  Diagnostics diagnostics;
  properties.load(source("a=1\nb=\\u12", "a.properties"), diagnostics);
  EXPECT_EQ(lines(diagnostics), "2:3 error malformed \\uxxxx encoding\n");
}

}  // namespace
}  // namespace kamel
