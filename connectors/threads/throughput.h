// Throughput: the lines that Camel's ThroughputLogger writes.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>

#include "engine/clock.h"
#include "engine/context.h"

namespace kamel::connectors {

/// Counts messages and reports how fast they come, every so many. Any worker.
class Throughput {
 public:
  using Clock = kamel::Clock;
  /// `group` 0: only `report` writes.
  Throughput(std::string logger, LogLevel level, std::int64_t group);
  void count(Context& context);
  /// The line of a group that is measured by time; nothing when no message has come since the one before and `active_only`.
  void report(Context& context, bool active_only);

 private:
  void line(Context& context, Clock::time_point now);
  std::string logger_;
  LogLevel level_;
  std::int64_t group_;
  std::mutex mutex_;
  std::int64_t total_ = 0;
  std::int64_t reported_ = 0;
  Clock::time_point start_{};
  Clock::time_point group_start_{};
};

}  // namespace kamel::connectors
