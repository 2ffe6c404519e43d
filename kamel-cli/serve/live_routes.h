// LiveRoutes: what the admin port does to the runtime.
#pragma once

#include <atomic>
#include <mutex>
#include <string>
#include <string_view>

#include "engine/runtime.h"
#include "kamel-cli/http/server.h"
#include "operator/admin/wire.h"

namespace kamel::cli {

/// Takes programs that the operator pushes. Any thread; one at a time.
class LiveRoutes {
 public:
  LiveRoutes(Runtime& runtime, std::string name) : runtime_(runtime), name_(std::move(name)) {}

  /// PUT /routes: 200 with a receipt when it runs (again, when it ran already); 409 when it is older than what runs; 422 when the routes have errors,
  /// or cannot start, and nothing has changed; 400 when it is no push. GET /routes: a receipt of what runs.
  Reply answer(std::string_view method, std::string_view target, const std::string& body);

  /// What the pod finds when it starts: *.yaml and application.properties of a folder, and what CAMEL_K_CONF and CAMEL_K_CONF_D name. Runs it, exactly as
  /// if it had been pushed.
  Applied start(const std::string& folder, Diagnostics& diagnostics);
  /// Some program runs: the one from the start, or a pushed one.
  bool running() const noexcept { return running_; }

 private:
  Reply put(const std::string& body);
  Applied apply(cluster::Push push, Diagnostics& diagnostics);
  cluster::Receipt receipt() const;

  Runtime& runtime_;
  const std::string name_;
  mutable std::mutex mutex_;
  cluster::Version version_;
  std::atomic<bool> running_ = false;  // asked by probes, which must not wait for a push
};

}  // namespace kamel::cli
