#include "dsl/node.h"

#include <gtest/gtest.h>

#include <cmath>

#include "dsl/yaml.h"
#include "tests/dsl/source.h"

namespace kamel {
namespace {

Node read(const std::string& text) {
  Diagnostics diagnostics;
  auto documents = yaml::parse(source(text), diagnostics);
  EXPECT_TRUE(diagnostics.empty()) << diagnostics.text();
  return std::move(documents.at(0));
}

// Each character of a scalar must be found where it stands in the source.
void expect_places(const std::string& text, std::string_view letters) {
  const Node scalar = *read(text).find("k");
  for (char letter : letters) {
    const auto offset = scalar.text.find(letter);
    ASSERT_NE(offset, std::string::npos) << letter;
    const Mark mark = scalar.mark_at(offset);
    const std::string_view line = mark.source->line(mark.line);
    ASSERT_LE(mark.column, line.size()) << letter << " at " << at(mark) << " of\n" << text;
    EXPECT_EQ(line[mark.column - 1], letter) << letter << " at " << at(mark) << " of\n" << text;
  }
}

Value value_of(const std::string& text) { return read("k: " + text + "\n").find("k")->value(); }

TEST(Node, FindsAValueByItsKey) {
  const Node map = read("a: 1\nb: {c: 2}\n");
  EXPECT_EQ(map.find("a")->text, "1");
  EXPECT_EQ(map.find("b")->find("c")->text, "2");
  EXPECT_EQ(map.find("c"), nullptr);
  EXPECT_EQ(map.find("a")->find("c"), nullptr);
}

TEST(Node, FindsPlacesInPlainScalars) {
  expect_places("k: abc def\n", "abcdef");
  expect_places("k: abc\n   def\n     ghi\n", "abcdefghi");
}

TEST(Node, FindsPlacesInQuotedScalars) {
  expect_places("k: 'abc''def'\n", "abcdef");
  expect_places("k: \"ab\\n\\x41\\u00e9\\U0001F600cd\\tef\"\n", "abcdef");
  expect_places("k: \"abc\n  def\n\n  gh\\\n   ij\"\n", "abcdefghij");
  expect_places("k: 'abc  \n  def'\n", "abcdef");
  expect_places("k: &anchor 'abc'\n", "abc");
}

TEST(Node, FindsPlacesInBlockScalars) {
  expect_places("k: |\n  abc\n    def\n\n  ghi\n", "abcdefghi");
  expect_places("k: >-\n  abc\n  def\n\n  ghi\n    jkl\n  mno\n", "abcdefghijklmno");
  expect_places("k: |2\n    abc\n   def\n", "abcdef");
  expect_places("k: >\n\n  abc\n\n\n  def\n", "abcdef");
  expect_places("k: |\r\n  abc\r\n  def\r\n", "abcdef");
}

TEST(Node, TakesALoneCarriageReturnForACharacter) {
  expect_places("k: 'abc\r  def'\n", "abc\rdef");
  expect_places("k: |\n  abc\r  def\n", "abc\rdef");
  expect_places("k: >\n  abc\r  def\n  ghi\n", "abc\rdefghi");
  expect_places("k: >\r\n  abc\r\n  def\r\n", "abcdef");
}

TEST(Node, PointsAtTheEndForAnOffsetBehindTheText) {
  EXPECT_EQ(at(read("k: abc\n").find("k")->mark_at(3)), "1:7");
  EXPECT_EQ(at(read("k: \"abc\"\n").find("k")->mark_at(3)), "1:8");
}

TEST(Node, GivesPlainScalarsTheirTypes) {
  EXPECT_TRUE(value_of("null").is_null());
  EXPECT_TRUE(value_of("~").is_null());
  EXPECT_TRUE(value_of("").is_null());
  EXPECT_EQ(value_of("true"), Value(true));
  EXPECT_EQ(value_of("False"), Value(false));
  EXPECT_EQ(value_of("yes"), Value("yes"));
  EXPECT_EQ(value_of("42"), Value(42));
  EXPECT_EQ(value_of("+42"), Value(42));
  EXPECT_EQ(value_of("-7"), Value(-7));
  EXPECT_EQ(value_of("007"), Value(7));
  EXPECT_EQ(value_of("0x1F"), Value(31));
  EXPECT_EQ(value_of("0o17"), Value(15));
  EXPECT_EQ(value_of("2147483648"), Value(std::int64_t{2147483648}));
  EXPECT_EQ(value_of("1.5"), Value(1.5));
  EXPECT_EQ(value_of(".5"), Value(0.5));
  EXPECT_EQ(value_of("1."), Value(1.0));
  EXPECT_EQ(value_of("1e3"), Value(1000.0));
  EXPECT_EQ(value_of("-.inf"), Value(-HUGE_VAL));
  EXPECT_TRUE(std::isnan(value_of(".nan").as_double()));
}

TEST(Node, LeavesTextsAsTexts) {
  for (const char* text : {"1.2.3", "1_000", "0x", "0xZZ", "12:30", "+", ".", "e5", "1e", "--1", "+-1", "inf", "nan", "2024-01-01", "0b11"}) EXPECT_EQ(value_of(text), Value(text)) << text;
  EXPECT_EQ(value_of("'42'"), Value("42"));
  EXPECT_EQ(value_of("\"true\""), Value("true"));
  EXPECT_EQ(value_of("!!str 42"), Value("42"));
}

TEST(Node, GivesListsAndMaps) { EXPECT_EQ(value_of("[1, {a: x}]"), Value(List{Value(1), Value(Map{{"a", Value("x")}})})); }

}  // namespace
}  // namespace kamel
