// kamel serve: the runtime in a pod; an operator changes its routes while it runs.
#include <CLI/App.hpp>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "kamel-cli/command.h"
#include "kamel-cli/serve/serving.h"

namespace kamel::cli {
namespace {

void add_admin(CLI::App& command, ServeOptions& options, bool& insecure) {
  command.add_option("--admin-certs", options.admin.certificates, "Folder with tls.crt, tls.key and ca.crt of the admin port; without it there is none");
  command.add_option("--admin-port", options.admin.port, "Port on which the operator pushes routes; 0: any free one")->capture_default_str();
  command.add_option("--admin-host", options.admin.host, "Address of the admin port")->capture_default_str();
  command.add_flag("--admin-insecure", insecure, "The admin port without TLS, on 127.0.0.1: for tests");
}

void add_running(CLI::App& command, ServeOptions& options) {
  command.add_option("--name", options.name, "Name of the integration");
  command.add_option("--workers", options.workers, "Threads that run routes; 0: one per processor, at most 8")->check(CLI::Range(0U, 256U));
  command.add_option("--drain-seconds", options.drain_seconds, "How long SIGTERM waits for exchanges in flight")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command.add_option("--settle-seconds", options.settle_seconds,
                     "How long requests are still taken after SIGTERM, while load balancers learn of it [2 in a cluster, else 0]");
  command.add_option("--log-level", options.log_level, "trace, debug, info, warn, error or off")
      ->check(CLI::IsMember({"trace", "debug", "info", "warn", "error", "off"}, CLI::ignore_case))
      ->capture_default_str();
  command.add_option("--log-format", options.log_format, "text or json")->check(CLI::IsMember({"text", "json"}))->capture_default_str();
  command.add_option("--observe-port", options.observe_port, "Port of health and metrics; 0: any free one")->capture_default_str();
  command.add_option("--observe-host", options.observe_host, "Address of health and metrics [127.0.0.1; inside a cluster 0.0.0.0]");
}

}  // namespace

void commands::serve(CLI::App& app, Shell& shell) {
  struct Given {
    ServeOptions serve;
    bool insecure = false;
  };
  auto given = std::make_shared<Given>();
  CLI::App& command = add_command(app, shell, "serve", "Run routes in a pod and let the operator change them",
                                  "  kamel serve /etc/camel/sources --admin-certs /etc/kamel/admin\n"
                                  "  kamel serve routes/ --admin-insecure --admin-port 9443\n",
                                  [&shell, given]() -> int {
                                    ServeOptions& options = given->serve;
                                    options.admin_port = given->insecure || !options.admin.certificates.empty();
                                    if (given->insecure) {
                                      options.admin.certificates.clear();
                                      options.admin.host = "127.0.0.1";
                                    }
                                    Serving serving(shell.registry, std::move(options));
                                    const int code = serving.run();
                                    std::fflush(stdout);
                                    std::_Exit(code);  // all has ended: taking the clients apart would only take time
                                  });
  command.add_option("FOLDER", given->serve.folder, "Routes to start with: *.yaml and application.properties")->required();
  add_admin(command, given->serve, given->insecure);
  add_running(command, given->serve);
}

}  // namespace kamel::cli
