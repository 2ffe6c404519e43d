#include <gtest/gtest.h>
#include <signal.h>

#include <filesystem>
#include <thread>

#include "kamel-cli/http/client.h"
#include "tests/cli/process.h"

namespace kamel::cli::test {
namespace {

std::string ticking(const std::string& text, const std::string& id = "ticking") {
  return "- route:\n    id: " + id + "\n    from:\n      uri: timer:" + id + "?period=20&delay=0\n      steps:\n        - log: \"" + text +
         "\"\n";
}

// "…http://127.0.0.1:PORT/observe/health" in what was printed.
std::string observe_url(const std::string& text) {
  const auto at = text.find("http://127.0.0.1:");
  return at == std::string::npos ? "" : text.substr(at, text.find("/observe", at) - at);
}

TEST(Run, StartsLogsAndDrainsOnSigterm) {
  const Folder folder;
  Process run({"run", folder.write("a.yaml", ticking("hello from a")), "--observe-port", "0"});
  EXPECT_TRUE(run.wait_for("Routes started in ")) << run.err();
  EXPECT_TRUE(run.wait_for("hello from a")) << run.err();
  run.signal(SIGTERM);
  EXPECT_EQ(run.wait(), 0) << run.err();
  EXPECT_NE(run.err().find("stopped in"), std::string::npos) << run.err();
  EXPECT_EQ(run.out(), "");  // standard output is the routes' own
}

TEST(Run, EndsAfterSoManyMessages) {
  const Folder folder;
  const Finished run = kamel({"run", folder.write("a.yaml", ticking("hello")), "--observe-port", "0", "--max-messages", "3"});
  EXPECT_EQ(run.code, 0) << run.err;
}

TEST(Run, EndsAfterSoManySeconds) {
  const Folder folder;
  const Finished run = kamel({"run", folder.write("a.yaml", ticking("hello")), "--observe-port", "0", "--max-seconds", "0.1"});
  EXPECT_EQ(run.code, 0) << run.err;
}

TEST(Run, EndsWithThreeOnErrorsInTheRoutes) {
  const Folder folder;
  folder.write("bad.yaml", "- from:\n    uri: timer:a\n    steps:\n      - lgo: hello\n");
  const Finished run = kamel({"run", "bad.yaml"}, folder.path());
  EXPECT_EQ(run.code, 3);
  EXPECT_NE(run.err.find("bad.yaml:4:9: error:"), std::string::npos) << run.err;
  EXPECT_NE(run.err.find("did you mean 'log'?"), std::string::npos) << run.err;
}

TEST(Run, ReadsApplicationPropertiesBesideTheFileAndLetsTheCommandLineWin) {
  const Folder folder;
  folder.write("application.properties", "word=from the file\nother=also\n");
  folder.write("a.yaml", ticking("{{word}} {{other}}"));
  Process run({"run", "a.yaml", "--observe-port", "0", "-p", "word=from the command line"}, folder.path());
  EXPECT_TRUE(run.wait_for("from the command line also")) << run.err();
}

TEST(Run, WritesItsLogAsJson) {
  const Folder folder;
  Process run({"run", folder.write("a.yaml", ticking("hello")), "--observe-port", "0", "--log-format", "json"});
  EXPECT_TRUE(run.wait_for("\"level\":\"INFO\",\"logger\":\"ticking\",\"message\":\"hello\"}")) << run.err();
}

TEST(Run, AnswersHealthMetricsAndRoutes) {
  const Folder folder;
  Process run({"run", folder.write("a.yaml", ticking("hello")), "--observe-port", "0"});
  ASSERT_TRUE(run.wait_for("/observe/health")) << run.err();
  const std::string url = observe_url(run.err());
  const auto get = [&](const std::string& path) {
    HttpCall call;
    call.url = url + path;
    Result<HttpReply> reply = request(call);
    return reply ? *reply : HttpReply{};
  };
  EXPECT_EQ(get("/observe/health/live").status, 200);
  EXPECT_EQ(get("/observe/health/ready").status, 200);
  EXPECT_NE(get("/observe/health").body.find("\"status\":\"UP\""), std::string::npos);
  EXPECT_NE(get("/observe/routes").body.find("\"id\":\"ticking\""), std::string::npos);
  EXPECT_NE(get("/observe/metrics").body.find("ticking"), std::string::npos);
  EXPECT_EQ(get("/observe/nothing").status, 404);
}

TEST(Run, IsNotReadyWhenARouteWasStoppedAndSaysWhich) {
  const Folder folder;
  Process run({"run", folder.write("a.yaml", ticking("hello") + "- from:\n    uri: timer:once?repeatCount=1\n    steps:\n    - to: controlbus:route?routeId=ticking&action=stop\n    - log: switched\n"),
               "--observe-port", "0"});
  ASSERT_TRUE(run.wait_for("/observe/health")) << run.err();
  const std::string url = observe_url(run.err());
  ASSERT_TRUE(run.wait_for("switched")) << run.err();
  HttpCall call;
  call.url = url + "/observe/health/ready";
  const Result<HttpReply> reply = request(call);
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->status, 503);
  EXPECT_NE(reply->body.find(R"({"name":"route:ticking","status":"DOWN","data":{"state":"Stopped"}})"), std::string::npos) << reply->body;
  EXPECT_NE(reply->body.find(R"("status":"UP")"), std::string::npos) << reply->body;
}

TEST(RunDev, ReloadsASaveInPlaceAndOneByRenaming) {
  const Folder folder;
  Process run({"run", folder.write("a.yaml", ticking("first")), "--dev", "--observe-port", "0"});
  ASSERT_TRUE(run.wait_for("first")) << run.err();
  folder.write("a.yaml", ticking("second"));
  EXPECT_TRUE(run.wait_for("reloaded in")) << run.err();
  EXPECT_TRUE(run.wait_for("1 swapped (ticking)")) << run.err();
  EXPECT_TRUE(run.wait_for("second")) << run.err();
  folder.write_by_rename("a.yaml", ticking("third"));
  EXPECT_TRUE(run.wait_for("third")) << run.err();
  run.signal(SIGINT);
  EXPECT_EQ(run.wait(), 0) << run.err();
}

TEST(RunDev, KeepsTheLastGoodVersionRunning) {
  const Folder folder;
  Process run({"run", folder.write("a.yaml", ticking("first")), "--dev", "--observe-port", "0"});
  ASSERT_TRUE(run.wait_for("first")) << run.err();
  folder.write("a.yaml", "- from:\n    uri: timer:a\n    steps:\n      - lgo: hello\n");
  EXPECT_TRUE(run.wait_for("did you mean 'log'?")) << run.err();
  EXPECT_TRUE(run.wait_for("the last good version keeps running")) << run.err();
  EXPECT_TRUE(run.wait_for("first")) << run.err();
  folder.write("a.yaml", ticking("mended"));
  EXPECT_TRUE(run.wait_for("mended")) << run.err();
}

TEST(RunDev, WaitsForARouteThatStartsWrong) {
  const Folder folder;
  Process run(
      {"run", folder.write("a.yaml", "- from:\n    uri: timer:a\n    steps:\n      - lgo: hello\n"), "--dev", "--observe-port", "0"});
  EXPECT_TRUE(run.wait_for("waiting for a save")) << run.err();
  folder.write("a.yaml", ticking("now right"));
  EXPECT_TRUE(run.wait_for("Routes started in")) << run.err();
  EXPECT_TRUE(run.wait_for("now right")) << run.err();
}

TEST(RunDev, SeesNewAndDeletedFilesOfAFolder) {
  const Folder folder;
  folder.write("routes/a.yaml", ticking("from a", "a"));
  Process run({"run", folder.path("routes"), "--dev", "--observe-port", "0"});
  ASSERT_TRUE(run.wait_for("from a")) << run.err();
  folder.write("routes/b.yaml", ticking("from b", "b"));
  EXPECT_TRUE(run.wait_for("1 added (b)")) << run.err();
  EXPECT_TRUE(run.wait_for("from b")) << run.err();
  std::filesystem::remove(folder.path("routes/a.yaml"));
  EXPECT_TRUE(run.wait_for("1 removed (a)")) << run.err();
}

}  // namespace
}  // namespace kamel::cli::test
