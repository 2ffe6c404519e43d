#include "kamel-cli/load/github.h"

#include <gtest/gtest.h>

namespace kamel::cli {
namespace {

TEST(GitHub, NamesAFileOfARepository) {
  EXPECT_EQ(github_url("github:org/repo/a/b.yaml"), "https://raw.githubusercontent.com/org/repo/HEAD/a/b.yaml");
  EXPECT_EQ(github_url("github:org/repo/b.yaml?branch=next"), "https://raw.githubusercontent.com/org/repo/next/b.yaml");
  for (const char* none : {"github:org/repo", "github:org/repo/", "github:org", "git:org/repo/b.yaml", "github:org/repo/b.yaml?branch="}) EXPECT_FALSE(github_url(none)) << none;
}

TEST(GitHub, NamesAGist) {
  EXPECT_EQ(gist_id("gist:0a1b"), "0a1b");
  EXPECT_EQ(gist_id("https://gist.github.com/someone/0a1b"), "0a1b");
  for (const char* none : {"gist:", "gist:a/b", "https://gist.github.com/", "https://github.com/a/b"}) EXPECT_FALSE(gist_id(none)) << none;
}

TEST(GitHub, GivesTheFilesOfAGist) {
  const auto files = gist_files(R"({"files":{"a.yaml":{"content":"- from: x"},"b.yaml":{"content":"[]"}}})");
  ASSERT_TRUE(files);
  EXPECT_EQ(*files, (std::vector<std::pair<std::string, std::string>>{{"a.yaml", "- from: x"}, {"b.yaml", "[]"}}));
  for (const char* bad : {"<html>", "[]", "{}", R"({"files":{"a.yaml":{"content":"-","truncated":true}}})"}) EXPECT_FALSE(gist_files(bad)) << bad;
}

}  // namespace
}  // namespace kamel::cli
