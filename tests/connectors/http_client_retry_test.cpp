// When the HTTP client tries again, and how many requests it has under way.
#include <atomic>

#include "connectors/http/concurrency.h"
#include "tests/connectors/http_client_rig.h"

namespace kamel {
namespace {

using tests::HttpClient;
using tests::Outcome;
using http::Concurrency;
using namespace std::chrono_literals;

TEST_F(HttpClient, TriesOnceMoreWhereTheServerHasTooMuchToDo) {
  EXPECT_EQ(send(url("/busy/1"), "body").body.slice(), "hello");
  EXPECT_EQ(server.requests(), 2U);
  EXPECT_EQ(server.request(1).line, "POST /busy/1 HTTP/1.1");
  EXPECT_EQ(server.request(1).body, "body");
  EXPECT_EQ(send(url("/busy429/1")).body.slice(), "hello");
  EXPECT_EQ(send(url("/busy/2")).header("CamelHttpResponseCode"), "503") << "Camel's client tries once more, and then no more";
  EXPECT_EQ(send(url("/busy/3?httpClient.retries=3")).body.slice(), "hello");
}

TEST_F(HttpClient, WaitsAsLongAsTheServerSays) {
  EXPECT_EQ(send(url("/busy/hour/1?httpClient.retryAfterMax=2s")).header("CamelHttpResponseCode"), "503");
  EXPECT_EQ(send(url("/busy/hour/2?responseTimeout=2s")).header("CamelHttpResponseCode"), "503");
  EXPECT_EQ(server.requests(), 2U);
  EXPECT_EQ(send(url("/busy/plain/1?httpClient.retryInterval=10")).body.slice(), "hello");
}

TEST_F(HttpClient, TriesOnceMoreWhereTheConnectionWasLostAndTheMethodAllowsIt) {
  // On connections of their own: libcurl tries again by itself where a kept one was lost.
  EXPECT_EQ(send(url("/lost/1?connectionClose=true")).body.slice(), "hello");
  EXPECT_EQ(send(url("/lost/2?connectionClose=true&httpMethod=PUT"), "b").error.type(), "org.apache.hc.core5.http.NoHttpResponseException");
  const std::size_t before = server.requests();
  EXPECT_EQ(send(url("/lost/01?connectionClose=true"), "posted").error.type(), "org.apache.hc.core5.http.NoHttpResponseException");
  EXPECT_EQ(server.requests(), before + 1);
}

TEST(HttpConcurrency, GrowsWhileAnswersComeAsFastAsUsual) {
  Concurrency concurrency(8);
  auto now = Concurrency::Clock::time_point() + 1h;
  for (int round = 0; round < 100; ++round) {
    std::size_t begun = 0;
    while (concurrency.begin([] {})) ++begun;
    while (begun-- > 0) concurrency.ended(10ms, Concurrency::Outcome::Answered, now);
    while (concurrency.next()) concurrency.ended(10ms, Concurrency::Outcome::Answered, now += 10ms);
  }
  EXPECT_EQ(concurrency.limit(), 8U);
  EXPECT_EQ(concurrency.running(), 0U);
}

TEST(HttpConcurrency, ShrinksOnceInARoundWhereItIsTooMuch) {
  Concurrency concurrency(100);
  auto now = Concurrency::Clock::time_point() + 1h;
  const auto fill = [&] {
    while (concurrency.begin([] {})) {
    }
  };
  for (int i = 0; i < 400; ++i) {
    fill();
    while (concurrency.running() > 0) concurrency.ended(10ms, Concurrency::Outcome::Answered, now += 1ms);
    while (concurrency.next()) concurrency.ended(10ms, Concurrency::Outcome::Answered, now += 1ms);
  }
  const std::size_t grown = concurrency.limit();
  ASSERT_GT(grown, 20U);
  fill();
  for (int i = 0; i < 10; ++i) concurrency.ended(10ms, Concurrency::Outcome::Overloaded, now);
  EXPECT_EQ(concurrency.limit(), static_cast<std::size_t>(static_cast<double>(grown) * 0.9));
  const std::size_t before = concurrency.limit();
  for (int i = 0; i < 3; ++i) concurrency.ended(100ms, Concurrency::Outcome::Answered, now += 1s);
  EXPECT_LT(concurrency.limit(), before) << "slow answers are a sign, too";
}

TEST_F(HttpClient, FindsOutHowManyAtOnce) {
  std::atomic<int> left{100}, right{0};
  for (int i = 0; i < 100; ++i) {
    const auto sent = rig.runtime.send(
        url("/many?connectionsPerRoute=5&httpClient.adaptiveConcurrency=true"), Pattern::InOut, [](Exchange&) {},
        [&](Exchange& exchange) {
          if (!exchange.failed() && exchange.message.body.slice() == "hello") ++right;
          if (--left == 0) left.notify_all();
        });
    ASSERT_TRUE(sent.has_value());
  }
  for (int now = left; now != 0; now = left) left.wait(now);
  EXPECT_EQ(right, 100);
  EXPECT_LE(server.connections(), 5U);
}

TEST_F(HttpClient, LetsTheNextOneBeginWhereOneCannotBeSent) {
  const std::string uri = url("/a?httpClient.adaptiveConcurrency=true");
  for (int i = 0; i < 3; ++i) EXPECT_EQ(send(uri, "x", {{"X-A", "1\n2"}}).error.type(), "java.lang.IllegalArgumentException");
  EXPECT_EQ(send(uri).body.slice(), "hello");
}

}  // namespace
}  // namespace kamel
