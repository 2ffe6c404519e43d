// kamel config, and flags that settings give.
#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/cli/process.h"

namespace kamel::cli::test {
namespace {

constexpr const char* kRoute = "- from:\n    uri: timer:tick\n    steps:\n    - log: hi\n";

/// A folder with a route, and a kamel that reads settings from there alone.
struct Config : testing::Test {
  Folder folder;
  Config() {
    setenv("KAMEL_CONFIG_PATH", folder.path().c_str(), 1);
    folder.write("tick.yaml", kRoute);
  }
  ~Config() override { unsetenv("KAMEL_CONFIG_PATH"); }
  std::string declared(std::vector<std::string> more = {"--cluster"}) const {
    std::vector<std::string> words{"run", "tick.yaml", "-o", "json"};
    words.insert(words.end(), more.begin(), more.end());
    const Finished out = kamel(words, folder.path());
    EXPECT_EQ(out.code, 0) << out.err;
    return out.out;
  }
};

TEST_F(Config, RemembersTheTarget) {
  EXPECT_EQ(kamel({"config", "target", "cluster"}).out, "Settings are kept in " + folder.path("kamel-config.yaml") + "\n");
  EXPECT_NE(declared({}).find("\"kind\" : \"Integration\""), std::string::npos);  // without --cluster
  EXPECT_EQ(kamel({"run", "tick.yaml", "--cluster=false", "--max-messages", "1"}, folder.path()).code, 0);
  EXPECT_EQ(kamel({"config", "target", "local"}).code, 0);
  EXPECT_EQ(kamel({"run", "tick.yaml", "--max-messages", "1"}, folder.path()).code, 0);
}

TEST_F(Config, RemembersTheNamespace) {
  EXPECT_EQ(kamel({"config", "--default-namespace", "shop"}).code, 0);
  EXPECT_NE(declared().find("\"namespace\" : \"shop\""), std::string::npos);
  EXPECT_NE(declared({"--cluster", "-n", "other"}).find("\"namespace\" : \"other\""), std::string::npos);
  EXPECT_EQ(kamel({"run", "tick.yaml", "--max-messages", "1"}, folder.path()).code, 0);  // here there are none
  EXPECT_EQ(kamel({"config", "--default-namespace", ""}).code, 0);
  EXPECT_EQ(declared().find("namespace"), std::string::npos);
}

TEST_F(Config, GivesFlagsUnlessTheCommandLineOrTheEnvironmentDoes) {
  folder.write("kamel-config.yaml",
               "kamel:\n  run:\n    traits: [container.port=1]\n    service-account: all\n    integration:\n      tick:\n        service-account: tick\n        properties: [a=1, b=2]\n");
  const std::string out = declared();
  EXPECT_NE(out.find("\"port\" : 1"), std::string::npos) << out;
  EXPECT_NE(out.find("\"serviceAccountName\" : \"tick\""), std::string::npos) << out;
  EXPECT_NE(out.find("\"b=2\""), std::string::npos) << out;
  EXPECT_NE(declared({"--cluster", "--service-account", "mine"}).find("\"serviceAccountName\" : \"mine\""), std::string::npos);
  EXPECT_NE(declared({"--cluster", "--name", "other"}).find("\"serviceAccountName\" : \"all\""), std::string::npos);
  setenv("KAMEL_RUN_SERVICE_ACCOUNT", "outside", 1);
  EXPECT_NE(declared().find("\"serviceAccountName\" : \"outside\""), std::string::npos);
  unsetenv("KAMEL_RUN_SERVICE_ACCOUNT");
}

TEST_F(Config, SavesTheFlagsOfARun) {
  declared({"--cluster", "--save", "-t", "container.port=9090", "-e", "A=B"});
  const std::string shown = kamel({"config", "--list"}).out;
  EXPECT_NE(shown.find("      tick:\n"), std::string::npos) << shown;
  EXPECT_NE(shown.find("- container.port=9090"), std::string::npos) << shown;
  EXPECT_NE(declared().find("\"A=B\""), std::string::npos);
}

TEST_F(Config, SaysWhereASettingCannotBeRead) {
  folder.write("kamel-config.yaml", "kamel: {\n");
  const Finished out = kamel({"run", "tick.yaml", "--max-messages", "1"}, folder.path());
  EXPECT_EQ(out.code, 2);
  EXPECT_NE(out.err.find("kamel-config.yaml:"), std::string::npos) << out.err;
}

}  // namespace
}  // namespace kamel::cli::test
