// file-watch: what happens to files becomes messages.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "connectors/file_watch/watch.h"
#include "tests/connectors/running.h"

namespace kamel::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class FileWatch : public ::testing::Test {
 protected:
  void SetUp() override { fs::create_directories(folder); }
  void TearDown() override { fs::remove_all(folder); }
  void write(const std::string& name, const std::string& text) const { std::ofstream(folder / name) << text; }
  std::string route(const std::string& options) const {
    return "- from: { uri: 'file-watch:" + folder.string() + options + "', steps: [ { setBody: { simple: '${header.CamelFileEventType} ${header.CamelFileName}' } }, { to: 'mock:events' } ] }\n";
  }
  const fs::path folder = fs::temp_directory_path() / ("file_watch_test_" + std::to_string(::getpid()));
};

TEST_F(FileWatch, TellsWhatHappensToFiles) {
  write("old", "x");
  Running routes(route(""));
  ASSERT_EQ(routes.diagnostics, "");
  write("new", "1");
  routes.arrived("mock:events", 2);
  write("old", "y");
  routes.arrived("mock:events", 3);
  write("other", "");
  routes.arrived("mock:events", 4);
  { std::ofstream(folder / "old", std::ios::app); }  // nothing is written: the content is what it was
  fs::rename(folder / "new", folder / "newer");
  fs::remove(folder / "old");
  EXPECT_THAT(routes.bodies("mock:events", 7), ElementsAre("CREATE new", "MODIFY new", "MODIFY old", "CREATE other", "DELETE new", "CREATE newer", "DELETE old"));
  EXPECT_TRUE(routes.runtime().drain(std::chrono::seconds(10)));
}

TEST_F(FileWatch, SeesFoldersThatComeLater) {
  Running routes(route("?events=CREATE&antInclude=**/*.txt"));
  fs::create_directories(folder / "a/b");
  write("a/b/one.txt", "1");
  write("a/b/two.csv", "1");
  EXPECT_THAT(routes.bodies("mock:events", 1), ElementsAre("CREATE a/b/one.txt"));
  write("three.txt", "1");
  EXPECT_THAT(routes.bodies("mock:events", 2), ElementsAre("CREATE a/b/one.txt", "CREATE three.txt"));
}

TEST_F(FileWatch, LeavesFoldersAloneWhenToldTo) {
  fs::create_directories(folder / "sub");
  Running routes(route("?recursive=false&events=CREATE"));
  write("sub/deep", "1");
  write("flat", "1");
  EXPECT_THAT(routes.bodies("mock:events", 1), ElementsAre("CREATE flat"));
}

TEST_F(FileWatch, GivesTheFileAsBody) {
  Running routes("- from: { uri: 'file-watch:" + folder.string() + "?events=MODIFY', steps: [ { convertBodyTo: { type: String } }, { to: 'mock:events' } ] }\n");
  write("in", "content");
  EXPECT_THAT(routes.bodies("mock:events", 1), ElementsAre("content"));
}

TEST_F(FileWatch, TellsOfEachWriteWithoutHashing) {
  write("same", "x");
  connectors::Watch watch(folder.string(), true, false);
  ASSERT_TRUE(watch.open());
  write("same", "x");
  bool overflowed = false;
  const auto events = watch.take(overflowed);
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].type, "MODIFY");
  EXPECT_FALSE(overflowed);
}

TEST_F(FileWatch, RefusesWhatIsNoDirectory) {
  write("file", "x");
  EXPECT_THAT(Running("- from: { uri: 'file-watch:" + (folder / "file").string() + "', steps: [ { to: 'mock:x' } ] }\n").diagnostics, HasSubstr("must be directory"));
  EXPECT_THAT(Running("- from: { uri: 'file-watch:" + (folder / "none").string() + "?autoCreate=false', steps: [ { to: 'mock:x' } ] }\n").diagnostics, HasSubstr("Path must exists"));
  EXPECT_THAT(Running(route("?events=CREATED")).diagnostics, HasSubstr("unknown event 'CREATED'"));
}

}  // namespace
}  // namespace kamel::testing
