// The log of `kamel run`: one line a message on standard error, as text or JSON.
#pragma once

#include <memory>

#include "engine/context.h"

namespace kamel::cli {

struct LogStyle {
  LogLevel level = LogLevel::Info;
  bool json = false;
  bool colour = false;
};

/// Each message is one write, so that lines of several workers never mix, and none is lost when the process ends.
std::unique_ptr<LogSink> log_sink(const LogStyle& style);

}  // namespace kamel::cli
