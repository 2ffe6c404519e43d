// The stream component: lines in and out.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "connectors/stream/line_cutter.h"
#include "tests/connectors/running.h"

namespace kamel::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> cut(const std::string& text, std::size_t step) {
  connectors::LineCutter cutter;
  for (std::size_t at = 0; at < text.size(); at += step) cutter.feed(std::string_view(text).substr(at, step));
  cutter.end();
  std::vector<std::string> lines;
  while (auto line = cutter.next()) lines.push_back(*line);
  return lines;
}

TEST(LineCutter, CutsAsJavaDoesHoweverTheBytesCome) {
  for (const std::size_t step : {1U, 2U, 3U, 100U}) {
    EXPECT_THAT(cut("a\nb\r\nc\rd\n\ne", step), ElementsAre("a", "b", "c", "d", "", "e")) << step;
    EXPECT_THAT(cut("a\r\n\r\n", step), ElementsAre("a", "")) << step;
  }
  EXPECT_THAT(cut("", 1), ElementsAre());
}

TEST(LineCutter, KeepsItsMemory) {
  const std::string longer(connectors::LineCutter::kLongest + 5, 'x');
  const auto lines = cut(longer + "\ny", 1'000'000);
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(lines[0].size(), connectors::LineCutter::kLongest);
  EXPECT_EQ(lines[1], "xxxxx");
  EXPECT_EQ(lines[2], "y");
}

class Stream : public ::testing::Test {
 protected:
  void SetUp() override { fs::create_directories(folder); }
  void TearDown() override { fs::remove_all(folder); }
  void write(const std::string& text, std::ios::openmode how = std::ios::trunc) const { std::ofstream(path, how) << text; }
  std::string route(const std::string& options) const { return "- from: { uri: 'stream:file?fileName=" + path + options + "', steps: [ { to: 'mock:lines' } ] }\n"; }

  const fs::path folder = fs::temp_directory_path() / ("stream_test_" + std::to_string(::getpid()));
  const std::string path = (folder / "in.txt").string();
};

TEST_F(Stream, MakesAMessageOfEachLine) {
  write("one\ntwo\nthree");
  Running routes(route(""));
  ASSERT_EQ(routes.diagnostics, "");
  const auto lines = routes.arrived("mock:lines", 3);
  ASSERT_EQ(lines.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(lines[i].message.headers.get("CamelStreamIndex"), Value(static_cast<std::int64_t>(i)));
    EXPECT_EQ(lines[i].message.headers.get("CamelStreamComplete"), Value(i == 2));
  }
  EXPECT_EQ(to_text(lines[1].message.body).view(), "two");
}

TEST_F(Stream, MakesListsOfLines) {
  write("1\n2\n3\n");
  Running routes(route("&groupLines=2"));
  EXPECT_THAT(routes.bodies("mock:lines", 2), ElementsAre("[1, 2]", "[3]"));
}

TEST_F(Stream, ReadsAllAtOnceWhenToldTo) {
  write("1\n2\n");
  Running routes(route("&readLine=false"));
  EXPECT_THAT(routes.bodies("mock:lines", 1), ElementsAre("1\n2\n"));
}

TEST_F(Stream, FollowsAFileThatGrowsAndIsReplaced) {
  write("1\nhal");
  Running routes(route("&scanStream=true&retry=true"));
  EXPECT_THAT(routes.bodies("mock:lines", 1), ElementsAre("1"));
  write("f\n", std::ios::app);
  EXPECT_THAT(routes.bodies("mock:lines", 2), ElementsAre("1", "half"));
  std::ofstream(folder / "new") << "3\n";
  fs::rename(folder / "new", path);
  EXPECT_THAT(routes.bodies("mock:lines", 3), ElementsAre("1", "half", "3"));
  EXPECT_TRUE(routes.runtime().drain(std::chrono::seconds(10)));
}

TEST_F(Stream, ReadsOtherEncodings) {
  write("gr\xFC\xDF\n");
  Running routes(route("&encoding=ISO-8859-1"));
  EXPECT_THAT(routes.bodies("mock:lines", 1), ElementsAre("gr\xC3\xBC\xC3\x9F"));
}

TEST_F(Stream, ReadsFasterThanItsRouteRuns) {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += std::to_string(i) + "\n";
  write(text);
  Running routes("- from: { uri: 'stream:file?fileName=" + path + "', steps: [ { filter: { simple: '${body} range \"19998..19999\"', steps: [ { delay: { constant: 5 } }, { to: 'mock:lines' } ] } } ] }\n");
  EXPECT_THAT(routes.bodies("mock:lines", 2), ElementsAre("19998", "19999"));
}

TEST_F(Stream, WritesBehindWhatIsThere) {
  const std::string out = (folder / "new/out.txt").string();
  Running routes("- from: { uri: 'direct:in', steps: [ { to: 'stream:file?fileName=" + out + "' }, { setBody: { constant: x } }, { to: 'stream:file?appendNewLine=false&fileName=" + out + "' } ] }\n");
  ASSERT_EQ(routes.diagnostics, "");
  EXPECT_FALSE(routes.send("direct:in", "one").error);
  EXPECT_FALSE(routes.send("direct:in", Value::bytes("\xFF")).error);
  EXPECT_FALSE(routes.send("direct:in", Value()).error);
  std::ostringstream all;
  all << std::ifstream(out).rdbuf();
  EXPECT_EQ(all.str(), "one\nx\xFF\nxx");
}

TEST_F(Stream, SaysWhatCannotBeWritten) {
  Running routes("- from: { uri: 'direct:in', steps: [ { to: 'stream:file?fileName=" + folder.string() + "' } ] }\n");
  EXPECT_EQ(routes.send("direct:in", "one").error.type(), "java.io.IOException");
}

TEST_F(Stream, RefusesWhatItIsNot) {
  const auto said = [](const std::string& uri, bool from) {
    Running routes(from ? "- from: { uri: '" + uri + "', steps: [ { to: 'mock:x' } ] }\n" : "- from: { uri: 'direct:in', steps: [ { to: '" + uri + "' } ] }\n");
    return routes.diagnostics;
  };
  EXPECT_THAT(said("stream:out", true), HasSubstr("stream:out cannot be used here"));
  EXPECT_THAT(said("stream:in", false), HasSubstr("stream:in cannot be used here"));
  EXPECT_THAT(said("stream:file", true), HasSubstr("without a fileName"));
  EXPECT_THAT(said("stream:file?fileName=/nowhere/at/all", true), HasSubstr("No such file"));
  EXPECT_THAT(said("stream:file?fileName=x&encoding=klingon", true), HasSubstr("unknown charset"));
}

}  // namespace
}  // namespace kamel::testing
