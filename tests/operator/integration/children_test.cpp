#include "operator/integration/children.h"

#include <gtest/gtest.h>

#include "tests/operator/kube/fake_api.h"

namespace kamel::cluster {
namespace {

using kube::test::Answer;
using kube::test::FakeApi;

const kube::Object kService{{"apiVersion", "v1"}, {"kind", "Service"}, {"metadata", kube::Object{{"namespace", "n"}, {"name", "s"}}}};

std::string service(int version) {
  return R"({"metadata":{"namespace":"n","name":"s","resourceVersion":")" + std::to_string(version) + R"(","labels":{"camel.apache.org/integration":"s"}}})";
}

/// A Service of one Integration, in a cluster that knows no other kinds.
struct OneService : testing::Test {
  std::string items = service(5);
  int version = 5;  // of lists
  std::string refused;
  FakeApi api{[this](const kube::test::Asked& asked) {
    if (asked.target == "/api/v1") return Answer{200, R"({"resources":[{"name":"services","kind":"Service","namespaced":true}]})"};
    if (asked.method == "PATCH" && asked.content_type == refused) return Answer{422, R"({"reason":"Invalid","message":"no"})"};
    if (asked.method == "PATCH") return Answer{200, service(5)};
    if (asked.target.starts_with("/api/v1/namespaces/n/services?"))
      return Answer{200, R"({"metadata":{"resourceVersion":")" + std::to_string(version) + R"("},"items":[)" + items + "]}"};
    return Answer{404, R"({"reason":"NotFound"})"};
  }};
  kube::Client client{api.access()};
  kube::Caches maps{client, kube::resources::config_maps, {"n"}, {}, {}}, deployments{client, kube::resources::deployments, {"n"}, {}, {}};
  Applier applier{client, maps, deployments};
  Children children;

  /// What lists tell from now on. The server's lock, taken before and after, orders this with its thread.
  void cluster_has(std::string now, int at) {
    api.asked();
    items = std::move(now), version = at;
    api.asked();
  }
  void apply() {
    const auto done = applier.apply(kService, children);
    ASSERT_TRUE(done) << done.error().text();
  }
  std::ptrdiff_t writes() const {
    const auto asked = api.asked();
    return std::ranges::count(asked, "PATCH", &kube::test::Asked::method);
  }
};

TEST_F(OneService, IsWrittenOnce) {
  apply();
  apply();
  EXPECT_EQ(writes(), 1);
}

TEST_F(OneService, StaysWhenAnEditChangesNothingOfIt) {
  kube::Object first = kService, second = kService, third = kService;
  first["metadata"].get_object()["labels"] = kube::Object{{"camel.apache.org/generation", "1"}};
  second["metadata"].get_object()["labels"] = kube::Object{{"camel.apache.org/generation", "2"}};
  third["metadata"].get_object()["labels"] = kube::Object{{"camel.apache.org/generation", "3"}, {"another", "label"}};
  ASSERT_TRUE(applier.apply(first, children));
  ASSERT_TRUE(applier.apply(second, children));
  EXPECT_EQ(writes(), 1);
  ASSERT_TRUE(applier.apply(third, children));
  EXPECT_EQ(writes(), 2);
}

TEST_F(OneService, StaysWhenNobodyTouchedIt) {
  apply();
  cluster_has(service(5), 9);
  ASSERT_TRUE(applier.look_again({"n"}));
  apply();
  EXPECT_EQ(writes(), 1);
}

TEST_F(OneService, IsMadeAgainWhenSomebodyDeletedIt) {
  apply();
  cluster_has("", 9);
  ASSERT_TRUE(applier.look_again({"n"}));
  apply();
  EXPECT_EQ(writes(), 2);
}

TEST_F(OneService, IsMadeRightWhenSomebodyChangedIt) {
  apply();
  cluster_has(service(8), 9);
  ASSERT_TRUE(applier.look_again({"n"}));
  apply();
  EXPECT_EQ(writes(), 2);
}

TEST_F(OneService, IsReplacedWhereItCannotBeApplied) {
  refused = "application/apply-patch+yaml";
  api.asked();
  apply();
  EXPECT_EQ(api.asked().back().content_type, "application/merge-patch+json");
  apply();
  EXPECT_EQ(writes(), 2);  // the one that was refused, and the one that was not
}

TEST_F(OneService, OfAKindThatTheClusterLacksIsNotRemembered) {
  const auto done = applier.apply({{"apiVersion", "v1"}, {"kind", "Nothing"}, {"metadata", kube::Object{{"namespace", "n"}, {"name", "s"}}}}, children);
  EXPECT_FALSE(done);
  EXPECT_TRUE(children.all().empty());
}

TEST_F(OneService, IsNotJudgedByAListOfBeforeIt) {
  cluster_has("", 4);
  ASSERT_TRUE(applier.look_again({"n"}));
  apply();
  apply();
  EXPECT_EQ(writes(), 1);
}

TEST_F(OneService, IsWrittenAgainAfterABeginning) {
  apply();
  children.begin_anew();
  apply();
  EXPECT_EQ(writes(), 2);
}

TEST(Children, KnowAWorkload) {
  Children children;
  children.all()[{"v1", "Service", "s"}];
  EXPECT_FALSE(children.has_workload());
  children.all()[{"serving.knative.dev/v1", "Service", "s"}];
  EXPECT_TRUE(children.has_workload());
}

}  // namespace
}  // namespace kamel::cluster
