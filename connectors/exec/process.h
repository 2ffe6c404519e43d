// Process: runs a program of the operating system without holding a thread.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "dsl/slice.h"
#include "dsl/error.h"

namespace kamel {
class Worker;
}

namespace kamel::exec {

struct Program {
  std::string executable;  // looked up in PATH where it has no slash
  std::vector<std::string> arguments;
  std::string directory;  // "": that of this process
  std::optional<std::chrono::milliseconds> timeout;  // after which it is told to end (SIGTERM), and five seconds later made to (SIGKILL)
};

struct Ended {
  int exit_value = 0;  // 128 + the signal's number where one ended it
  Slice out, err;
  Error failed;  // it could not be run (java.io.IOException), or wrote more than kMostOutput
};

inline constexpr std::size_t kMostOutput = 64U << 20;

/// Starts the program, writes `input` to it, and calls `done` once it has ended and its output is read. On the worker's thread, `done` from its loop;
/// a program that still runs when the worker goes is killed, and `done` never called. The program is a process group of its own.
void run(Worker& worker, const Program& program, Slice input, std::function<void(Ended)> done);

}  // namespace kamel::exec
