// WriteQueue: what the media have in common: one thread that takes all the jobs that have come while it was busy with those before them.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>

namespace kamel {

template <class Job>
class WriteQueue {
 public:
  using Jobs = std::deque<Job>;
  WriteQueue() = default;
  WriteQueue(const WriteQueue&) = delete;
  WriteQueue& operator=(const WriteQueue&) = delete;
  ~WriteQueue() { close(); }

  /// Starts the thread: `work` gets all jobs that are there, in their order, and never none. Once.
  void start(std::function<void(Jobs)> work) {
    thread_ = std::thread([this, work = std::move(work)] {
      for (Jobs jobs = next(); !jobs.empty(); jobs = next()) work(std::move(jobs));
    });
  }
  /// Any thread.
  void put(Job job) {
    const std::lock_guard lock(mutex_);
    jobs_.push_back(std::move(job));
    changed_.notify_one();
  }
  /// Ends the thread when all jobs are done, and waits for that. What `work` uses must still be there.
  void close() {
    {
      const std::lock_guard lock(mutex_);
      closing_ = true;
    }
    changed_.notify_one();
    if (thread_.joinable()) thread_.join();
  }

 private:
  // None: it is to end.
  Jobs next() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return closing_ || !jobs_.empty(); });
    return std::exchange(jobs_, {});
  }

  std::mutex mutex_;  // guards the next three
  std::condition_variable changed_;
  Jobs jobs_;
  bool closing_ = false;
  std::thread thread_;
};

}  // namespace kamel
