// Running: the life of one `kamel run`, from reading the files to the drain.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "kamel-cli/command.h"
#include "kamel-cli/dev/watcher.h"
#include "kamel-cli/load/declared.h"
#include "kamel-cli/observe/server.h"
#include "kamel-cli/output/log_sink.h"
#include "kamel-cli/output/paint.h"
#include "kamel-cli/run/signals.h"

namespace kamel::cli {

struct RunOptions {
  LoadOptions load;
  bool dev = false;
  unsigned workers = 0;            // 0: one per processor, at most 8
  std::uint64_t max_messages = 0;  // 0: no end
  double max_seconds = 0;
  std::string log_level = "info";
  std::string log_format = "text";
  std::string observe_host;  // "": 127.0.0.1, and all addresses inside a cluster
  std::optional<unsigned short> observe_port;
  double drain_seconds = 30;
};

/// Says all that a person needs to know on standard error, so that standard output stays the routes' own.
class Running {
 public:
  Running(const Registry& registry, RunOptions options);
  ~Running();
  /// Until a signal, --max-messages or --max-seconds. The exit code.
  int run();

 private:
  enum class Outcome : std::uint8_t { Applied, Invalid, Failed };
  Outcome apply_files(Applied& applied);
  int start();
  void read_limits(const Properties& properties);
  void start_observing();
  void tell_start();
  void tell_broker();
  void reload();
  void wait();
  bool limit_reached() const;
  int drain();
  void say(const std::string& text) const { print(text + "\n", stderr); }

  RunOptions options_;
  Paint paint_;
  Signals signals_;  // before the runtime: its threads inherit what is blocked
  std::unique_ptr<Runtime> runtime_;
  std::unique_ptr<ObserveServer> observe_;
  std::unique_ptr<Watcher> watcher_;
  std::chrono::steady_clock::time_point started_;
  bool running_ = false;  // some version of the routes is
  bool told_broker_ = false;
  bool broken_ = false;  // the files as they are now have errors
};

}  // namespace kamel::cli
