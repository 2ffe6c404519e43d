// VirtualTime: hours that take no time, in their order.
#include "engine/virtual_time.h"

#include <gtest/gtest.h>

#include <thread>

#include "engine/catalogs.h"
#include "engine/context.h"
#include "engine/runtime.h"
#include "engine/worker.h"

namespace kamel {
namespace {

using namespace std::chrono_literals;

class VirtualTimeTest : public testing::Test {
 protected:
  VirtualTimeTest()
      : registry_(steps::catalog(), languages::catalog(), formats::catalog(), connectors::catalog()),
        time_(std::make_shared<VirtualTime>(1'000'000)),
        runtime_(registry_, {.workers = 1, .time = time_}),
        worker_(*runtime_.context().workers().front()) {}

  void after(std::chrono::milliseconds delay, const std::string& name) {
    worker_.post([this, delay, name] { worker_.after(delay, [this, name] { note(name); }); });
  }
  void note(const std::string& name) { happened_ += name + "@" + std::to_string(Clock::wall_ms() - 1'000'000) + " "; }

  Registry registry_;
  std::shared_ptr<VirtualTime> time_;
  std::string happened_;
  Runtime runtime_;
  Worker& worker_;
};

TEST_F(VirtualTimeTest, PassesOnlyWhenToldTo) {
  after(1h, "hour");
  ASSERT_TRUE(time_->settle(worker_));
  EXPECT_EQ(happened_, "");
  ASSERT_TRUE(time_->pass(worker_, 59min));
  EXPECT_EQ(happened_, "");
  ASSERT_TRUE(time_->pass(worker_, 1min));
  EXPECT_EQ(happened_, "hour@3600000 ");
}

TEST_F(VirtualTimeTest, WhatIsDueHappensInItsOrder) {
  after(3s, "c");
  after(1s, "a");
  after(2s, "b");
  ASSERT_TRUE(time_->pass(worker_, 1h));
  EXPECT_EQ(happened_, "a@1000 b@2000 c@3000 ");
}

TEST_F(VirtualTimeTest, TimersMayArmOthers) {
  worker_.post([this] {
    worker_.after(1min, [this] {
      note("first");
      worker_.after(1min, [this] { note("second"); });
    });
  });
  ASSERT_TRUE(time_->pass(worker_, 90s));
  EXPECT_EQ(happened_, "first@60000 ");
  ASSERT_TRUE(time_->pass(worker_, 30s));
  EXPECT_EQ(happened_, "first@60000 second@120000 ");
}

TEST_F(VirtualTimeTest, WaitsForTheEndOfJobsBeforeItPasses) {
  worker_.post([this] {
    worker_.after(1h, [this] { note("late"); });
    worker_.offload([] { std::this_thread::sleep_for(20ms); }, [this] { note("job"); });
  });
  ASSERT_TRUE(time_->pass(worker_, 2h));
  EXPECT_EQ(happened_, "job@0 late@3600000 ");
}

TEST_F(VirtualTimeTest, StopsWhereItIsToldTo) {
  worker_.post([this] {
    time_->allow(24h);
    worker_.after(1min, [this] {
      note("stop");
      time_->stop_here();
    });
    worker_.after(2min, [this] { note("never"); });
  });
  ASSERT_TRUE(time_->settle(worker_));
  EXPECT_EQ(happened_, "stop@60000 ");
}

}  // namespace
}  // namespace kamel
