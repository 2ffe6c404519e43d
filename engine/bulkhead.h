// Bulkhead: lets so many in at a time; others wait for a while, or are turned away.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>

namespace kamel {

class Worker;

struct BulkheadLimits {
  std::int64_t inside = 0;                // at a time; 0: no bulkhead
  std::int64_t waiting = INT64_MAX;       // so many may wait
  std::chrono::milliseconds patience{0};  // for so long; 0: not at all, -1: for ever
};

/// Shared by all workers and kept across live swaps.
class Bulkhead : public std::enable_shared_from_this<Bulkhead> {
 public:
  enum class Entry : std::uint8_t { Inside, Full, Waiting };
  /// Inside: `leave` must follow. Waiting: `told` is called later on `worker`, with true for inside, or with false when the patience has
  /// run out.
  Entry enter(Worker& worker, const BulkheadLimits& limits, std::function<void(bool)> told);
  /// Any thread.
  void leave();

 private:
  struct Waiter {
    Worker* worker;
    std::function<void(bool)> told;
  };
  std::mutex mutex_;
  std::int64_t inside_ = 0;
  std::deque<std::shared_ptr<Waiter>> waiting_;
};

}  // namespace kamel
