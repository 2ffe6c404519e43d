#include <gtest/gtest.h>

#include "operator/kamelet/controller.h"

namespace kamel::cluster {
namespace {

kube::Object status_of(const char* text) { return kamelet_status(boost::json::parse(text).get_object()); }

TEST(Kamelet, IsReadyWithATemplate) {
  const kube::Object status = status_of(R"({"metadata":{"name":"k","generation":2},"spec":{"template":{"from":{"uri":"timer:x"}},
    "definition":{"properties":{"period":{"type":"integer","default":5},"text":{"default":"a"},"none":{}}}}})");
  EXPECT_EQ(kube::text_at(status, {"phase"}), "Ready");
  EXPECT_EQ(kube::whole_at(status, {"observedGeneration"}), 2);
  EXPECT_EQ(boost::json::serialize(kube::list_at(status, {"properties"})), R"([{"name":"period","default":"5"},{"name":"text","default":"a"},{"name":"none"}])");
}

TEST(Kamelet, SaysWhyItIsNotReady) {
  EXPECT_EQ(kube::text_at(status_of(R"({"metadata":{"name":"k"},"spec":{}})"), {"phase"}), "Error");
  const kube::Object reserved = status_of(R"({"metadata":{"name":"sink"},"spec":{"template":{}}})");
  EXPECT_EQ(kube::text_at(kube::list_at(reserved, {"conditions"})[0].get_object(), {"message"}), "the name 'sink' is reserved");
}

}  // namespace
}  // namespace kamel::cluster
