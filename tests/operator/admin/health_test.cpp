#include "operator/admin/health.h"

#include <gtest/gtest.h>

namespace kamel::cluster {
namespace {

kube::ObjectPtr pod(const std::string& name, const std::string& ready, const std::string& probe = R"({"path":"/observe/health/ready","port":9876,"scheme":"HTTP"})") {
  return std::make_shared<const kube::Object>(
      boost::json::parse(R"({"metadata":{"name":")" + name + R"("},"spec":{"containers":[{"name":"sidecar"},{"name":"integration","readinessProbe":{"httpGet":)" + probe +
                         R"(}}]},"status":{"phase":"Running","podIP":"10.0.0.1","conditions":[{"type":"Ready","status":")" + ready + R"("}]}})")
          .get_object());
}

constexpr const char* kDown =
    R"({"status":"DOWN","checks":[{"name":"route:a","status":"DOWN","data":{"state":"Failed"}},{"name":"route:b","status":"UP","data":{"state":"Started"}}]})";

TEST(Health, IsAskedWhereTheProbeIs) {
  EXPECT_EQ(readiness_url(*pod("p", "False")), "http://10.0.0.1:9876/observe/health/ready");
  EXPECT_EQ(readiness_url(*pod("p", "False", R"({"path":"/r","port":1,"scheme":"HTTPS"})")), "https://10.0.0.1:1/r");
  EXPECT_EQ(readiness_url(*pod("p", "False", "{}")), "");
  EXPECT_EQ(readiness_url({}), "");
}

TEST(Health, IsToldOfPodsThatAreNotReady) {
  std::vector<std::string> asked;
  const auto ask = [&](const std::string& url) {
    asked.push_back(url);
    return std::string(kDown);
  };
  const auto unready = unready_pods({pod("good", "True"), pod("bad", "False")}, ask);
  EXPECT_EQ(asked.size(), 1U);
  ASSERT_EQ(unready.size(), 1U);
  EXPECT_EQ(kube::list_at(unready[0].get_object(), {"health"}).size(), 1U);  // what is up is no news
  EXPECT_EQ(complaints(unready), "bad: route:a is DOWN (Failed)");
}

TEST(Health, OfAPodThatSaysNothingIsNoComplaint) {
  for (const char* answer : {"", "<html>", "[]", R"({"status":"DOWN"})"}) {
    EXPECT_EQ(complaints(unready_pods({pod("p", "False")}, [&](const std::string&) { return std::string(answer); })), "") << answer;
  }
}

TEST(Health, AsksOnlyAFew) {
  const std::vector<kube::ObjectPtr> many(100, pod("p", "False"));
  EXPECT_EQ(unready_pods(many, [](const std::string&) { return std::string(); }).size(), 5U);
}

TEST(Health, OfNobodyIsNothing) { EXPECT_EQ(ask_health("http://127.0.0.1:1/"), ""); }

}  // namespace
}  // namespace kamel::cluster
