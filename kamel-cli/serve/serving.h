// Serving: the life of a pod's `kamel serve`, from the mounted routes to the drain.
#pragma once

#include <memory>
#include <string>

#include "kamel-cli/observe/server.h"
#include "kamel-cli/output/paint.h"
#include "kamel-cli/run/signals.h"
#include "kamel-cli/serve/live_routes.h"

namespace kamel::cli {

struct ServeOptions {
  std::string folder;
  std::string name;
  ServerOptions admin = {.host = "0.0.0.0", .port = 9443, .certificates = {}, .body_bytes = 8U << 20, .idle = std::chrono::minutes(10)};  // a ConfigMap holds 1 MB; the operator keeps its connections
  bool admin_port = true;  // without certificates on loopback only
  unsigned workers = 0;  // 0: one per processor, at most 8
  std::string log_level = "info", log_format = "text";
  std::string observe_host;  // "": 127.0.0.1, and all addresses inside a cluster
  unsigned short observe_port = 9876;
  double drain_seconds = 30;
  double settle_seconds = -1;  // below 0: two inside a cluster, else none
};

/// Routes with errors at the start do not end it: it is not ready, and waits for a push that mends them.
class Serving {
 public:
  Serving(const Registry& registry, ServeOptions options);
  ~Serving();
  /// Until a signal. The exit code.
  int run();

 private:
  bool start_routes();
  bool start_servers();
  bool start_admin();
  void settle();
  int stop();
  void say(const std::string& text) const { print(text + "\n", stderr); }

  ServeOptions options_;
  Paint paint_;
  Signals signals_;  // before the runtime: its threads inherit what is blocked
  std::unique_ptr<Runtime> runtime_;
  LiveRoutes live_;
  std::unique_ptr<ObserveServer> observe_;
  std::unique_ptr<Server> admin_;
};

}  // namespace kamel::cli
