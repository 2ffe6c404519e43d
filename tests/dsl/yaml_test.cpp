#include "dsl/yaml.h"

#include <gtest/gtest.h>

#include "tests/dsl/source.h"

namespace kamel::yaml {
namespace {

Node read(const std::string& text) {
  Diagnostics diagnostics;
  auto documents = parse(source(text), diagnostics);
  EXPECT_TRUE(diagnostics.empty()) << diagnostics.text();
  return documents.empty() ? Node() : std::move(documents[0]);
}

std::string problems(const std::string& text) {
  Diagnostics diagnostics;
  parse(source(text), diagnostics);
  return lines(diagnostics);
}

TEST(Yaml, MarksEveryKeyAndValue) {
  const Node list = read("- route:\n    id: r1\n    from:\n      uri: 'direct:a'\n      steps:\n        - to: mock:b\n");
  ASSERT_TRUE(list.is_list());
  const Node::Entry& route = list.items[0].entries[0];
  EXPECT_EQ(at(route.mark), "1:3");
  EXPECT_EQ(at(route.value.mark), "2:5");
  EXPECT_EQ(at(route.value.find("id")->mark), "2:9");
  const Node* from = route.value.find("from");
  EXPECT_EQ(at(from->find("uri")->mark), "4:12");
  EXPECT_EQ(at(from->find("steps")->items[0].entries[0].mark), "6:11");
  EXPECT_EQ(at(from->find("steps")->items[0].entries[0].value.mark), "6:15");
}

TEST(Yaml, TellsHowAScalarWasWritten) {
  const Node map = read("plain: a\nsingle: 'a'\ndouble: \"a\"\nliteral: |\n  a\nfolded: >-\n  a\n  b\ntagged: !!str 42\n");
  EXPECT_FALSE(map.find("plain")->quoted);
  EXPECT_TRUE(map.find("single")->quoted);
  EXPECT_TRUE(map.find("double")->quoted);
  EXPECT_TRUE(map.find("literal")->block);
  EXPECT_EQ(map.find("literal")->text, "a\n");
  EXPECT_TRUE(map.find("folded")->quoted);
  EXPECT_EQ(map.find("folded")->text, "a b");
  EXPECT_TRUE(map.find("tagged")->quoted);
  EXPECT_EQ(at(map.find("tagged")->mark), "9:15");
}

TEST(Yaml, KeepsHowANullWasWritten) {
  const Node map = read("a: null\nb: ~\nc:\nd: NULL\n");
  EXPECT_TRUE(map.find("a")->is_null());
  EXPECT_EQ(map.find("a")->text, "null");
  EXPECT_EQ(map.find("b")->text, "~");
  EXPECT_EQ(map.find("c")->text, "");
  EXPECT_EQ(at(map.find("c")->mark), "3:1");
  EXPECT_EQ(map.find("d")->text, "NULL");
}

TEST(Yaml, CopiesWhatAnAliasStandsFor) {
  const Node map = read("a: &x {k: 1}\nb: *x\nc: &y text\nd: [*y, *y]\n");
  EXPECT_EQ(map.find("b")->find("k")->text, "1");
  EXPECT_EQ(at(map.find("b")->find("k")->mark), "1:11");
  EXPECT_EQ(at(map.find("c")->mark), "3:7");
  EXPECT_EQ(map.find("d")->items[1].text, "text");
}

TEST(Yaml, ReadsSeveralDocuments) {
  Diagnostics diagnostics;
  const auto documents = parse(source("a: 1\n---\nb: 2\n---\n- 3\n"), diagnostics);
  ASSERT_EQ(documents.size(), 3u);
  EXPECT_EQ(documents[1].find("b")->text, "2");
  EXPECT_TRUE(documents[2].is_list());
}

TEST(Yaml, KeepsTheDocumentsBeforeABrokenOne) {
  Diagnostics diagnostics;
  EXPECT_EQ(parse(source("a: 1\n---\n- 'open\n"), diagnostics).size(), 1u);
  EXPECT_TRUE(diagnostics.has_errors());
}

TEST(Yaml, WarnsOfARepeatedKeyAndTakesTheLast) {
  Diagnostics diagnostics;
  const auto documents = parse(source("a: 1\nb: 2\na: 3\n"), diagnostics);
  EXPECT_EQ(lines(diagnostics), "3:1 warning the key 'a' is given twice; the first is on line 1; this one counts\n");
  EXPECT_EQ(documents[0].find("a")->text, "3");
  EXPECT_EQ(documents[0].entries.size(), 2u);
}

TEST(Yaml, SaysWhereAndWhyATextIsNoYaml) {
  EXPECT_EQ(problems("- from:\n    uri: direct:in\n     steps:\n"), "3:11 error mapping values are not allowed here; check the indentation of this line and of the one before\n");
  EXPECT_EQ(problems("a: *nope\n").substr(0, 10), "1:4 error ");
  EXPECT_NE(problems("a: [1, 2\n").find("error"), std::string::npos);
  EXPECT_EQ(problems("a: \"x\n"), "1:4 error this quote is never closed\n");
  EXPECT_EQ(problems("a: 'it''s\n"), "1:4 error this quote is never closed\n");
  EXPECT_EQ(problems(std::string("a: \0b", 5)), "0:0 error this is no text file: it holds control characters\n");
}

TEST(Yaml, GetsPastStrayCharacters) {
  for (const char* text : {",hou", "]", "}", ":\n,", "a\n---\n,", "- a\n]\n"}) EXPECT_NE(problems(text).find("error"), std::string::npos) << text;
}

TEST(Yaml, GuessesThatAPlaceholderLacksQuotes) {
  EXPECT_EQ(problems("constant: {{key}}\n"), "1:11 error a value that begins with '{{' is read as a map; put quotes around it\n");
  EXPECT_EQ(problems("? [a]\n: b\n"), "1:3 error a key must be a text\n");
}

TEST(Yaml, StopsAtTwoHundredLevels) {
  EXPECT_EQ(problems(std::string(199, '[') + std::string(199, ']')), "");
  EXPECT_EQ(problems(std::string(300, '[') + std::string(300, ']')), "1:201 error more than 200 levels of nesting\n");
  EXPECT_NE(problems(std::string(100000, '[')), "");
}

TEST(Yaml, StopsAliasesThatExplode) {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 10; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int k = 0; k < 10; ++k) bomb += (k == 0 ? "" : ", ") + before;
    bomb += "]\n";
  }
  EXPECT_NE(problems(bomb).find("aliases make this file too large"), std::string::npos);
}

TEST(Yaml, StopsAliasesThatNestTooDeeply) {
  std::string text = "- &a0 [x]\n";
  for (int i = 1; i < 250; ++i) text += "- &a" + std::to_string(i) + " [*a" + std::to_string(i - 1) + "]\n";
  EXPECT_NE(problems(text).find("more than 200 levels"), std::string::npos);
}

TEST(Yaml, RefusesAnAliasOfItself) { EXPECT_EQ(problems("- &a [*a]\n"), "1:7 error an alias stands inside of what it stands for; write the value out\n"); }

TEST(Yaml, ReadsWindowsLinesAndAByteOrderMark) {
  const Node map = read("\xEF\xBB\xBF" "a: 1\r\nb: 'x'\r\n");
  EXPECT_EQ(map.find("a")->text, "1");
  EXPECT_TRUE(map.find("b")->quoted);
  EXPECT_EQ(at(map.find("b")->mark), "2:4");
}

TEST(Yaml, WritesWhatItReads) {
  const std::string text =
      "name: x\n"
      "list:\n"
      "- 1\n"
      "- true\n"
      "- a: \"yes\"\n"
      "  b:\n"
      "    c: \"12\"\n"
      "- - nested\n"
      "empty: {}\n"
      "none: []\n"
      "nothing: null\n"
      "text: |\n"
      "  line 1\n"
      "\n"
      "   line 3\n"
      "last: \"a: b\"\n";
  const Value value = read(text).value();
  const std::string written = write(value);
  EXPECT_EQ(read(written).value(), value) << written;
  EXPECT_NE(written.find("- a: \"yes\"\n  b:\n    c: \"12\"\n"), std::string::npos) << written;
}

TEST(Yaml, WritesTextsSoThatTheyReadBackTheSame) {
  for (std::string_view text : {"", " ", "a", "-", "- a", "a: b", "a #b", "#", "null", "~", "1", "1.5", "0x1f", "true", "No", "a\nb", "a\n", "a\n\n", "\na", " a\nb", "tab\there", "\x01", "'", "\"", "{{x}}",
                                "*a", "&a", "!a", "%a", "@a", "`a", "é", "a:", ":a", "key: |", "...", "---", "a\\nb", "a\r\nb", "|", ">"}) {
    const Value value(Map{{"k", Value(text)}, {"l", Value(List{Value(text)})}, {Slice(text), Value(1)}});
    EXPECT_EQ(read(write(value)).value(), value) << write(value);
  }
}

}  // namespace
}  // namespace kamel::yaml
