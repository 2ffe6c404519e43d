#include <gtest/gtest.h>

#include "operator/platform/controller.h"

namespace kamel::cluster {
namespace {

kube::Object status_of(const char* text, const std::string& id = "") { return platform_status(boost::json::parse(text).get_object(), "1.0", id); }

std::string message(const kube::Object& status) { return kube::text_at(kube::list_at(status, {"conditions"})[0].get_object(), {"message"}); }

TEST(Platform, IsReadyAndSaysWhatHasNoEffect) {
  const kube::Object status = status_of(R"({"metadata":{"generation":3},"spec":{"build":{"timeout":"5m"},"profile":"Knative","kamelet":{},"traits":{"container":{"port":9}}}})");
  EXPECT_EQ(kube::text_at(status, {"phase"}), "Ready");
  EXPECT_EQ(kube::text_at(status, {"version"}), "1.0");
  EXPECT_EQ(kube::whole_at(status, {"observedGeneration"}), 3);
  EXPECT_EQ(message(status), "traits are read; without effect, since nothing is built: build, profile");
  EXPECT_EQ(message(status_of(R"({"spec":{"traits":{}}})")), "");
}

TEST(Platform, OfAnotherOperatorIsLeftAlone) {
  EXPECT_TRUE(status_of(R"({"metadata":{"annotations":{"camel.apache.org/operator.id":"other"}}})", "ours").empty());
  EXPECT_FALSE(status_of(R"({"metadata":{"annotations":{"camel.apache.org/operator.id":"ours"}}})", "ours").empty());
  const kube::Object theirs = status_of(R"({"status":{"phase":"Creating","version":"2.10.1"}})");
  EXPECT_EQ(kube::text_at(theirs, {"phase"}), "Creating");
}

TEST(Platform, StaysAsItWasToldBefore) {
  const kube::Object first = status_of(R"({"metadata":{"generation":1},"spec":{}})");
  const kube::Object second = platform_status({{"metadata", kube::Object{{"generation", 1}}}, {"spec", kube::Object()}, {"status", first}}, "1.0", "");
  EXPECT_TRUE(status_patch(first, second).empty());
}

}  // namespace
}  // namespace kamel::cluster
