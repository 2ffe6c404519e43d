// kamel test: what it finds, where it says it is, and how it tells it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dsl/json.h"
#include "tests/cli/process.h"

namespace kamel::cli::test {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* kRoutes = R"(
- errorHandler: { deadLetterChannel: { deadLetterUri: "mock:dead", redeliveryPolicy: { maximumRedeliveries: 2, redeliveryDelay: 20s, useExponentialBackOff: true, backOffMultiplier: 2 } } }
- route:
    id: orders
    from:
      uri: kafka:orders
      steps:
        - setHeader: { name: size, simple: "${body.length}" }
        - delay: { constant: 3600000 }
        - to: http://bank/pay
        - log: "paid ${body}"
        - to: kafka:paid
- route:
    id: paid
    from:
      uri: kafka:paid
      steps:
        - aggregate:
            correlationExpression: { constant: all }
            aggregationStrategy: "#class:org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy"
            completionTimeout: 86400000
            steps: [ { to: "mock:day" } ]
- route:
    id: never
    from: { uri: "direct:never", steps: [ { log: never } ] }
)";

class TestCommand : public testing::Test {
 protected:
  TestCommand() { folder_.write("orders.yaml", kRoutes); }
  Finished run(const std::string& tests, std::vector<std::string> options = {}) {
    folder_.write("orders.test.yaml", tests);
    options.insert(options.begin(), "test");
    return kamel(options, folder_.path());
  }
  // A test whose body is `text`.
  Finished one(const std::string& text, std::vector<std::string> options = {}) { return run("tests:\n- name: it\n  " + text + "\n", std::move(options)); }

  Folder folder_;
};

TEST_F(TestCommand, RunsTheWholeRouteInNoTime) {
  const Finished done = one(R"(send: { to: kafka:orders, body: { id: 1 } }
  expect:
    http://bank/pay: [ { body: { id: 1 }, headers: { size: 8 }, at: 1h } ]
    mock:day: [ { at: 25h, that: { simple: "${body.size} == 1" } } ]
    log: 'paid {"id":1}')");
  EXPECT_EQ(done.code, 0) << done.out << done.err;
  EXPECT_THAT(done.out, HasSubstr("1 test: 1 passed"));
  EXPECT_THAT(done.out, HasSubstr("1d 1h of its time"));
}

TEST_F(TestCommand, NamesTheStepsThatNoTestHasRun) {
  const Finished done = one("send: { to: kafka:orders, body: a }");
  EXPECT_THAT(done.out, HasSubstr("never run orders.yaml:25:45: log ("));
  EXPECT_THAT(done.out, HasSubstr("7 of 8 steps were run"));
}

TEST_F(TestCommand, FailuresThatAreInjectedAreRedelivered) {
  const Finished done = one(R"(mocks: { uri: "http:*", fail: java.net.ConnectException, message: closed, times: 2 }
  send: { to: orders, body: a }
  expect: { "http:*": [ { at: 1h }, { at: 1h20s, headers: { CamelRedeliveryCounter: 1 } }, { at: 1h1m } ], mock:dead: 0, kafka:paid: 1 })");
  EXPECT_EQ(done.code, 0) << done.out;
}

TEST_F(TestCommand, AnswersOneAfterTheOther) {
  const Finished done = one(R"(mocks: { uri: http://bank/pay, answers: [ { body: first, times: 1 }, { body: { second: 2 }, headers: { x: y }, delay: 30m } ] }
  send: [ { to: orders, body: a }, { to: orders, body: b } ]
  expect: { kafka:paid: [ first, { body: { second: 2 }, headers: { x: y } } ] })");
  EXPECT_EQ(done.code, 0) << done.out;
}

TEST_F(TestCommand, FailuresHaveADiffAndThePlaceInTheTestFile) {
  const Finished done = one("send: { to: orders, body: a }\n  expect:\n    kafka:paid: [ { body: \"b\", headers: { size: 1, none: ~, size2: 3 } } ]");
  EXPECT_EQ(done.code, 1);
  EXPECT_THAT(done.out, HasSubstr("FAIL  it"));
  EXPECT_THAT(done.out, HasSubstr("orders.test.yaml:5:27: kafka:paid, message 1: the body differs\n      - b\n      + a\n"));
  EXPECT_THAT(done.out, HasSubstr("header 'size2' is missing\n      - 3\n"));
}

TEST_F(TestCommand, StructuresAreComparedLineByLine) {
  const Finished done = one("send: { to: orders, body: { a: 1, b: [ x, y ] } }\n  expect: { kafka:paid: [ { body: { b: [ x, z ], a: 1 } } ] }");
  EXPECT_EQ(done.code, 1);
  EXPECT_THAT(done.out, HasSubstr("-   \"b\" : [ \"x\", \"z\" ]"));
  EXPECT_THAT(done.out, HasSubstr("+   \"b\" : [ \"x\", \"y\" ]"));
  EXPECT_THAT(done.out, Not(HasSubstr("-   \"a\"")));
}

TEST_F(TestCommand, CountsAndOrderAreChecked) {
  const Finished count = one("send: { to: orders, body: a, repeat: 2 }\n  expect: { kafka:paid: 1 }");
  EXPECT_EQ(count.code, 1);
  EXPECT_THAT(count.out, HasSubstr("kafka:paid got 2 messages, not 1 message"));
  const Finished order = one("send: { to: orders, body: a }\n  expect: { order: [ \"kafka:paid\", \"http:*\" ] }");
  EXPECT_EQ(order.code, 1);
  EXPECT_THAT(order.out, HasSubstr("the order of the endpoints differs"));
  EXPECT_EQ(one("send: { to: orders, body: a }\n  expect: { order: [ \"http:*\", kafka:paid ] }").code, 0);
}

TEST_F(TestCommand, MessagesInAnyOrder) {
  const std::string sends = "send: [ { to: orders, body: a }, { to: orders, body: b } ]\n  expect: { kafka:paid: { anyOrder: true, messages: ";
  EXPECT_EQ(one(sends + "[ b, a ] } }").code, 0);
  EXPECT_THAT(one(sends + "[ b, b ] } }").out, HasSubstr("no message is like this"));
}

TEST_F(TestCommand, AFailureThatNobodyExpectsFailsTheTest) {
  folder_.write("plain.yaml", "- from: { uri: 'direct:in', steps: [ { throwException: { exceptionType: java.io.IOException, message: gone } } ] }\n");
  const std::string head = "routes: plain.yaml\ntests:\n- name: it\n  send: { to: 'direct:in'";
  EXPECT_THAT(run(head + " }\n").out, HasSubstr("+ java.io.IOException: gone"));
  EXPECT_EQ(run(head + ", expect: { exception: java.lang.Exception, message: gone } }\n").code, 0);
  EXPECT_THAT(run(head + ", expect: { exception: java.lang.IllegalStateException } }\n").out, HasSubstr("it failed with another exception"));
}

TEST_F(TestCommand, StepsTellALongerStory) {
  const Finished done = one(R"(steps:
    - send: { to: paid, body: 1 }
    - wait: 23h
    - send: { to: paid, body: 2 }
    - wait: 23h
    - expect: { mock:day: 0 }
    - wait: 1h
    - expect: { mock:day: [ { that: { simple: "${body.size} == 2" }, at: 47h } ] })");
  EXPECT_EQ(done.code, 0) << done.out;
}

TEST_F(TestCommand, DatesAreThoseOfTheTest) {
  folder_.write("dates.yaml", "- from: { uri: 'direct:in', steps: [ { delay: { constant: 90000 } }, { setBody: { simple: '${date:now:yyyy-MM-dd HH:mm:ss}' } } ] }\n");
  const Finished done = run("routes: dates.yaml\nclock: 2031-12-31T23:59:00Z\ntests:\n- name: it\n  send: { to: 'direct:in', expect: '2032-01-01 00:00:30' }\n");
  EXPECT_EQ(done.code, 0) << done.out;
}

TEST_F(TestCommand, SaysWhatIsWrongWithATestFile) {
  const Finished done = run("tests:\n- name: it\n  sned: { to: orders }\n- name: two\n  expect: { ordr: [] }\n");
  EXPECT_EQ(done.code, 3);
  EXPECT_THAT(done.out, HasSubstr("orders.test.yaml:3:3: a test has no option 'sned'; did you mean 'send'?"));
  EXPECT_THAT(done.out, HasSubstr("orders.test.yaml:5:13: 'ordr' is neither an endpoint nor something that expect knows; did you mean 'order'?"));
}

TEST_F(TestCommand, SaysWhatIsWrongWithTheRoutes) {
  folder_.write("orders.yaml", "- from: { uri: 'direct:in', steps: [ { setBdy: { constant: 1 } } ] }\n");
  const Finished done = one("send: { to: 'direct:in' }");
  EXPECT_EQ(done.code, 3);
  EXPECT_THAT(done.out, HasSubstr("orders.yaml:1:40: unknown step 'setBdy'; did you mean 'setBody'?"));
}

TEST_F(TestCommand, SaysWhereOneCanSendTo) {
  const Finished done = one("send: { to: kafka:ordres }");
  EXPECT_EQ(done.code, 1);
  EXPECT_THAT(done.out, HasSubstr("no route reads from 'kafka:ordres'"));
  EXPECT_THAT(done.out, HasSubstr("kafka:orders"));
}

TEST_F(TestCommand, FilterPropertiesAndSkips) {
  folder_.write("p.yaml", "- from: { uri: 'direct:in', steps: [ { setBody: { constant: '{{who}}' } } ] }\n");
  const std::string tests =
      "routes: p.yaml\nproperties: { who: file }\ntests:\n- { name: of the file, send: { to: 'direct:in', expect: file } }\n"
      "- { name: of the test, properties: { who: test }, send: { to: 'direct:in', expect: test } }\n- { name: later, skip: not today, send: { to: 'direct:in', expect: x } }\n";
  const Finished all = run(tests);
  EXPECT_EQ(all.code, 0) << all.out;
  EXPECT_THAT(all.out, HasSubstr("3 tests: 2 passed, 1 skipped"));
  EXPECT_THAT(run(tests, {"-f", "of the test"}).out, HasSubstr("1 test: 1 passed"));
  EXPECT_EQ(run(tests, {"-p", "who=line", "-f", "of the file"}).code, 1);
  EXPECT_EQ(run(tests, {"-f", "nonesuch"}).code, 1);
}

TEST_F(TestCommand, TellsMachinesInTheirFormats) {
  const std::string test = "send: { to: orders, body: \"<&>\" }\n  expect: { kafka:paid: 2 }";
  const Finished tap = one(test, {"-o", "tap"});
  EXPECT_THAT(tap.out, HasSubstr("TAP version 14\n1..1\nnot ok 1 - orders.test.yaml: it\n  ---\n"));
  const Finished junit = one(test, {"-o", "junit"});
  EXPECT_THAT(junit.out, HasSubstr("<testsuites tests=\"1\" failures=\"1\""));
  EXPECT_THAT(junit.out, HasSubstr("+ &lt;&amp;&gt;"));
  const Finished json = one(test, {"-o", "json"});
  const Result<Value> parsed = json::parse(Slice(json.out));
  ASSERT_TRUE(parsed.has_value()) << json.out;
  EXPECT_EQ(parsed->map().find("failed")->as_whole(), 1);
  EXPECT_EQ(parsed->map().find("coverage")->map().find("steps")->as_whole(), 8);
}

TEST_F(TestCommand, WatchRunsAgainAtEachSave) {
  folder_.write("orders.test.yaml", "tests:\n- { name: it, send: { to: orders, body: a }, expect: { kafka:paid: 2 } }\n");
  Process watching({"test", "--watch"}, folder_.path());
  ASSERT_TRUE(watching.wait_for("1 failed"));
  ASSERT_TRUE(watching.wait_for("waiting for a save that mends this"));
  folder_.write("orders.test.yaml", "tests:\n- { name: it, send: { to: orders, body: a }, expect: { kafka:paid: 1 } }\n");
  ASSERT_TRUE(watching.wait_for("1 passed"));
  watching.signal(2);
  watching.wait();
}

TEST_F(TestCommand, TestFilesAreNoRoutes) {
  folder_.write("orders.test.yaml", "tests: [ { name: it, send: { to: orders, body: a } } ]\n");
  EXPECT_EQ(kamel({"lint", folder_.path()}).code, 0);
}

}  // namespace
}  // namespace kamel::cli::test
