#include <unistd.h>

#include <atomic>

#include "tests/connectors/running.h"

namespace kamel::testing {
namespace {

constexpr std::string_view kException = "org.apache.camel.component.exec.ExecException";

Running route(const std::string& to) {
  return Running("- from: { uri: 'direct:in', steps: [ { to: " + to + " } ] }");
}

TEST(Exec, GivesTheBodyToTheProgramAndItsOutputToTheRoute) {
  Running routes = route("'exec:cat'");
  const Back back = routes.send("direct:in", "some words");
  EXPECT_EQ(back.body, "some words") << routes.diagnostics;
  EXPECT_EQ(back.headers.at("CamelExecExitValue"), "0");
  EXPECT_EQ(back.headers.at("CamelExecStderr"), "null");
}

TEST(Exec, MovesMoreThanAPipeHolds) {
  Running routes = route("'exec:cat'");
  const std::string many(3'000'000, 'x');
  EXPECT_EQ(routes.send("direct:in", Value(many)).body, many);
}

TEST(Exec, KeepsQuotedArgumentsTogether) {
  Running routes = route(R"({ uri: 'exec:printf', parameters: { args: '%s| a "b c" ""d""' } })");
  EXPECT_EQ(routes.send("direct:in", "").body, "a|b c|\"d\"|") << routes.diagnostics;
}

TEST(Exec, HeadersChangeWhatIsRunAndAreTakenOff) {
  Running routes = route("'exec:false'");
  const Back back = routes.send("direct:in", "", Pattern::InOut, {{"CamelExecCommandExecutable", "pwd"}, {"CamelExecCommandWorkingDir", "/usr"}});
  EXPECT_EQ(back.body, "/usr\n");
  EXPECT_FALSE(back.headers.contains("CamelExecCommandWorkingDir"));
}

TEST(Exec, FailsByExitValueOnlyWhereItIsTold) {
  EXPECT_EQ(route("'exec:false'").send("direct:in", "").headers.at("CamelExecExitValue"), "1");
  EXPECT_EQ(route("'exec:false?exitValues=0'").send("direct:in", "").error.type(), kException);
  EXPECT_FALSE(route("'exec:false?exitValues=0,1'").send("direct:in", "").error);
}

TEST(Exec, EndsAProgramThatTakesTooLong) {
  const Back back = route("'exec:sleep?args=60&timeout=50'").send("direct:in", "");
  EXPECT_EQ(back.headers.at("CamelExecExitValue"), "143") << back.error.text();
}

TEST(Exec, TellsWhatCannotBeRunWithoutItsArguments) {
  const Back back = route("'exec:no-such-program?args=--password=hidden'").send("direct:in", "");
  EXPECT_EQ(back.error.type(), kException);
  EXPECT_EQ(back.error.cause().type(), "java.io.IOException");
  EXPECT_EQ(back.error.text().find("hidden"), std::string::npos) << back.error.text();
  EXPECT_EQ(route("'exec:pwd?workingDir=/no/such/directory'").send("direct:in", "").error.type(), kException);
}

TEST(Exec, DoesNotMindAProgramThatReadsNothing) {
  const Back back = route("'exec:true'").send("direct:in", Value(std::string(1'000'000, 'x')));
  EXPECT_EQ(back.headers.at("CamelExecExitValue"), "0") << back.error.text();
  EXPECT_EQ(back.body, "");
}

TEST(Exec, ReadsTheFileThatTheProgramWrote) {
  const std::string file = ::testing::TempDir() + "exec_test_out.txt";
  Running routes = route("{ uri: 'exec:sh', parameters: { args: '-c \"echo written > " + file + "\"', outFile: '" + file + "' } }");
  EXPECT_EQ(routes.send("direct:in", "").body, "written\n") << routes.diagnostics;
  std::remove(file.c_str());
}

TEST(Exec, TakesTheErrorOutputWhereItIsTold) {
  Running routes = route("{ uri: 'exec:sh', parameters: { args: '-c \"cat 1>/dev/stderr\"', useStderrOnEmptyStdout: true } }");
  EXPECT_EQ(routes.send("direct:in", "told").body, "told") << routes.diagnostics;
}

TEST(Exec, GoesOnWithOtherExchangesMeanwhile) {
  Running routes("- from: { uri: 'direct:slow', steps: [ { to: 'exec:sleep?args=3' } ] }\n- from: { uri: 'direct:quick', steps: [ { setBody: { constant: done } } ] }");
  std::atomic<bool> ended{false};
  ASSERT_TRUE(routes.runtime().send("direct:slow", Pattern::InOnly, [](Exchange&) {}, [&](Exchange&) { ended = true; }));
  EXPECT_EQ(routes.send("direct:quick", "").body, "done");
  EXPECT_FALSE(ended);
  for (int i = 0; i < 2000 && !ended; ++i) ::usleep(10'000);
}

TEST(Exec, FailsOnAnOpenQuoteUnlessTheMessageBringsOtherArguments) {
  Running routes = route("{ uri: 'exec:printf', parameters: { args: '%s \"a b' } }");
  EXPECT_EQ(routes.send("direct:in", "").error.type(), "java.lang.IllegalArgumentException");
  EXPECT_EQ(routes.send("direct:in", "", Pattern::InOut, {{"CamelExecCommandArgs", "%s mended"}}).body, "mended");
}

TEST(Exec, RefusesWhatItCannotMean) {
  EXPECT_NE(route("'exec:true?timeout=0'").diagnostics.find("positive"), std::string::npos);
  EXPECT_NE(route("'exec:true?binding=#x'").diagnostics.find("'binding'"), std::string::npos);
  EXPECT_NE(route("'exec:true?exitValues=a'").diagnostics.find("exitValues=0,1"), std::string::npos);
}

}  // namespace
}  // namespace kamel::testing
