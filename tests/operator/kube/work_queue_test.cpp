#include "operator/kube/work_queue.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace kamel::kube {
namespace {

TEST(WorkQueue, KeepsAKeyThatIsAddedTwiceOnce) {
  WorkQueue queue;
  queue.add({"a", "x"});
  queue.add({"a", "x"});
  queue.add({"a", "y"});
  EXPECT_EQ(queue.take()->key.name, "x");
  EXPECT_EQ(queue.take()->key.name, "y");
  EXPECT_EQ(queue.size(), 0U);
}

TEST(WorkQueue, GivesAKeyOutAgainOnlyWhenItIsDone) {
  WorkQueue queue;
  queue.add({"a", "x"});
  const auto first = queue.take();
  queue.add({"a", "x"});
  EXPECT_EQ(queue.size(), 0U);  // it is in somebody's hands
  queue.done(first->key);
  EXPECT_EQ(queue.size(), 1U);
  EXPECT_GE(queue.take()->since, first->since);
}

TEST(WorkQueue, BringsFailuresBackLaterAndLater) {
  WorkQueue queue;
  const Key key{"a", "x"};
  std::vector<std::chrono::steady_clock::duration> delays;
  for (int i = 0; i < 3; ++i) {
    const auto before = std::chrono::steady_clock::now();
    queue.retry(key);
    const auto work = queue.take();
    delays.push_back(std::chrono::steady_clock::now() - before);
    queue.done(work->key);
  }
  EXPECT_GE(delays[0], std::chrono::milliseconds(19));
  EXPECT_GE(delays[1], std::chrono::milliseconds(39));
  EXPECT_GE(delays[2], std::chrono::milliseconds(79));
  queue.forget(key);
  const auto before = std::chrono::steady_clock::now();
  queue.retry(key);
  (void)queue.take();
  EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::milliseconds(75));
}

TEST(WorkQueue, EndsThoseWhoWaitWhenItIsClosed) {
  WorkQueue queue;
  std::atomic<bool> ended = false;
  std::jthread waiting([&] {
    EXPECT_FALSE(queue.take());
    ended = true;
  });
  queue.close();
  waiting.join();
  EXPECT_TRUE(ended);
}

TEST(WorkQueue, NeverGivesOneKeyToTwoThreads) {
  WorkQueue queue;
  std::atomic<int> inside = 0;
  std::atomic<int> most = 0;
  std::atomic<int> done = 0;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      while (const auto work = queue.take()) {
        most = std::max(most.load(), ++inside);
        std::this_thread::yield();
        --inside;
        ++done;
        queue.done(work->key);
      }
    });
  }
  for (int i = 0; i < 2000; ++i) queue.add({"a", "x"});
  while (queue.size() != 0 || done == 0) std::this_thread::yield();
  queue.close();
  threads.clear();
  EXPECT_EQ(most, 1);
}

}  // namespace
}  // namespace kamel::kube
