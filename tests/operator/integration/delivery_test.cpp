#include "operator/integration/delivery.h"

#include <gtest/gtest.h>

namespace kamel::cluster {
namespace {

kube::ObjectPtr pod(const std::string& name, const std::string& state = R"({"running":{}})", const std::string& more = "", const std::string& container = "integration") {
  return std::make_shared<const kube::Object>(
      boost::json::parse(R"({"metadata":{"name":")" + name + "\"" + more + R"(},"status":{"podIP":"10.0.0.1","containerStatuses":[{"name":")" + container + R"(","containerID":"c1","state":)" +
                         state + "}]}}")
          .get_object());
}

TEST(Delivery, GoesToContainersThatRunAndStay) {
  const auto live = live_pods({pod("b"), pod("waits", R"({"waiting":{}})"), pod("goes", R"({"running":{}})", R"(,"deletionTimestamp":"t")"), pod("a")}, 9443);
  ASSERT_EQ(live.size(), 2U);
  EXPECT_EQ(live[0].name, "a");
  EXPECT_EQ(live[0].address, "10.0.0.1:9443");
  EXPECT_EQ(live[0].container, "a/c1");
}

TEST(Delivery, GoesToTheContainerThatThePodNames) {
  const std::string running = R"({"running":{}})", named = R"(,"annotations":{"kubectl.kubernetes.io/default-container":"mine"})";
  EXPECT_EQ(live_pods({pod("a", running, named, "mine")}, 9443).size(), 1U);
  EXPECT_TRUE(live_pods({pod("a", running, named)}, 9443).empty());  // a sidecar of that name, perhaps
}

TEST(Delivery, ForgetsContainersThatAreGone) {
  Delivered delivered;
  delivered.containers["a/c0"].digest = "d";  // restarted since: c1 knows nothing
  delivered.containers["a/c1"].digest = "d";
  Pusher pusher("", {});
  EXPECT_TRUE(deliver(pusher, {}, {"u", 1, 1, "d"}, "n", live_pods({pod("a")}, 9443), delivered).empty());
  EXPECT_EQ(delivered.containers.size(), 1U);
}

TEST(Delivery, SumsUpWhoRunsItAndWhoDoesNot) {
  Delivered delivered;
  delivered.digest = "d";
  delivered.timed = true;
  delivered.took = std::chrono::milliseconds(84);
  delivered.containers["a/c1"].digest = "d";
  const Version version{"u", 7, 1, "d"};
  EXPECT_EQ(summary(live_pods({pod("a")}, 1), version, delivered).text, "generation 7 live in 1/1 pods, 84 ms");
  delivered.timed = false;
  delivered.containers["b/c1"] = {"old", "d", {}, "a.yaml:5:11: error: unknown step 'x'", 0};
  const Summary both = summary(live_pods({pod("a"), pod("b"), pod("c")}, 1), version, delivered);
  EXPECT_EQ(both.live, 1U);
  EXPECT_TRUE(both.invalid);
  EXPECT_EQ(both.text, "generation 7 live in 1/3 pods\nb: a.yaml:5:11: error: unknown step 'x'\nc: has not answered yet");
}

TEST(Delivery, NamesAPodThatDoesNotAnswer) {
  Pusher pusher("", {});
  const auto deliveries = pusher.push("{}", {{"p", "127.0.0.1:1", "n"}}, std::chrono::seconds(2), std::chrono::seconds(2));
  ASSERT_EQ(deliveries.size(), 1U);
  EXPECT_EQ(deliveries[0].status, 0);
  EXPECT_TRUE(deliveries[0].problem.starts_with("p (127.0.0.1:1) does not answer: ")) << deliveries[0].problem;
}

}  // namespace
}  // namespace kamel::cluster
