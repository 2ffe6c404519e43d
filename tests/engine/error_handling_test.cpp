#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/routes.h"

namespace kamel::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(ErrorHandling, GivesAnUncaughtFailureToTheCaller) {
  Routes routes(R"(
- route: { id: r, from: { uri: "direct:in", steps: [ { throwException: { exceptionType: java.io.IOException, message: "no ${body}" } }, { to: "mock:after" } ] } }
)");
  ASSERT_EQ(routes.problems(), "");
  const Reply reply = routes.send("direct:in", "disk");
  EXPECT_EQ(reply.exception.text(), "java.io.IOException: no disk");
  EXPECT_THAT(routes.arrived("mock:after"), IsEmpty());
}

TEST(ErrorHandling, EndsRoutesThatLeadBackToThemselves) {
  Routes routes(R"(
- route: { from: { uri: "direct:in", steps: [ { to: "direct:back" } ] } }
- route: { from: { uri: "direct:back", steps: [ { to: "direct:in" } ] } }
- route: { from: { uri: "direct:splits", steps: [ { split: { tokenize: ",", steps: [ { to: "direct:splits" } ] } } ] } }
)");
  ASSERT_EQ(routes.problems(), "");
  EXPECT_TRUE(routes.send("direct:in", "x").exception.is_a("java.lang.StackOverflowError"));
  EXPECT_THAT(routes.send("direct:splits", "x").exception.text(), HasSubstr("java.lang.StackOverflowError"));
}

TEST(ErrorHandling, KnowsWhichExceptionsJavaHas) {
  EXPECT_THAT(Routes(R"(
- onException: { exception: [ java.util.NoSuchThingException ], handled: { constant: true } }
- route: { from: { uri: "direct:in", steps: [ { log: x } ] } }
)").problems(), HasSubstr("no class 'java.util.NoSuchThingException'"));
  EXPECT_EQ(Routes(R"(
- onException: { exception: [ java.util.MissingResourceException, java.nio.file.AccessDeniedException ], handled: { constant: true } }
- route: { from: { uri: "direct:in", steps: [ { log: x } ] } }
)").problems(), "");
}

TEST(ErrorHandling, ReportsWhereAnUncaughtFailureHappened) {
  Routes routes(R"(
- route: { id: r, from: { uri: "direct:in", steps: [ { throwException: { id: boom, exceptionType: java.io.IOException, message: x } } ] } }
)");
  routes.send("direct:in", "x");
  ASSERT_FALSE(routes.log().lines().empty());
  EXPECT_THAT(routes.log().lines().back(), HasSubstr("route 'r', step 'boom' (test.yaml:2:"));
}

TEST(ErrorHandling, TriesTheFailedStepAgainAndNotTheOnesBefore) {
  Routes routes(R"(
- route:
    errorHandler: { defaultErrorHandler: { redeliveryPolicy: { maximumRedeliveries: 2, redeliveryDelay: 1 } } }
    from:
      uri: direct:in
      steps: [ { to: "mock:before" }, { to: "direct:fails" } ]
- route:
    errorHandler: { noErrorHandler: {} }
    from: { uri: "direct:fails", steps: [ { to: "mock:try" }, { throwException: { exceptionType: java.io.IOException, message: x } } ] }
)");
  ASSERT_EQ(routes.problems(), "");
  EXPECT_TRUE(routes.send("direct:in", "a").exception.is_a("java.io.IOException"));
  EXPECT_EQ(routes.arrived("mock:before").size(), 1U);
  EXPECT_EQ(routes.arrived("mock:try").size(), 3U);
}

TEST(ErrorHandling, GoesOnBehindAStepThatSucceedsAtTheSecondTry) {
  Routes routes(R"(
- route:
    errorHandler: { defaultErrorHandler: { redeliveryPolicy: { maximumRedeliveries: 5, redeliveryDelay: 1 } } }
    from: { uri: "direct:in", steps: [ { to: "direct:flaky" }, { to: "mock:after" } ] }
- route:
    errorHandler: { noErrorHandler: {} }
    from:
      uri: direct:flaky
      steps:
        - filter: { simple: "${header.CamelRedelivered} == null", steps: [ { throwException: { exceptionType: java.io.IOException, message: x } } ] }
)");
  EXPECT_FALSE(routes.send("direct:in", "a").exception);
  EXPECT_THAT(routes.arrived("mock:after"), ElementsAre("a"));
}

TEST(ErrorHandling, HandledEndsTheCallersToo) {
  Routes routes(R"(
- onException: { exception: [ java.io.IOException ], handled: { constant: "true" }, steps: [ { setBody: { simple: "handled ${exception.message}" } } ] }
- route: { from: { uri: "direct:in", steps: [ { to: "direct:sub" }, { to: "mock:after" } ] } }
- route: { from: { uri: "direct:sub", steps: [ { throwException: { exceptionType: java.io.FileNotFoundException, message: x } } ] } }
)");
  const Reply reply = routes.send("direct:in", "a");
  EXPECT_FALSE(reply.exception);
  EXPECT_EQ(reply.body(), "handled x");
  EXPECT_THAT(routes.arrived("mock:after"), IsEmpty());
}

TEST(ErrorHandling, ContinuedGoesOnBehindTheFailedStep) {
  Routes routes(R"(
- onException: { exception: [ java.lang.Exception ], continued: { constant: "true" }, steps: [ { setHeader: { name: why, simple: "${exception.message}" } } ] }
- route: { from: { uri: "direct:in", steps: [ { throwException: { exceptionType: java.io.IOException, message: x } }, { to: "mock:after" } ] } }
)");
  const Reply reply = routes.send("direct:in", "a");
  EXPECT_FALSE(reply.exception);
  EXPECT_EQ(reply.message.headers.get("why"), Value("x"));
  EXPECT_THAT(routes.arrived("mock:after"), ElementsAre("a"));
}

TEST(ErrorHandling, PrefersTheNearestClass) {
  Routes routes(R"(
- onException: { exception: [ java.lang.Exception ], handled: { constant: "true" }, steps: [ { to: "mock:any" } ] }
- onException: { exception: [ java.io.IOException ], handled: { constant: "true" }, steps: [ { to: "mock:io" } ] }
- route: { from: { uri: "direct:in", steps: [ { throwException: { exceptionType: java.io.FileNotFoundException, message: x } } ] } }
)");
  routes.send("direct:in", "a");
  EXPECT_THAT(routes.arrived("mock:io"), ElementsAre("a"));
  EXPECT_THAT(routes.arrived("mock:any"), IsEmpty());
}

TEST(ErrorHandling, SendsToTheDeadLetterEndpointWhatCannotBeDelivered) {
  Routes routes(R"(
- route:
    errorHandler: { deadLetterChannel: { deadLetterUri: "mock:dead", redeliveryPolicy: { maximumRedeliveries: 1, redeliveryDelay: 1 } } }
    from: { uri: "direct:in", steps: [ { setBody: { simple: "${body}!" } }, { throwException: { exceptionType: java.io.IOException, message: x } } ] }
)");
  EXPECT_FALSE(routes.send("direct:in", "a").exception);
  EXPECT_THAT(routes.arrived("mock:dead"), ElementsAre("a!"));
}

TEST(DoTry, RunsTheFinallyBlockWhetherOrNotSomethingFailed) {
  Routes routes(R"(
- route:
    from:
      uri: direct:in
      steps:
        - doTry:
            steps: [ { filter: { simple: "${body} == 'bad'", steps: [ { throwException: { exceptionType: java.io.IOException, message: x } } ] } }, { to: "mock:tried" } ]
            doCatch: [ { exception: [ java.io.IOException ], steps: [ { to: "mock:caught" } ] } ]
            doFinally: { steps: [ { to: "mock:finally" } ] }
        - to: mock:after
)");
  ASSERT_EQ(routes.problems(), "");
  routes.send("direct:in", "good");
  routes.send("direct:in", "bad");
  EXPECT_THAT(routes.arrived("mock:tried"), ElementsAre("good"));
  EXPECT_THAT(routes.arrived("mock:caught"), ElementsAre("bad"));
  EXPECT_THAT(routes.arrived("mock:finally"), ElementsAre("good", "bad"));
  EXPECT_THAT(routes.arrived("mock:after"), ElementsAre("good", "bad"));
}

TEST(DoTry, CatchesWhatASplitInsideItCouldNotDeliver) {
  Routes routes(R"(
- route:
    from:
      uri: direct:in
      steps:
        - doTry:
            steps:
              - split:
                  tokenize: ","
                  steps: [ { filter: { simple: "${body} == 'bad'", steps: [ { throwException: { exceptionType: java.io.IOException, message: x } } ] } }, { to: "mock:part" } ]
            doCatch: [ { exception: [ java.io.IOException ], steps: [ { to: "mock:caught" } ] } ]
)");
  EXPECT_FALSE(routes.send("direct:in", "a,bad,c").exception);
  EXPECT_THAT(routes.arrived("mock:part"), ElementsAre("a", "c"));
  EXPECT_THAT(routes.arrived("mock:caught"), ElementsAre("a,bad,c"));
}

}  // namespace
}  // namespace kamel::test
