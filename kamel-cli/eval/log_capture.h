// The log lines of a case.
#pragma once

#include <memory>
#include <mutex>

#include "dsl/value.h"
#include "engine/context.h"

namespace kamel::cli {

/// What a case's routes have logged, in order.
struct CapturedLog {
  struct Line {
    std::string logger, message;
    LogLevel level;
  };
  std::mutex mutex;
  std::vector<Line> lines;
};

/// Keeps what the log step and the log: component write at INFO or above; the engine's own words are left out.
std::unique_ptr<LogSink> capturing_sink(std::shared_ptr<CapturedLog> log);
Value output_log(CapturedLog& log);

}  // namespace kamel::cli
