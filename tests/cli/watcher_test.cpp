#include "kamel-cli/dev/watcher.h"

#include <gtest/gtest.h>
#include <poll.h>

#include <filesystem>

#include "tests/cli/process.h"

namespace kamel::cli {
namespace {

// Whether anything arrives at all within two seconds, and then whether it matters.
bool told(Watcher& watcher) {
  pollfd entry{watcher.fd(), POLLIN, 0};
  return poll(&entry, 1, 2000) > 0 && watcher.take(std::chrono::milliseconds(2));
}

TEST(Watcher, SeesAFileWrittenInPlace) {
  const test::Folder folder;
  folder.write("a.yaml", "1");
  Watcher watcher({});
  watcher.watch({folder.path()});
  folder.write("a.yaml", "2");
  EXPECT_TRUE(told(watcher));
}

TEST(Watcher, SeesAFileSavedByRenaming) {
  const test::Folder folder;
  folder.write("a.yaml", "1");
  Watcher watcher({});
  watcher.watch({folder.path()});
  folder.write_by_rename("a.yaml", "2");
  EXPECT_TRUE(told(watcher));
  folder.write_by_rename("a.yaml", "3");
  EXPECT_TRUE(told(watcher));
}

TEST(Watcher, SeesNewAndDeletedFiles) {
  const test::Folder folder;
  Watcher watcher({});
  watcher.watch({folder.path()});
  folder.write("new.yaml", "1");
  EXPECT_TRUE(told(watcher));
  std::filesystem::remove(folder.path("new.yaml"));
  EXPECT_TRUE(told(watcher));
}

TEST(Watcher, TakesNoNoticeOfSwapFilesAndOtherFiles) {
  const test::Folder folder;
  Watcher watcher({});
  watcher.watch({folder.path()});
  folder.write(".a.yaml.swp", "1");
  folder.write(".#a.yaml", "1");
  folder.write("notes.txt", "1");
  EXPECT_FALSE(told(watcher));
}

TEST(Watcher, SeesANamedFileWhateverItsEnding) {
  const test::Folder folder;
  Watcher watcher({folder.path("routes.camel")});
  watcher.watch({folder.path()});
  folder.write("routes.camel", "1");
  EXPECT_TRUE(told(watcher));
}

}  // namespace
}  // namespace kamel::cli
