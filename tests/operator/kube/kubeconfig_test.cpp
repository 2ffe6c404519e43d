#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "operator/kube/credentials.h"
#include "operator/kube/files.h"

namespace kamel::kube {
namespace {

class Kubeconfig : public testing::Test {
 protected:
  Kubeconfig() {
    char name[] = "/tmp/kubeconfig-XXXXXX";
    folder_ = mkdtemp(name);
  }
  ~Kubeconfig() override { std::filesystem::remove_all(folder_); }
  std::string write(const std::string& name, const std::string& text) {
    std::ofstream(folder_ + "/" + name) << text;
    return folder_ + "/" + name;
  }
  std::string folder_;
};

constexpr const char* kConfig =
    "apiVersion: v1\nkind: Config\ncurrent-context: here\n"
    "clusters:\n- name: c\n  cluster: {server: 'https://10.0.0.1:6443/', certificate-authority: ca.pem}\n"
    "- name: d\n  cluster: {server: 'https://other', insecure-skip-tls-verify: true}\n"
    "users:\n- name: u\n  user: {token: secret}\n- name: v\n  user: {client-certificate-data: Y2VydA==, client-key-data: a2V5}\n"
    "contexts:\n- name: here\n  context: {cluster: c, user: u, namespace: team}\n- name: there\n  context: {cluster: d, user: v}\n";

TEST_F(Kubeconfig, TakesTheCurrentContextAndFilesBesideIt) {
  write("ca.pem", "the authority");
  const auto access = kubeconfig_access(write("config", kConfig));
  ASSERT_TRUE(access) << access.error().text();
  EXPECT_EQ(access->server, "https://10.0.0.1:6443");
  EXPECT_EQ(access->ca, "the authority");
  EXPECT_EQ(access->token, "secret");
  EXPECT_EQ(access->space, "team");
}

TEST_F(Kubeconfig, TakesAnotherContextAndDecodesWhatItHolds) {
  const auto access = kubeconfig_access(write("config", kConfig), "there");
  ASSERT_TRUE(access) << access.error().text();
  EXPECT_TRUE(access->insecure);
  EXPECT_EQ(access->certificate, "cert");
  EXPECT_EQ(access->key, "key");
  EXPECT_EQ(access->space, "default");
}

TEST_F(Kubeconfig, SaysWhatIsMissing) {
  EXPECT_NE(kubeconfig_access(write("config", kConfig), "nowhere").error().message.find("no context 'nowhere'"), std::string::npos);
  EXPECT_NE(kubeconfig_access(folder_ + "/none").error().message.find("cannot read"), std::string::npos);
  EXPECT_NE(kubeconfig_access(write("config", kConfig)).error().message.find("ca.pem"), std::string::npos);
}

TEST_F(Kubeconfig, MergesTheFilesOfTheEnvironment) {
  const std::string a = write("a", "current-context: x\ncontexts:\n- name: x\n  context: {cluster: c, user: u}\n");
  const std::string b = write("b", "current-context: y\nclusters:\n- name: c\n  cluster: {server: 'http://s'}\nusers:\n- name: u\n  user: {}\n");
  setenv("KUBECONFIG", (a + ":" + folder_ + "/missing:" + b).c_str(), 1);
  const auto access = kubeconfig_access();
  unsetenv("KUBECONFIG");
  ASSERT_TRUE(access) << access.error().text();
  EXPECT_EQ(access->server, "http://s");
}

TEST_F(Kubeconfig, AsksAPluginAgainWhenItsTokenWasRefused) {
  const std::string plugin = write("plugin", "#!/bin/sh\necho x >> " + folder_ + "/calls\nn=$(wc -l < " + folder_ +
                                                 "/calls)\necho '{\"kind\":\"ExecCredential\",\"status\":{\"token\":\"'$GREETING$1$n'\"}}'\n");
  chmod(plugin.c_str(), 0700);
  Access access;
  access.exec = ExecPlugin{"client.authentication.k8s.io/v1", plugin, {"-t-"}, {{"GREETING", "hi"}}, ""};
  Credentials credentials(access);
  EXPECT_EQ(credentials.current()->token, "hi-t-1");
  EXPECT_EQ(credentials.current()->token, "hi-t-1");
  credentials.refused();
  EXPECT_EQ(credentials.current()->token, "hi-t-2");
}

TEST_F(Kubeconfig, SaysWhyAPluginGaveNothing) {
  Access access;
  access.exec = ExecPlugin{"v1", folder_ + "/missing", {}, {}, "install it"};
  const auto failed = Credentials(access).current();
  ASSERT_FALSE(failed);
  EXPECT_NE(failed.error().message.find("cannot be started"), std::string::npos);
  EXPECT_NE(failed.error().message.find("install it"), std::string::npos);
}

TEST(Base64, GoesThereAndBack) {
  for (const std::string text : {"", "a", "ab", "abc", "abcd"}) EXPECT_EQ(from_base64(to_base64(text)), text);
  EXPECT_EQ(from_base64("!!!!"), "");
}

}  // namespace
}  // namespace kamel::kube
