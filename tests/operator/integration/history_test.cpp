// History: which versions are kept, and which one a rollback means.
#include "operator/integration/history.h"

#include <gtest/gtest.h>

#include "tests/operator/kube/fake_api.h"

namespace kamel::cluster {
namespace {

using kube::Object;

Object integration(int generation, const std::string& uri, const std::string& uid = "12345-6") {
  return boost::json::parse(R"({"metadata":{"namespace":"shop","name":"orders","uid":")" + uid + R"(","generation":)" + std::to_string(generation) +
                            R"(},"spec":{"replicas":)" + std::to_string(generation) + R"(,"flows":[{"from":{"uri":")" + uri + R"("}}]}})")
      .get_object();
}

std::vector<Revision> three() {
  std::vector<Object> objects;
  for (int i : {2, 10, 1}) objects.push_back(revision_of(integration(i, "timer:" + std::to_string(i))));
  objects.push_back(revision_of(integration(11, "timer:11", "another")));
  return revisions(objects, "12345-6");
}

TEST(History, ListsTheRevisionsOfOneIntegrationByTheirNumbers) {
  std::vector<std::int64_t> numbers;
  for (const Revision& one : three()) numbers.push_back(one.number);
  EXPECT_EQ(numbers, (std::vector<std::int64_t>{1, 2, 10}));
}

TEST(History, GoesBackToTheNewestThatIsNotDeclaredNow) {
  EXPECT_EQ(earlier(three(), integration(10, "timer:10"), 0)->number, 2);   // it runs: the one before
  EXPECT_EQ(earlier(three(), integration(12, "broken"), 0)->number, 10);    // it never ran: the last that did
  EXPECT_EQ(earlier(three(), integration(10, "timer:10"), 1)->number, 1);   // by number
  EXPECT_EQ(earlier(three(), integration(10, "timer:10"), 3), nullptr);
}

TEST(History, TakesAScaledIntegrationForTheSame) { EXPECT_EQ(spec_without_scale(integration(3, "timer:x")), spec_without_scale(integration(4, "timer:x"))); }

struct Calls {
  kube::test::FakeApi api{[](const kube::test::Asked& asked) { return kube::test::Answer{asked.method == "POST" ? 201U : 200U, "{}"}; }};
  kube::Client client{api.access()};
  std::vector<std::string> of(const std::string& method) const {
    std::vector<std::string> out;
    for (const auto& one : api.asked()) {
      if (one.method == method) out.push_back(one.target);
    }
    return out;
  }
};

TEST(History, KeepsTenAndDropsTheOldest) {
  Calls calls;
  History history;
  for (int i = 1; i <= 12; ++i) {
    ASSERT_TRUE(history.keep(calls.client, integration(i, "timer:" + std::to_string(i))));
    ASSERT_TRUE(history.keep(calls.client, integration(i, "timer:" + std::to_string(i))));  // nothing new
  }
  EXPECT_EQ(calls.of("POST").size(), 12U);
  ASSERT_EQ(calls.of("DELETE").size(), 2U);
  EXPECT_EQ(calls.of("DELETE")[0], "/apis/apps/v1/namespaces/shop/controllerrevisions/orders-12345-1?propagationPolicy=Background");
}

TEST(History, BeginsAnewWithAnIntegrationDeclaredAnew) {
  Calls calls;
  History history;
  ASSERT_TRUE(history.keep(calls.client, integration(1, "timer:a", "aaaaa-1")));
  ASSERT_TRUE(history.keep(calls.client, integration(1, "timer:a", "bbbbb-2")));
  EXPECT_EQ(calls.of("POST").size(), 2U);
}

TEST(History, IsFoundAgainByTheNextOperator) {
  Object listed = revision_of(integration(7, "timer:7"));
  kube::test::FakeApi api([&](const kube::test::Asked& asked) {
    if (asked.method == "GET") return kube::test::Answer{200, R"({"metadata":{},"items":[)" + boost::json::serialize(listed) + "]}"};
    return kube::test::Answer{201, "{}"};
  });
  kube::Client client(api.access());
  auto found = History::find_all(client, {"shop"});
  ASSERT_TRUE(found);
  History& history = (*found)[{"shop", "orders"}];
  ASSERT_TRUE(history.keep(client, integration(8, "timer:7")));  // what runs is kept already
  EXPECT_EQ(api.asked().size(), 1U);
  ASSERT_TRUE(history.keep(client, integration(9, "timer:9")));
  EXPECT_EQ(api.asked().size(), 2U);
}

}  // namespace
}  // namespace kamel::cluster
