#include "operator/integration/status.h"

#include <gtest/gtest.h>

namespace kamel::cluster {
namespace {

using kube::Object;

Object parse(const char* text) { return boost::json::parse(text).get_object(); }
kube::ObjectPtr shared(const char* text) { return std::make_shared<const Object>(parse(text)); }

TEST(Status, KeepsTheTimeOfAConditionThatStaysAsItIs) {
  Object status = parse(R"({"conditions":[{"type":"Ready","status":"False","reason":"A","message":"m","lastUpdateTime":"t0","lastTransitionTime":"t0"}]})");
  set_condition(status, "Ready", "False", "A", "m");
  EXPECT_EQ(kube::text_at(kube::list_at(status, {"conditions"})[0].get_object(), {"lastUpdateTime"}), "t0");
  set_condition(status, "Ready", "False", "B", "other");
  const Object& changed = kube::list_at(status, {"conditions"})[0].get_object();
  EXPECT_EQ(kube::text_at(changed, {"lastTransitionTime"}), "t0");
  EXPECT_NE(kube::text_at(changed, {"lastUpdateTime"}), "t0");
  set_condition(status, "Ready", "True", "B", "other");
  EXPECT_NE(kube::text_at(kube::list_at(status, {"conditions"})[0].get_object(), {"lastTransitionTime"}), "t0");
  EXPECT_EQ(kube::list_at(status, {"conditions"}).size(), 1U);
}

TEST(Status, WritesOnlyWhatIsAnother) {
  const Object before = parse(R"({"phase":"Running","replicas":1,"old":1,"conditions":[{"type":"Ready","status":"True","lastUpdateTime":"t0"}]})");
  Object after = before;
  EXPECT_TRUE(status_patch(before, after).empty());
  after["conditions"].get_array()[0].get_object()["lastUpdateTime"] = "t1";
  EXPECT_TRUE(status_patch(before, after).empty());  // a time alone is worth no write
  after["replicas"] = 2;
  after.erase("old");
  EXPECT_EQ(boost::json::serialize(status_patch(before, after)["status"].get_object()["replicas"]), "2");
  EXPECT_TRUE(status_patch(before, after)["status"].get_object()["old"].is_null());
  EXPECT_FALSE(status_patch(before, after)["status"].get_object().contains("phase"));
}

TEST(Workload, RunsWhenAllReplicasAreReadyAndNew) {
  const auto ready = workload_state(
      shared(R"({"metadata":{"generation":2},"spec":{"replicas":2},"status":{"observedGeneration":2,"replicas":2,"readyReplicas":2,"updatedReplicas":2}})"), {});
  EXPECT_EQ(ready.phase, "Running");
  EXPECT_EQ(ready.ready, "True");
  EXPECT_EQ(ready.message, "2/2 ready replicas");
  const auto rolling = workload_state(
      shared(R"({"metadata":{"generation":3},"spec":{"replicas":2},"status":{"observedGeneration":3,"replicas":3,"readyReplicas":2,"updatedReplicas":1}})"), {});
  EXPECT_EQ(rolling.reason, "DeploymentProgressing");
  EXPECT_EQ(rolling.message, "1/2 updated replicas");
  EXPECT_EQ(rolling.phase, "Running");
  EXPECT_EQ(workload_state(nullptr, {}).phase, "Deploying");
}

TEST(Workload, SaysWhyPodsDoNotCome) {
  const auto deployment = shared(R"({"metadata":{"generation":1},"spec":{"replicas":1},"status":{"observedGeneration":1}})");
  const auto pod = shared(R"({"metadata":{"name":"p"},"status":{"containerStatuses":[{"name":"integration","state":{"waiting":{"reason":"ImagePullBackOff","message":"no such image"}}}]}})");
  const auto state = workload_state(deployment, {pod});
  EXPECT_EQ(state.phase, "Error");
  EXPECT_EQ(state.message, "p: ImagePullBackOff: no such image");
}

std::string types(const Object& status) {
  std::string out;
  for (const auto& one : kube::list_at(status, {"conditions"})) out += kube::text_at(one.get_object(), {"type"}) + "=" + kube::text_at(one.get_object(), {"status"}) + " ";
  return out;
}

TEST(Status, ForgetsWhatOnlyAnEarlierDeclarationLedTo) {
  Object status = parse(R"({"phase":"Running","capabilities":["knative"],"conditions":[{"type":"Ready","status":"True"},{"type":"JvmTraitInfo","status":"True"},
    {"type":"RoutesLive","status":"True"},{"type":"ServiceAvailable","status":"True"}]})");
  take_hints(status, parse(R"({"digest":"d","conditions":[{"type":"ServiceAvailable","status":"False","reason":"ServiceNotAvailable","message":"m"}]})"));
  EXPECT_EQ(types(status), "Ready=True RoutesLive=True ServiceAvailable=False ");
  EXPECT_FALSE(status.contains("capabilities"));
  EXPECT_EQ(kube::text_at(status, {"digest"}), "d");
}

}  // namespace
}  // namespace kamel::cluster
