#include "operator/kube/client.h"

#include <gtest/gtest.h>

#include "operator/kube/cache.h"
#include "operator/kube/events.h"
#include "operator/kube/leader.h"
#include "tests/operator/kube/fake_api.h"

namespace kamel::kube::test {
namespace {

std::string pod(const std::string& name, int version, const std::string& app = "a") {
  return R"({"metadata":{"namespace":"n","name":")" + name + R"(","resourceVersion":")" + std::to_string(version) + R"(","labels":{"app":")" + app +
         R"("},"managedFields":[{"manager":"x"}]}})";
}
std::string list(const std::string& items, int version, const std::string& next = "") {
  return R"({"kind":"PodList","metadata":{"resourceVersion":")" + std::to_string(version) + R"(","continue":")" + next + R"("},"items":[)" + items + "]}";
}
std::string event(const std::string& type, const std::string& object) { return R"({"type":")" + type + R"(","object":)" + object + "}"; }

TEST(Client, AppliesAsServerSideApply) {
  FakeApi api([](const Asked&) { return Answer{200, pod("x", 5)}; });
  Access access = api.access();
  access.token = "t0ken";
  Client client(access);
  const auto done = client.apply(resources::pods, {{"metadata", Object{{"namespace", "n"}, {"name", "x"}}}}, "me");
  ASSERT_TRUE(done) << done.error().text();
  const Asked asked = api.asked().at(0);
  EXPECT_EQ(asked.method, "PATCH");
  EXPECT_EQ(asked.target, "/api/v1/namespaces/n/pods/x?force=true&fieldManager=me");
  EXPECT_EQ(asked.content_type, "application/apply-patch+yaml");
  EXPECT_EQ(asked.authorization, "Bearer t0ken");
}

TEST(Client, ListsPageByPage) {
  FakeApi api([](const Asked& asked) {
    return asked.target.find("continue=more") == std::string::npos ? Answer{200, list(pod("a", 1), 7, "more")} : Answer{200, list(pod("b", 2), 7)};
  });
  Client client(api.access());
  const auto listing = client.list(resources::pods, {"n", "app=a", ""});
  ASSERT_TRUE(listing) << listing.error().text();
  ASSERT_EQ(listing->items.size(), 2U);
  EXPECT_EQ(text_at(listing->items[1], {"kind"}), "Pod");  // lists leave it out
  EXPECT_EQ(listing->version, "7");
  EXPECT_NE(api.asked()[0].target.find("labelSelector=app%3Da"), std::string::npos);
}

TEST(Client, TellsWhatTheServerSaid) {
  FakeApi api([](const Asked&) { return Answer{403, R"({"kind":"Status","reason":"Forbidden","message":"pods is forbidden"})"}; });
  Client client(api.access());
  const auto failed = client.get(resources::pods, {"n", "x"});
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().text(), "403 Forbidden: pods is forbidden");
  EXPECT_FALSE(failed.error().not_found());
}

TEST(Client, DoesNotWaitWithoutTime) {
  FakeApi api([first = true](const Asked&) mutable {
    const Answer answer = first ? Answer{429, R"({"reason":"TooManyRequests","message":"storage is (re)initializing"})"} : Answer{200, pod("x", 5)};
    first = false;
    return answer;
  });
  Client client(api.access());
  EXPECT_EQ(client.get(resources::pods, {"n", "x"}, std::chrono::seconds(1)).error().status, 429);  // nobody has time to wait
  EXPECT_TRUE(client.get(resources::pods, {"n", "x"}));
  EXPECT_EQ(api.asked().size(), 2U);
}

TEST(Client, TriesAgainWhenItIsAskedToWait) {
  FakeApi api([left = 1](const Asked&) mutable { return left-- > 0 ? Answer{429, R"({"reason":"TooManyRequests"})"} : Answer{200, pod("x", 5)}; });
  Client client(api.access());
  EXPECT_TRUE(client.get(resources::pods, {"n", "x"}));
  EXPECT_EQ(api.asked().size(), 2U);
}

TEST(Client, SaysThatNobodyAnswers) {
  Access access;
  access.server = "http://127.0.0.1:1";
  Client client(access);
  const auto failed = client.get(resources::pods, {"n", "x"});
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().status, 0);
  EXPECT_NE(failed.error().message.find("does not answer"), std::string::npos);
}

TEST(Client, FindsThePluralOfAKindOnce) {
  FakeApi api([](const Asked&) {
    return Answer{200, R"({"resources":[{"name":"sinkbindings/status","kind":"SinkBinding"},{"name":"sinkbindings","kind":"SinkBinding","namespaced":true}]})"};
  });
  Client client(api.access());
  EXPECT_EQ(client.discover("sources.knative.dev/v1", "SinkBinding")->plural, "sinkbindings");
  EXPECT_EQ(client.discover("sources.knative.dev/v1", "SinkBinding")->plural, "sinkbindings");
  EXPECT_EQ(api.asked().size(), 1U);
  EXPECT_TRUE(client.discover("sources.knative.dev/v1", "Nothing").error().not_found());
}

// What a cache told its listener, and a way to wait for it.
struct Told {
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<std::string> list;
  void operator()(Change change, const ObjectPtr& object) {
    const std::lock_guard lock(mutex);
    list.push_back((change == Change::Deleted ? "-" : "+") + key_of(*object).name);
    changed.notify_all();
  }
  bool wait(std::size_t count) {
    std::unique_lock lock(mutex);
    return changed.wait_for(lock, std::chrono::seconds(20), [&] { return list.size() >= count; });
  }
};

TEST(Cache, ListsThenFollowsTheWatchFromThere) {
  FakeApi api([](const Asked& asked) {
    if (asked.target.find("watch=true") == std::string::npos) return Answer{200, list(pod("a", 1) + "," + pod("b", 2), 7)};
    if (asked.target.find("resourceVersion=7&") == std::string::npos && !asked.target.ends_with("resourceVersion=7")) return Answer{500, "{}"};
    return Answer{200, "", {event("ADDED", pod("c", 8, "z")), event("DELETED", pod("a", 9)), event("MODIFIED", pod("b", 10, "z"))}};
  });
  Client client(api.access());
  Told told;
  Cache cache(client, resources::pods, {}, [&](Change change, const ObjectPtr& object, const ObjectPtr&) { told(change, object); });
  cache.index_by("app");
  cache.start();
  ASSERT_TRUE(cache.wait(std::chrono::seconds(20)));
  ASSERT_TRUE(told.wait(5));
  EXPECT_EQ(told.list, (std::vector<std::string>{"+a", "+b", "+c", "-a", "+b"}));
  EXPECT_EQ(cache.size(), 2U);
  EXPECT_FALSE(cache.get({"n", "a"}));
  EXPECT_EQ(find(*cache.get({"n", "b"}), {"metadata", "managedFields"}), nullptr);
  EXPECT_TRUE(cache.labelled("n", "a").empty());
  EXPECT_EQ(cache.labelled("n", "z").size(), 2U);
}

TEST(Cache, ResumesWhereBookmarksHaveBrought) {
  FakeApi api([](const Asked& asked) {
    if (asked.target.find("watch=true") == std::string::npos) return Answer{200, list("", 7)};
    if (asked.target.find("resourceVersion=7") != std::string::npos)
      return Answer{200, "", {event("BOOKMARK", R"({"metadata":{"resourceVersion":"40"}})")}, true};
    return Answer{200, "", {event("ADDED", pod("c", 41))}};
  });
  Client client(api.access());
  Told told;
  Cache cache(client, resources::pods, {}, [&](Change change, const ObjectPtr& object, const ObjectPtr&) { told(change, object); });
  cache.start();
  ASSERT_TRUE(told.wait(1));
  EXPECT_TRUE(api.wait_for("resourceVersion=40", 1));
}

TEST(Cache, ListsAgainWhenItsVersionIsTooOldAndTellsWhatHasGone) {
  std::atomic<int> lists = 0;
  FakeApi api([&](const Asked& asked) {
    if (asked.target.find("watch=true") == std::string::npos) return ++lists == 1 ? Answer{200, list(pod("a", 1) + "," + pod("b", 2), 7)} : Answer{200, list(pod("b", 2), 90)};
    if (asked.target.find("resourceVersion=7") != std::string::npos)
      return Answer{200, "", {event("ERROR", R"({"kind":"Status","code":410,"reason":"Expired","message":"too old"})")}, true};
    return Answer{200, "", {event("ADDED", pod("c", 91))}};
  });
  Client client(api.access());
  Told told;
  Cache cache(client, resources::pods, {}, [&](Change change, const ObjectPtr& object, const ObjectPtr&) { told(change, object); });
  cache.start();
  ASSERT_TRUE(told.wait(5));
  EXPECT_EQ(told.list, (std::vector<std::string>{"+a", "+b", "-a", "+b", "+c"}));
}

TEST(Cache, SaysWhyItCannotList) {
  FakeApi api([](const Asked&) { return Answer{403, R"({"reason":"Forbidden","message":"no"})"}; });
  Client client(api.access());
  Cache cache(client, resources::pods, {}, [](Change, const ObjectPtr&, const ObjectPtr&) {});
  cache.start();
  ASSERT_TRUE(api.wait_for("/pods", 2));  // it tries again
  EXPECT_FALSE(cache.wait(std::chrono::milliseconds(1)));
  EXPECT_EQ(cache.problem(), "pods: 403 Forbidden: no");
}

TEST(Cache, DoesNotLetTheWatchUndoAnOwnWrite) {
  FakeApi api([](const Asked& asked) {
    if (asked.target.find("watch=true") == std::string::npos) return Answer{200, list(pod("a", 1), 7)};
    return Answer{200, "", {event("MODIFIED", pod("a", 8, "old"))}};
  });
  Client client(api.access());
  Told told;
  Cache cache(client, resources::pods, {}, [&](Change change, const ObjectPtr& object, const ObjectPtr&) { told(change, object); });
  cache.put(boost::json::parse(pod("a", 12, "new")).get_object());
  cache.start();
  ASSERT_TRUE(told.wait(2));
  EXPECT_EQ(label(*cache.get({"n", "a"}), "app"), "new");
}

TEST(Leader, WaitsForAHolderWhoIsAliveAndTakesOverFromOneWhoIsNot) {
  std::string lease = R"({"metadata":{"namespace":"n","name":"l","resourceVersion":"1"},"spec":{"holderIdentity":"other","leaseDurationSeconds":1}})";
  std::string written;
  FakeApi api([&](const Asked& asked) {
    if (asked.method == "PUT") written = asked.body;
    return Answer{200, lease};
  });
  Client client(api.access());
  Leader leader(client, {.lease = {"n", "l"}, .identity = "me", .duration = std::chrono::seconds(15), .renew = std::chrono::seconds(10), .retry = std::chrono::milliseconds(50)});
  const auto before = std::chrono::steady_clock::now();
  ASSERT_TRUE(leader.acquire({}));
  EXPECT_GE(std::chrono::steady_clock::now() - before, std::chrono::milliseconds(950));  // the second that the holder was granted
  const Object taken = boost::json::parse(written).get_object();
  EXPECT_EQ(text_at(taken, {"spec", "holderIdentity"}), "me");
  EXPECT_EQ(whole_at(taken, {"spec", "leaseTransitions"}), 1);
}

TEST(Leader, GivesUpWhenItCannotRenew) {
  FakeApi api([&](const Asked&) { return Answer{500, "{}"}; });
  Client client(api.access());
  Leader leader(client, {.lease = {"n", "l"}, .identity = "me", .duration = std::chrono::seconds(15), .renew = std::chrono::milliseconds(100), .retry = std::chrono::milliseconds(20)});
  EXPECT_FALSE(leader.hold({}));
}

TEST(Leader, GivesUpInTimeWhenTheServerDoesNotAnswer) {
  FakeApi api([&](const Asked&) { return Answer{200, "", {"{"}}; });  // an answer that does not end
  Client client(api.access());
  Leader leader(client, {.lease = {"n", "l"}, .identity = "me", .duration = std::chrono::seconds(15), .renew = std::chrono::milliseconds(300), .retry = std::chrono::milliseconds(20)});
  const auto before = std::chrono::steady_clock::now();
  EXPECT_FALSE(leader.hold({}));
  EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(10));  // and not the half minute that other calls may take
}

TEST(Events, CountsUpWhatIsSaidAgain) {
  FakeApi api([](const Asked&) { return Answer{201, "{}"}; });
  Client client(api.access());
  Events events(client, "test");
  const Object about{{"kind", "Integration"}, {"metadata", Object{{"namespace", "n"}, {"name", "x"}}}};
  events.warning(about, "Bad", "it is");
  events.warning(about, "Bad", "it is");
  events.warning(about, "Bad", "it is something else");
  const std::vector<Asked> asked = api.asked();
  ASSERT_EQ(asked.size(), 3U);
  EXPECT_EQ(asked[0].method, "POST");
  EXPECT_EQ(asked[1].method, "PATCH");
  EXPECT_NE(asked[1].body.find("\"count\":2"), std::string::npos);
  EXPECT_EQ(asked[2].method, "POST");
}

}  // namespace
}  // namespace kamel::kube::test
