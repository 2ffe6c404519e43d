// js: what a recorded case cannot show.
#include "tests/engine/values.h"

namespace kamel::testing {
namespace {

constexpr std::string_view kException = "org.graalvm.polyglot.PolyglotException";

TEST(JavaScript, GivesListsAndMaps) {
  Values values;
  EXPECT_EQ(values.evaluate("js: \"({a: 1, b: [1, 'x', null]})\"", "b"), "{\"a\":1,\"b\":[1,\"x\",null]}");
}

TEST(JavaScript, ForgetsEverythingBetweenMessages) {
  Values values;
  EXPECT_EQ(values.evaluate("js: \"var n = (typeof seen); seen = 1; n\"", "b"), "\"undefined\"");
  EXPECT_EQ(values.evaluate("js: \"var n = (typeof seen); seen = 1; n\"", "b"), "\"undefined\"");
}

TEST(JavaScript, TellsSyntaxErrorsWhenTheRouteIsRead) {
  Values values;
  EXPECT_NE(values.evaluate("js: \"1 +\"", "b").find("invalid script: SyntaxError"), std::string::npos);
  EXPECT_NE(values.evaluate("js: \"let x = () => 1\"", "b").find("var instead of let"), std::string::npos);
}

TEST(JavaScript, EndsEndlessRecursionAndGreed) {
  Values values;
  EXPECT_TRUE(values.evaluate("js: \"function f() { return 1 + f(); } f()\"", "b").starts_with(kException));
  EXPECT_TRUE(values.evaluate("js: \"var s = 'x'; for (;;) s += s;\"", "b").starts_with(kException));
  EXPECT_TRUE(values.evaluate("js: \"var a = {}; a.a = a; a\"", "b").starts_with(kException));
}

TEST(JavaScript, EndsWhatNeverEnds) {
  Values values;
  EXPECT_NE(values.evaluate("js: \"while (true) { try { for (;;); } catch (e) {} }\"", "b").find("more than 5 seconds"), std::string::npos);
  EXPECT_NE(values.evaluate("js: \"function f(n) { return n < 2 ? n : f(n - 1) + f(n - 2); } f(90)\"", "b").find("more than 5 seconds"), std::string::npos);
}

TEST(JavaScript, RunsLoopsOfAllForms) {
  Values values;
  EXPECT_EQ(values.evaluate("js: \"var s = ''; for (var i = (0), n = 3; i < n; i++) s += i; for (var k in {a: 1}) s += k; s\"", "b"), "\"012a\"");
  EXPECT_EQ(values.evaluate("js: \"var i = 0; do { i++; if (i > 4) break; } while (i < 9, true); i\"", "b"), "5");
  EXPECT_EQ(values.evaluate("js: \"var o = {'while': 1}; (o.while) + ' while (x) '.length + /while (;)/.source.length\"", "b"), "21");
  EXPECT_EQ(values.evaluate("js: \"var f = function () { 'use strict'; return this === undefined; }; f()\"", "b"), "true");
  EXPECT_EQ(values.evaluate("js: \"var n = 9; /* for (;;) */ while (n) // (\\n n--; n\"", "b"), "0");
}

TEST(JavaScript, ReachesNothingOutsideOfTheExchange) {
  Values values;
  EXPECT_EQ(values.evaluate("js: \"[typeof require, typeof process, typeof Java, typeof load].join()\"", "b"), "\"undefined,undefined,undefined,undefined\"");
}

}  // namespace
}  // namespace kamel::testing
