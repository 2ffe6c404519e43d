// The observe server: health, metrics and routes over HTTP, apart from the routes' own servers.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "engine/runtime.h"
#include "kamel-cli/http/server.h"

namespace kamel::cli {

/// What the paths below answer; for tests without a socket.
Reply observe(const Runtime& runtime, std::string_view path, bool draining);

/// GET /observe/health, /observe/health/live, /observe/health/ready, /observe/metrics, /observe/routes; the same below /q for those who
/// come from Quarkus. Has a thread of its own, so that it answers while all workers are busy. The runtime must outlive it.
class ObserveServer {
 public:
  /// Listens at once; port 0 takes any free one. /ready says no while `ready` does. Fails with java.net.BindException.
  static Result<std::unique_ptr<ObserveServer>> start(Runtime& runtime, const std::string& host, unsigned short port,
                                                      std::function<bool()> ready = {});
  unsigned short port() const noexcept { return server_->port(); }
  /// From now on /ready says no: the process is about to end. Any thread.
  void draining() noexcept { draining_ = true; }

 private:
  ObserveServer() = default;
  std::atomic<bool> draining_{false};
  std::unique_ptr<Server> server_;  // the last: its thread reads the above
};

}  // namespace kamel::cli
