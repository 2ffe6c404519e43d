// The observe server: health, metrics and routes over HTTP, apart from the routes' own servers.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "engine/runtime.h"

namespace kamel::cli {

/// What a path answers.
struct ObserveReply {
  unsigned status = 200;
  std::string type = "application/json";
  std::string body;
};
using ObservePages = std::function<ObserveReply(std::string_view path)>;
/// What the paths below answer; for tests without a socket.
ObserveReply observe(const Runtime& runtime, std::string_view path, bool draining);

/// GET /observe/health, /observe/health/live, /observe/health/ready, /observe/metrics, /observe/routes; the same below /q for those who
/// come from Quarkus. Has a thread of its own, so that it answers while all workers are busy. The runtime must outlive it.
class ObserveServer {
 public:
  /// Listens at once; port 0 takes any free one. /ready says no while `ready` does. Fails with java.net.BindException.
  static Result<std::unique_ptr<ObserveServer>> start(Runtime& runtime, const std::string& host, unsigned short port,
                                                      std::function<bool()> ready = {});
  /// The same server with other pages, which are asked on its thread.
  static Result<std::unique_ptr<ObserveServer>> start(ObservePages pages, const std::string& host, unsigned short port);
  ~ObserveServer();
  ObserveServer(const ObserveServer&) = delete;
  ObserveServer& operator=(const ObserveServer&) = delete;

  unsigned short port() const noexcept;
  /// From now on /ready says no: the process is about to end. Any thread.
  void draining() noexcept;

 private:
  struct State;
  static Result<std::unique_ptr<ObserveServer>> listen(std::unique_ptr<State> state, const std::string& host, unsigned short port);
  explicit ObserveServer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace kamel::cli
