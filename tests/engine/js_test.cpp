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

TEST(JavaScript, ReachesNothingOutsideOfTheExchange) {
  Values values;
  EXPECT_EQ(values.evaluate("js: \"[typeof require, typeof process, typeof Java, typeof load].join()\"", "b"), "\"undefined,undefined,undefined,undefined\"");
}

}  // namespace
}  // namespace kamel::testing
