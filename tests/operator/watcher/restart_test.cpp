// Who is restarted next after a ConfigMap has changed.
#include "operator/watcher/restart.h"

#include <gtest/gtest.h>

#include "operator/watcher/controller.h"

namespace kamel::cluster {
namespace {

using kube::Object;

Object pod(const std::string& name, bool ready, const std::string& owner = "ReplicaSet") {
  return boost::json::parse(R"({"metadata":{"namespace":"shop","name":")" + name + R"(","uid":"u-)" + name + R"(","ownerReferences":[{"controller":true,"kind":")" + owner +
                            R"("}]},"status":{"phase":"Running","conditions":[{"type":"Ready","status":")" + (ready ? "True" : "False") + R"("}]}})")
      .get_object();
}

Object leaving(Object pod) {
  pod["metadata"].get_object()["deletionTimestamp"] = "2026-11-21T12:00:00Z";
  return pod;
}

TEST(Restart, TakesOneAfterTheOther) {
  const Restart now = next_restart({pod("a", true), pod("b", true), pod("c", true)}, {"u-b", "u-c"});
  EXPECT_EQ(now.evict.name, "b");
  EXPECT_EQ(now.left.size(), 2U);
  EXPECT_EQ(now.waiting, "");
}

TEST(Restart, WaitsForTheSuccessorToBeReady) {
  const Restart now = next_restart({pod("new", false), pod("b", true)}, {"u-a", "u-b"});
  EXPECT_EQ(now.evict.name, "");
  EXPECT_EQ(now.left, (std::set<std::string>{"u-b"}));  // a is gone
  EXPECT_EQ(now.waiting, "new is not ready yet");
  EXPECT_EQ(next_restart({leaving(pod("a", true)), pod("b", true)}, {"u-a", "u-b"}).waiting, "a is on its way out");
}

TEST(Restart, BeginsWithThoseThatNobodyMisses) { EXPECT_EQ(next_restart({pod("a", true), pod("b", false)}, {"u-a", "u-b"}).evict.name, "b"); }

TEST(Restart, EndsWhenTheNewestAreStillStarting) {
  const Restart now = next_restart({pod("new", false)}, {"u-old"});
  EXPECT_TRUE(now.left.empty());
  EXPECT_EQ(now.waiting, "");
}

TEST(Restart, LeavesAloneWhatWouldNotComeBack) {
  EXPECT_FALSE(comes_back(pod("job", true, "Job")));
  Object alone = pod("alone", true);
  alone["metadata"].get_object().erase("ownerReferences");
  EXPECT_FALSE(comes_back(alone));
  Object ended = pod("ended", false);
  ended["status"].get_object()["phase"] = "Succeeded";
  EXPECT_FALSE(comes_back(ended));
  EXPECT_TRUE(next_restart({alone, ended}, {"u-alone", "u-ended"}).left.empty());
}

kube::ObjectPtr map(const char* text) { return std::make_shared<const Object>(boost::json::parse(text).get_object()); }

TEST(ContentDigest, IsOfTheDataAlone) {
  const std::string one = content_digest(map(R"({"metadata":{"resourceVersion":"1"},"data":{"a":"1","b":"2"}})"));
  EXPECT_EQ(one, content_digest(map(R"({"metadata":{"resourceVersion":"2","labels":{"x":"y"}},"data":{"b":"2","a":"1"}})")));
  EXPECT_NE(one, content_digest(map(R"({"data":{"a":"1","b":"3"}})")));
  EXPECT_NE(one, content_digest(map(R"({"data":{"a":"1"},"binaryData":{"b":"2"}})")));
  EXPECT_EQ(content_digest(nullptr), "");
}

TEST(SelectorText, JoinsLabels) { EXPECT_EQ(selector_text(boost::json::parse(R"({"app":"web","tier":"front"})").get_object()), "app=web,tier=front"); }

TEST(ReadsLive, WhatIsPushedOrMountedAndIsNoVariable) {
  Declared declared;
  declared.integration = boost::json::parse(R"({"metadata":{"name":"x"},"spec":{"sources":[{"name":"a","contentRef":"routes"}],"traits":{"mount":{"configs":["configmap:props"]},
    "environment":{"vars":["A=configmap:env/a","B=configmap:both/b"]}}}})").get_object();
  declared.integration["spec"].get_object()["traits"].get_object()["mount"].get_object()["resources"] = boost::json::array{"configmap:both"};
  EXPECT_TRUE(reads_live(declared, "routes"));
  EXPECT_TRUE(reads_live(declared, "props"));
  EXPECT_FALSE(reads_live(declared, "env"));
  EXPECT_FALSE(reads_live(declared, "both"));
  EXPECT_FALSE(reads_live(declared, "other"));
}

}  // namespace
}  // namespace kamel::cluster
